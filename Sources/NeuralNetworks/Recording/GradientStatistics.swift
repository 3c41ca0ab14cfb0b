/// The mean and the covariance of the gradient, estimated from a random cut of a training set.
///
/// The set of N samples is cut at random into M batches of n₁ … n_M samples whose mean gradients
/// are g₁ … g_M. Then
///
/// ```
/// ḡ = Σ n_m g_m / N,   C = Σ n_m (g_m − ḡ)² / (M − 1)
/// ```
///
/// The mean is the exact gradient of the whole set. C is an unbiased estimate of the diagonal of
/// the per-sample covariance (with the divisor N − 1): the correction for drawing without
/// replacement, 1 − n_m/N, sums to exactly M − 1 over a partition.
public struct GradientStatistics: Hashable, Sendable {
  /// The mean gradient ḡ, shape [parameter].
  public let mean: [Double]
  /// The diagonal C of the per-sample covariance, shape [parameter].
  public let covariance: [Double]
  /// The number N of samples.
  public let sampleCount: Int

  /// Computes the statistics from the mean gradients of the batches of a partition.
  ///
  /// - Parameters:
  ///   - batchGradients: The mean gradients, shape [batch][parameter]; two batches or more.
  ///   - batchSizes: The number of samples in every batch.
  public init(batchGradients: [Double], batchSizes: [Int]) {
    precondition(batchSizes.count >= 2, "a covariance needs two or more batches")
    let parameterCount = batchGradients.count / batchSizes.count
    let sampleCount = batchSizes.reduce(0, +)
    var mean = [Double](repeating: 0, count: parameterCount)
    for (batch, size) in batchSizes.enumerated() {
      let weight = Double(size) / Double(sampleCount)
      for index in 0..<parameterCount {
        mean[index] += weight * batchGradients[batch * parameterCount + index]
      }
    }
    var covariance = [Double](repeating: 0, count: parameterCount)
    for (batch, size) in batchSizes.enumerated() {
      let weight = Double(size) / Double(batchSizes.count - 1)
      for index in 0..<parameterCount {
        let deviation = batchGradients[batch * parameterCount + index] - mean[index]
        covariance[index] += weight * deviation * deviation
      }
    }
    self.mean = mean
    self.covariance = covariance
    self.sampleCount = sampleCount
  }

  /// The standard deviation √(C/B) of the gradient of a mini-batch of `batchSize` samples drawn
  /// independently, shape [parameter].
  public func standardDeviation(batchSize: Int) -> [Double] {
    covariance.map { ($0 / Double(batchSize)).squareRoot() }
  }
}

/// The sizes of `count` nearly equal parts of `total`, the larger ones first.
func nearlyEqualParts(of total: Int, count: Int) -> [Int] {
  (0..<count).map { total / count + ($0 < total % count ? 1 : 0) }
}
