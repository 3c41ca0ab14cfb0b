internal import RealModule

/// For every pattern i the sums Σⱼ wⱼ exp(−dᵢⱼ²/(8σ²)) and Σⱼ wⱼ exp(−dᵢⱼ²/(2σ²)), for unit weights
/// and for the probabilities of each class.
///
/// The second exponential is the fourth power of the first.
struct PairwiseSums {
  /// Sums of the wide kernel in the order [row][pattern]; row 0 has unit weights, then the classes.
  private(set) var wide: [[Double]]
  /// Sums of the narrow kernel in the same order.
  private(set) var narrow: [[Double]]

  /// Sums over all pairs.
  ///
  /// - Parameters:
  ///   - activations: The activations in the order [unit][pattern].
  ///   - labels: The class probabilities.
  ///   - scale: The factor that makes the squared distance the binary logarithm of the wide kernel.
  init<Scalar: BinaryFloatingPoint>(
    _ activations: UnsafeBufferPointer<Scalar>, labels: LabelDistribution, scale: Double
  ) {
    let patterns = labels.patternCount
    let blocks = labels.isDeterministic ? ClassBlocks(labels) : nil
    let padded = blocks?.count ?? (patterns + 15) / 16 * 16
    let units = activations.count / patterns
    // Padding lies so far away that its kernels vanish.
    var coordinates = [Float](repeating: 1e17, count: units * padded)
    for unit in 0..<units {
      for pattern in 0..<patterns {
        coordinates[unit * padded + (blocks?.places[pattern] ?? pattern)] = Float(
          Double(activations[unit * patterns + pattern]) * scale)
      }
    }
    wide = Array(repeating: Array(repeating: 0, count: patterns), count: labels.classCount + 1)
    narrow = wide
    coordinates.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      let points = PairwisePoints(coordinates: base, padded: padded, units: units)
      if let blocks { sum(points, blocks) } else { sum(points, labels) }
    }
  }

  /// The bounds −Σ wᵢ log₂ Σ wⱼ kᵢⱼ of a mixture's entropy above its components', in bits, with the
  /// weights normalised.
  func entropies(weights: [Double], row: Int) -> (lower: Double, upper: Double) {
    let mass = weights.reduce(0, +)
    var (lower, upper) = (0.0, 0.0)
    for (pattern, weight) in weights.enumerated() where weight > 0 {
      // A pattern's kernel with itself is 1, so the sums are at least its weight.
      lower -= weight * Double.log2(max(wide[row][pattern], weight) / mass)
      upper -= weight * Double.log2(max(narrow[row][pattern], weight) / mass)
    }
    return (lower / mass, upper / mass)
  }

  /// Sums for certain labels: every pair once, class by class.
  private mutating func sum(_ points: PairwisePoints, _ blocks: ClassBlocks) {
    var sums = ClassPairSums(classes: blocks.blocks.count, padded: points.padded)
    for (label, block) in blocks.blocks.enumerated() {
      for first in stride(from: block.lowerBound, to: block.upperBound, by: 4) {
        sums.add(points, first: first, label: label, blocks: blocks.blocks)
      }
    }
    for row in blocks.blocks.indices {
      for (pattern, place) in blocks.places.enumerated() {
        let (wideSum, narrowSum) = sums.sums(row, place)
        wide[row + 1][pattern] = wideSum
        narrow[row + 1][pattern] = narrowSum
        wide[0][pattern] += wideSum
        narrow[0][pattern] += narrowSum
      }
    }
  }

  /// Sums for any class probabilities.
  private mutating func sum(_ points: PairwisePoints, _ labels: LabelDistribution) {
    let (patterns, rows) = (labels.patternCount, labels.classCount + 1)
    var weights = [Float](repeating: 0, count: labels.classCount * points.padded)
    for label in 0..<labels.classCount {
      for pattern in 0..<patterns {
        weights[label * points.padded + pattern] = Float(
          labels.probabilities[label * patterns + pattern])
      }
    }
    weights.withUnsafeBufferPointer { weights in
      withUnsafeTemporaryAllocation(of: FourKernels.self, capacity: 2 * rows) { sums in
        guard let weights = weights.baseAddress else { return }
        for first in stride(from: 0, to: patterns, by: 4) {
          sums.update(repeating: FourKernels())
          addWeighted(points, first: first, weights: weights, rows: rows, to: sums)
          for row in 0..<rows {
            let (wideSums, narrowSums) = (sums[2 * row].totals, sums[2 * row + 1].totals)
            for pattern in first..<min(first + 4, patterns) {
              wide[row][pattern] = wideSums[pattern - first]
              narrow[row][pattern] = narrowSums[pattern - first]
            }
          }
        }
      }
    }
  }
}

/// Adds the kernels of four points with all others to sums in the order [row][wide, narrow].
private func addWeighted(
  _ points: PairwisePoints, first: Int, weights: UnsafePointer<Float>, rows: Int,
  to sums: UnsafeMutableBufferPointer<FourKernels>
) {
  for other in stride(from: 0, to: points.padded, by: 16) {
    let wide = points.kernels(of: first, with: other)
    let narrow = wide.fourthPowers
    sums[0] += wide
    sums[1] += narrow
    for row in 1..<rows {
      let weight = vector(weights + (row - 1) * points.padded + other)
      sums[2 * row].add(weight, times: wide)
      sums[2 * row + 1].add(weight, times: narrow)
    }
  }
}
