internal import InformationTheory
internal import LinearAlgebra
internal import RealModule

/// The spread of the replicas of one initial state in one layer: the moments of the true transition
/// densities of its weights, which differ by the batches alone.
public struct NoiseSpread: Hashable, Sendable {
  /// The variance over replicas, averaged over the weights of the layer, at each time.
  public var variance: [Double]
  /// The differential entropy of a weight's normal transition density, averaged over the weights, at
  /// each time, in nats; minus infinity where the replicas are together.
  ///
  /// The bias of ln of a variance from few replicas is taken out.
  public var entropyPerWeight: [Double]
  /// The number of directions (tr C)²/tr C² that share the spread, without the bias of few replicas, at
  /// each time; NaN where the replicas are together.
  public var directions: [Double]
  /// The entropy of the joint normal density in its `rank` widest directions at each time, in nats.
  public var jointEntropy: [Double]
  /// The number of directions of the joint entropy: at most half of the replicas, so that their
  /// variances are more than noise.
  public var rank: Int

  /// Measures the spread.
  ///
  /// - Parameter weights: The layer's weights, shape [replica][time][weight]; three replicas or more.
  /// - Throws: ``DriftDiffusionError/emptyLog(_:)`` when there are less than three replicas.
  public init(_ weights: [[[Double]]]) throws(DriftDiffusionError) {
    guard weights.count >= 3, let times = weights.first?.count, times > 0 else {
      throw .emptyLog("less than three replicas of an initial state")
    }
    let count = weights[0][0].count
    rank = max(1, min(count, weights.count / 2))
    (variance, entropyPerWeight, directions, jointEntropy) = ([], [], [], [])
    for time in 0..<times {
      let states = weights.map { $0[time] }
      let deviations = Self.deviations(states)
      let variances = (0..<count).map { weight in
        deviations.reduce(0) { $0 + $1[weight] * $1[weight] } / Double(weights.count - 1)
      }
      variance.append(variances.reduce(0, +) / Double(count))
      entropyPerWeight.append(Self.meanEntropy(states))
      let spectrum = Self.spectrum(deviations)
      directions.append(Self.directions(spectrum, replicas: weights.count))
      jointEntropy.append(
        spectrum.prefix(rank).reduce(0) { $0 + Self.entropy(ofVariance: $1) })
    }
  }

  private static func deviations(_ states: [[Double]]) -> [[Double]] {
    let count = states[0].count
    let means = (0..<count).map { weight in
      states.reduce(0) { $0 + $1[weight] } / Double(states.count)
    }
    return states.map { state in zip(state, means).map { $0 - $1 } }
  }

  private static func entropy(ofVariance variance: Double) -> Double {
    variance > 0 ? Double.log(2 * Double.pi * Double.exp(1) * variance) / 2 : -.infinity
  }

  /// The mean over weights of the entropy of a normal law with the variance of the replicas.
  private static func meanEntropy(_ states: [[Double]]) -> Double {
    var estimator = EntropyConfiguration()
    estimator.estimator = .gaussian
    let count = states[0].count
    return (0..<count).reduce(0) { sum, weight in
      // Replicas that are together have no density.
      let entropy = try? estimator.entropy(of: states.map { $0[weight] }).value
      return sum + (entropy ?? -.infinity)
    } / Double(count)
  }

  /// The eigenvalues of the covariance from the largest on, from the products of replicas.
  private static func spectrum(_ deviations: [[Double]]) -> [Double] {
    let count = deviations.count
    var products = Matrix(rowCount: count, columnCount: count)
    for row in 0..<count {
      for column in 0...row {
        let value = zip(deviations[row], deviations[column]).reduce(0) { $0 + $1.0 * $1.1 }
        products[row, column] = value / Double(count - 1)
        products[column, row] = value / Double(count - 1)
      }
    }
    let values = (try? SymmetricEigenDecomposition(products))?.eigenvalues ?? []
    return values.reversed().map { max($0, 0) }
  }

  /// (tr C)²/tr C² with tr C² and (tr C)² unbiased for normal replicas.
  private static func directions(_ spectrum: [Double], replicas: Int) -> Double {
    let trace = spectrum.reduce(0, +)
    let squares = spectrum.reduce(0) { $0 + $1 * $1 }
    guard trace > 0, replicas > 2 else { return .nan }
    let n = Double(replicas - 1)
    let scale = n * n / ((n - 1) * (n + 2))
    let unbiased = scale * (squares - trace * trace / n)
    let squareOfTrace = scale * ((1 + 1 / n) * trace * trace - 2 * squares / n)
    return unbiased > 0 ? squareOfTrace / unbiased : .nan
  }
}

/// How the spread of replicas grows with the time since they parted.
public struct NoiseGrowth: Hashable, Sendable {
  /// The exponent α of V ∝ (s − s*)^α over the window, with its interval over initial states.
  public var exponent: BootstrapInterval
  /// The exponent between neighbouring times, with intervals; one less than there are times.
  public var localExponents: [BootstrapInterval]
  /// The spread relative to that of independent steps with the measured gradient noise, at each time.
  public var relativeToWhiteNoise: [BootstrapInterval]

  /// Measures the growth over initial states.
  ///
  /// The exponent is the slope of the least-squares line through ln V of the mean spread; white noise
  /// in free diffusion has 1, and one power of the time describes the growth only where the local
  /// exponents agree.
  ///
  /// - Parameters:
  ///   - variances: The spread after the replicas parted, shape [initial state][time]; positive.
  ///   - elapsed: s − s* at each time, ascending and positive; two or more.
  ///   - whiteNoise: What independent steps would give, in the same shape.
  ///   - bootstrap: The resampling of initial states.
  public init(
    _ variances: [[Double]], elapsed: [Double], whiteNoise: [[Double]], bootstrap: NetworkBootstrap
  ) {
    precondition(elapsed.count >= 2, "growth needs two times")
    let logTimes = elapsed.map { Double.log($0) }
    let count = elapsed.count
    let intervals = bootstrap.intervals { units in
      func mean(_ quantity: [[Double]]) -> [Double] {
        (0..<count).map { time in
          units.reduce(0) { $0 + quantity[$1][time] } / Double(units.count)
        }
      }
      let spread = mean(variances)
      let logs = spread.map { Double.log($0) }
      var result = [Self.slope(logTimes, logs)]
      for time in 1..<count {
        let elapsed = logTimes[time] - logTimes[time - 1]
        result.append((logs[time] - logs[time - 1]) / elapsed)
      }
      let white = mean(whiteNoise)
      for time in 0..<count { result.append(spread[time] / white[time]) }
      return result
    }
    exponent = intervals[0]
    localExponents = Array(intervals[1..<count])
    relativeToWhiteNoise = Array(intervals[count...])
  }

  private static func slope(_ x: [Double], _ y: [Double]) -> Double {
    let count = Double(x.count)
    let (meanX, meanY) = (x.reduce(0, +) / count, y.reduce(0, +) / count)
    let product = zip(x, y).reduce(0) { $0 + ($1.0 - meanX) * ($1.1 - meanY) }
    return product / x.reduce(0) { $0 + ($1 - meanX) * ($1 - meanX) }
  }
}
