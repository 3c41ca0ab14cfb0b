internal import RealModule

/// For every pattern i the sums Σⱼ wⱼ exp(−dᵢⱼ²/(8σ²)) and Σⱼ wⱼ exp(−dᵢⱼ²/(2σ²)), for unit weights
/// and for the probabilities of each class.
///
/// The second exponential is the fourth power of the first.
struct PairwiseSums {
  /// Sums of the wide kernel in the order [row][pattern]; row 0 has unit weights, then the classes.
  private var wide: [[Double]]
  /// Sums of the narrow kernel in the same order.
  private var narrow: [[Double]]

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
    let padded = (patterns + 15) / 16 * 16
    let units = activations.count / patterns
    // Padding lies so far away that its kernels vanish.
    var points = [Float](repeating: 1e17, count: units * padded)
    for unit in 0..<units {
      for pattern in 0..<patterns {
        points[unit * padded + pattern] = Float(
          Double(activations[unit * patterns + pattern]) * scale)
      }
    }
    let classes = labels.classCount
    var weights = [Float](repeating: 0, count: classes * padded)
    for label in 0..<classes {
      for pattern in 0..<patterns {
        weights[label * padded + pattern] = Float(labels.probabilities[label * patterns + pattern])
      }
    }
    wide = Array(repeating: Array(repeating: 0, count: patterns), count: classes + 1)
    narrow = wide
    sum(points, weights, units: units, padded: padded, classes: classes)
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

  private mutating func sum(
    _ points: [Float], _ weights: [Float], units: Int, padded: Int, classes: Int
  ) {
    let rows = classes + 1
    let patterns = wide[0].count
    points.withUnsafeBufferPointer { points in
      weights.withUnsafeBufferPointer { weights in
        withUnsafeTemporaryAllocation(of: SIMD16<Float>.self, capacity: 2 * rows * 4) { sums in
          guard let point = points.baseAddress, let weight = weights.baseAddress else { return }
          for first in stride(from: 0, to: patterns, by: 4) {
            sums.update(repeating: SIMD16())
            addKernels(
              of: first, points: point, weights: weight, units: units, padded: padded,
              classes: classes, to: sums)
            for pattern in first..<min(first + 4, patterns) {
              for row in 0..<rows {
                let base = (row * 4 + pattern - first) * 2
                wide[row][pattern] = total(sums[base])
                narrow[row][pattern] = total(sums[base + 1])
              }
            }
          }
        }
      }
    }
  }
}

/// Adds the kernels of four consecutive patterns with all others to the sums in the order
/// [row][one of four][wide, narrow].
private func addKernels(
  of first: Int, points: UnsafePointer<Float>, weights: UnsafePointer<Float>, units: Int,
  padded: Int, classes: Int, to sums: UnsafeMutableBufferPointer<SIMD16<Float>>
) {
  for other in stride(from: 0, to: padded, by: 16) {
    var (a, b, c, d) = (SIMD16<Float>(), SIMD16<Float>(), SIMD16<Float>(), SIMD16<Float>())
    for unit in 0..<units {
      let row = points + unit * padded
      let x = vector(row + other)
      let (p, q) = (x - row[first], x - row[first + 1])
      let (r, s) = (x - row[first + 2], x - row[first + 3])
      a = fused(p, p, a)
      b = fused(q, q, b)
      c = fused(r, r, c)
      d = fused(s, s, d)
    }
    (a, b, c, d) = (exponential2(-a), exponential2(-b), exponential2(-c), exponential2(-d))
    let (aa, bb, cc, dd) = (fourthPower(a), fourthPower(b), fourthPower(c), fourthPower(d))
    sums[0] += a
    sums[1] += aa
    sums[2] += b
    sums[3] += bb
    sums[4] += c
    sums[5] += cc
    sums[6] += d
    sums[7] += dd
    for label in 0..<classes {
      let weight = vector(weights + label * padded + other)
      let base = 8 * (label + 1)
      sums[base] = fused(weight, a, sums[base])
      sums[base + 1] = fused(weight, aa, sums[base + 1])
      sums[base + 2] = fused(weight, b, sums[base + 2])
      sums[base + 3] = fused(weight, bb, sums[base + 3])
      sums[base + 4] = fused(weight, c, sums[base + 4])
      sums[base + 5] = fused(weight, cc, sums[base + 5])
      sums[base + 6] = fused(weight, d, sums[base + 6])
      sums[base + 7] = fused(weight, dd, sums[base + 7])
    }
  }
}

@inline(__always)
private func vector(_ start: UnsafePointer<Float>) -> SIMD16<Float> {
  UnsafeRawPointer(start).loadUnaligned(as: SIMD16<Float>.self)
}

@inline(__always)
private func fourthPower(_ x: SIMD16<Float>) -> SIMD16<Float> {
  let square = x * x
  return square * square
}

/// The sum of the lanes in double precision.
private func total(_ lanes: SIMD16<Float>) -> Double {
  (0..<16).reduce(0) { $0 + Double(lanes[$1]) }
}
