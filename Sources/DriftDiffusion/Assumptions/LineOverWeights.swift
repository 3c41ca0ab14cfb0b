/// The least-squares line of a quantity over the weights of one network.
struct LineOverWeights {
  /// The number of weights.
  let count: Double
  /// The unbiased variance of the weights.
  let weightVariance: Double
  /// The unbiased variance of the quantity.
  let variance: Double
  /// The slope of the line.
  let slope: Double
  /// The unbiased variance about the line.
  let rest: Double

  /// Fits the line; nil where less than three weights, or weights of one value, leave it open.
  init?(weights: ArraySlice<Double>, values: ArraySlice<Double>) {
    let (weightMean, weightVariance) = moments(weights)
    let (mean, variance) = moments(values)
    guard weights.count > 2, weightVariance > 0 else { return nil }
    count = Double(weights.count)
    var covariance = 0.0
    for (weight, value) in zip(weights, values) {
      covariance += (weight - weightMean) * (value - mean)
    }
    covariance /= count - 1
    self.weightVariance = weightVariance
    self.variance = variance
    slope = covariance / weightVariance
    let sampled = max(variance - covariance * slope, 0)
    rest = sampled * (count - 1) / (count - 2)
  }

  /// The part of the variance that the line describes; 0 on average without dependence.
  var explained: Double { variance - rest }
}

/// The mean and the unbiased variance.
func moments(_ values: ArraySlice<Double>) -> (Double, Double) {
  let count = Double(values.count)
  let mean = values.reduce(0, +) / count
  let sum = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
  return (mean, values.count > 1 ? sum / (count - 1) : 0)
}
