internal import Grids
internal import RealModule

/// How good one forecast of a layer's weights was on networks and times that it never saw.
public struct ForecastScore: Hashable, Sendable {
  /// The layer's number; 1 is the first hidden layer.
  public var layer: Int
  /// How the forecast was made.
  public var method: ForecastMethod
  /// The mean continuous ranked probability score over weights and held-out networks at each epoch, in
  /// units of weight.
  public var ranked: [Double]
  /// The mean logarithmic score at each epoch, in nats.
  public var logarithmic: [Double]
  /// The Wasserstein-1 distance to the pooled held-out weights at each epoch, in units of weight.
  public var wasserstein1: [Double]
  /// The forecast minus the measured entropy of the pooled held-out weights at each epoch, in nats.
  public var entropyError: [Double]
  /// 1 minus the ranked score relative to that of no change, both averaged over the epochs, with the
  /// interval over held-out networks: above 0 the forecast knows more than that nothing changes.
  public var skill: BootstrapInterval
  /// The fraction of held-out weights inside the central 95 % of the forecast, over all epochs.
  public var coverage: Double
  /// The test of the probability integral transforms at the last epoch; it takes weights as
  /// independent, so a small probability of a real layer means little by itself.
  public var calibration: CalibrationTest
}

extension LayerForecast {
  /// Scores every forecast that could be made, in the order of the methods.
  ///
  /// - Parameters:
  ///   - seed: The seed of resampling held-out networks.
  ///   - entropy: The entropy of a sample in nats, or NaN.
  /// - Returns: The scores.
  public func scores(seed: UInt64 = 1, entropy: ([Double]) -> Double) -> [ForecastScore] {
    let measured = epochs.indices.map { time in
      entropy(observed.flatMap { $0[time] })
    }
    let reference = densities[.noChange].map { networkScores($0) } ?? []
    return ForecastMethod.allCases.compactMap { method in
      densities[method].map { score(method, $0, reference, measured, seed) }
    }
  }

  private func score(
    _ method: ForecastMethod, _ forecast: [Density], _ reference: [[Double]], _ measured: [Double],
    _ seed: UInt64
  ) -> ForecastScore {
    let own = networkScores(forecast)
    let bootstrap = NetworkBootstrap(
      networkCount: heldOut.count,
      level: NetworkBootstrap.expandedLevel(0.95, networkCount: heldOut.count), seed: seed)
    let skill = bootstrap.interval { networks in
      func sum(_ scores: [[Double]]) -> Double {
        networks.reduce(0) { $0 + scores[$1].reduce(0, +) }
      }
      let whole = sum(reference)
      return whole > 0 ? 1 - sum(own) / whole : .nan
    }
    let probabilities = transforms(forecast)
    let inside = probabilities.joined().count { $0 >= 0.025 && $0 <= 0.975 }
    return ForecastScore(
      layer: layer, method: method,
      ranked: epochs.indices.map { time in
        own.reduce(0) { $0 + $1[time] } / Double(own.count)
      }, logarithmic: logarithmic(forecast), wasserstein1: distances(forecast),
      entropyError: zip(forecast, measured).map { $0.entropy - $1 }, skill: skill,
      coverage: Double(inside) / Double(probabilities.reduce(0) { $0 + $1.count }),
      calibration: CalibrationTest(probabilities[probabilities.count - 1]))
  }

  /// The mean ranked score of every network at each epoch.
  fileprivate func networkScores(_ forecast: [Density]) -> [[Double]] {
    let scores = forecast.map { RankedDensityScore($0) }
    return observed.map { network in
      zip(scores, network).map { score, weights in
        weights.reduce(0) { $0 + score.value(at: $1) } / Double(weights.count)
      }
    }
  }

  /// F(w) of all held-out weights at each epoch.
  private func transforms(_ forecast: [Density]) -> [[Double]] {
    forecast.enumerated().map { time, density in
      let law = RankedDensityScore(density)
      return observed.flatMap { network in network[time].map { law.probability(below: $0) } }
    }
  }

  /// −ln p averaged, with a floor of a ten-thousandth of the uniform density on the axis.
  private func logarithmic(_ forecast: [Density]) -> [Double] {
    forecast.enumerated().map { time, density in
      let axis = density.axis
      let floor = 1e-4 / (axis.spacing * Double(axis.cellCount))
      let weights = observed.flatMap { $0[time] }
      return weights.reduce(0) {
        $0 + ProperScore.logarithmic(density, at: $1, floor: floor)
      } / Double(weights.count)
    }
  }

  private func distances(_ forecast: [Density]) -> [Double] {
    forecast.enumerated().map { time, density in
      guard
        let measured = try? Density(
          axis: density.axis, histogramOf: observed.flatMap { $0[time] })
      else { return .nan }
      return density.wasserstein1Distance(to: measured)
    }
  }
}

extension ForecastScore {
  /// How good the methods are for several layers of a run together.
  ///
  /// - Parameters:
  ///   - layers: The forecasts of the layers, judged by the same networks.
  ///   - seed: The seed of resampling these.
  /// - Returns: For every method that forecasts all layers the mean over layers of the skill over no
  ///   change, with its interval over networks, in the order of the methods.
  public static func skills(
    of layers: [LayerForecast], seed: UInt64 = 1
  ) -> [(method: ForecastMethod, skill: BootstrapInterval)] {
    guard let count = layers.first?.heldOut.count else { return [] }
    let bootstrap = NetworkBootstrap(
      networkCount: count, level: NetworkBootstrap.expandedLevel(0.95, networkCount: count),
      seed: seed)
    /// The scores summed over times, shape [layer][network].
    func sums(_ method: ForecastMethod) -> [[Double]] {
      layers.compactMap { layer in
        layer.densities[method].map { densities in
          layer.networkScores(densities).map { $0.reduce(0, +) }
        }
      }
    }
    let reference = sums(.noChange)
    return ForecastMethod.allCases.compactMap { method in
      let own = sums(method)
      guard own.count == layers.count else { return nil }
      let skill = bootstrap.interval { networks in
        zip(own, reference).reduce(0) { total, scores in
          let (mine, whole) = networks.reduce((0.0, 0.0)) {
            ($0.0 + scores.0[$1], $0.1 + scores.1[$1])
          }
          return total + (1 - mine / whole) / Double(layers.count)
        }
      }
      return (method, skill)
    }
  }
}
