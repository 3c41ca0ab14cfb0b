/// The increments of a sample, less their predicted means and divided by their predicted spreads.
///
/// For a diffusion that was fitted well they are independent and of mean 0 and variance 1, and normal
/// as far as the lag is short. Where increments overlap only those that share no noise are kept.
public struct WhitenedResiduals: Hashable, Sendable {
  /// The residuals, sequence by sequence, in the order of time.
  public let sequences: [[Double]]
  /// Their excess kurtosis that the process itself predicts at its finite lag.
  public let predictedExcessKurtosis: Double

  /// Whitens a sample with a fitted process.
  ///
  /// - Throws: ``KramersMoyalError/wrongDimension(expected:found:)``.
  public init(
    _ sample: IncrementSample, _ process: FittedProcess
  ) throws(KramersMoyalError) {
    guard sample.dimension == 1 else {
      throw .wrongDimension(expected: 1, found: sample.dimension)
    }
    let law = IncrementLaw(process, lags: LagGroups(sample).lags)
    var (kurtosis, count) = (0.0, 0)
    sequences = (0..<sample.sequenceCount).map { sequence in
      let range = sample.samples(ofSequence: sequence)
      return stride(from: range.lowerBound, to: range.upperBound, by: sample.overlap).map { index in
        let value = law.moments(at: sample.positions[0][index], lag: sample.lags[index])
        let variance = max(value.variance, 1e-300)
        kurtosis += value.fourthCumulant / (variance * variance)
        count += 1
        return (sample.increments[0][index] - value.mean) / variance.squareRoot()
      }
    }
    predictedExcessKurtosis = count > 0 ? kurtosis / Double(count) : 0
  }

  init(sequences: [[Double]], predictedExcessKurtosis: Double) {
    self.sequences = sequences
    self.predictedExcessKurtosis = predictedExcessKurtosis
  }

  /// The number of residuals.
  public var count: Int { sequences.reduce(0) { $0 + $1.count } }

  /// The mean and the variance of all residuals.
  public var meanAndVariance: (mean: Double, variance: Double) {
    var (sum, square) = (0.0, 0.0)
    for z in sequences.joined() {
      sum += z
      square += z * z
    }
    let n = Double(count)
    return (sum / n, max(0, square / n - sum / n * (sum / n)))
  }

  /// The residuals less their mean, divided by their spread.
  var standardized: WhitenedResiduals {
    let (mean, variance) = meanAndVariance
    let scale = 1 / max(variance, 1e-300).squareRoot()
    return WhitenedResiduals(
      sequences: sequences.map { $0.map { ($0 - mean) * scale } },
      predictedExcessKurtosis: predictedExcessKurtosis)
  }

  /// All residuals in ascending order.
  public var sorted: [Double] { sequences.flatMap { $0 }.sorted() }

  /// Points of the plot of quantiles against those of the normal law.
  ///
  /// - Parameter count: How many points; at least 2.
  /// - Returns: Normal quantiles, and the residuals' at the same probabilities (i + ½)/count.
  public func quantilePoints(count: Int = 101) -> (normal: [Double], residual: [Double]) {
    precondition(count >= 2, "a plot has at least two points")
    let sorted = sorted
    let probabilities = (0..<count).map { (Double($0) + 0.5) / Double(count) }
    return (
      probabilities.map(StandardNormal.quantile),
      probabilities.map { ClusterBootstrap.quantile($0, of: sorted) }
    )
  }

  /// The autocorrelation of a function of the residuals at some lags, and the number of pairs.
  ///
  /// - Parameters:
  ///   - lag: The lag, from 1.
  ///   - transform: The function, whose mean is subtracted.
  /// - Returns: The autocorrelation and the number of pairs.
  func autocorrelation(lag: Int, of transform: (Double) -> Double) -> (value: Double, pairs: Int) {
    var (sum, square) = (0.0, 0.0)
    for z in sequences.joined() { sum += transform(z) }
    let mean = sum / Double(count)
    for z in sequences.joined() {
      let deviation = transform(z) - mean
      square += deviation * deviation
    }
    var (product, pairs) = (0.0, 0)
    for sequence in sequences where sequence.count > lag {
      for index in lag..<sequence.count {
        product += (transform(sequence[index]) - mean) * (transform(sequence[index - lag]) - mean)
      }
      pairs += sequence.count - lag
    }
    let variance = square / Double(count)
    return (pairs > 0 && variance > 0 ? product / (Double(pairs) * variance) : .nan, pairs)
  }
}
