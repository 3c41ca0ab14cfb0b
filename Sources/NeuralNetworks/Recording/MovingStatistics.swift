/// The mean and the standard deviation of the gradients of an epoch's steps, while the weights move.
///
/// With M steps over batches of n₁ … n_M samples whose mean gradients are g₁ … g_M, each at the
/// weights of its step,
///
/// ```
/// mean = Σ g_m / M,   C = Σ n_m (g_m − mean)² / (M − 2 + ⟨n⟩⟨1/n⟩)
/// ```
///
/// with averages ⟨ ⟩ over the steps. The mean weighs all steps the same, as the displacement of the
/// weights does. Were the weights frozen and the batches independent, C would be an unbiased
/// estimate of the per-sample variance; with equal batches the divisor is M − 1.
struct MovingStatistics {
  private var sizes: [Double] = []
  private var sums: [Double]
  private var weightedSums: [Double]
  private var weightedSquares: [Double]
  private var first: [Double]
  private var last: [Double]
  private var squares: [Double]
  private var products: [Double]

  init(parameterCount: Int) {
    sums = [Double](repeating: 0, count: parameterCount)
    (weightedSums, weightedSquares) = (sums, sums)
    (first, last, squares, products) = (sums, sums, sums, sums)
  }

  /// Adds the gradient of a step over a batch of `count` samples.
  mutating func add<Scalar: NetworkScalar>(
    _ gradient: UnsafePointer<Scalar>, count: Int
  ) {
    let size = Double(count)
    let isFirst = sizes.isEmpty
    sizes.append(size)
    for index in sums.indices {
      let value = Double(gradient[index])
      if isFirst { first[index] = value }
      squares[index] += value * value
      products[index] += last[index] * value
      last[index] = value
      sums[index] += value
      weightedSums[index] += size * value
      weightedSquares[index] += size * value * value
    }
  }

  /// The mean of the steps' gradients.
  var mean: [Double] { sums.map { $0 / Double(sizes.count) } }

  /// The correlation of successive steps over some parameters, their mean over the epoch taken away;
  /// not a number for less than three steps.
  func autocorrelation(over parameters: Range<Int>) -> Double {
    let steps = Double(sizes.count)
    guard steps > 2 else { return .nan }
    var (lagged, total) = (0.0, 0.0)
    for index in parameters {
      let mean = sums[index] / steps
      // Σ (g_m − ⟨g⟩)(g_{m+1} − ⟨g⟩): every step but the last and every one but the first.
      let ends = 2 * sums[index] - first[index] - last[index]
      lagged += products[index] - mean * ends + (steps - 1) * mean * mean
      total += squares[index] - steps * mean * mean
    }
    return total > 0 ? lagged * steps / (total * (steps - 1)) : .nan
  }

  /// The standard deviation √(C/B) scaled to batches of `batchSize` samples; not a number when
  /// there is one step.
  func standardDeviation(batchSize: Int) -> [Double] {
    let steps = Double(sizes.count)
    let total = sizes.reduce(0, +)
    let inverse = sizes.reduce(0) { $0 + 1 / $1 }
    guard steps > 1 else { return [Double](repeating: .nan, count: sums.count) }
    let divisor = steps - 2 + total * inverse / (steps * steps)
    return mean.indices.map { index in
      let mean = sums[index] / steps
      let square =
        weightedSquares[index] - 2 * mean * weightedSums[index] + total * mean * mean
      return (max(square, 0) / divisor / Double(batchSize)).squareRoot()
    }
  }
}
