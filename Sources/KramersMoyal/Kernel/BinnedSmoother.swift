/// Sums over cells with the weights of a kernel, at every cell.
///
/// A convolution over the cells within reach; eight sums at a time.
struct BinnedSmoother {
  private let spacing: Double
  private let radius: Int
  private let weights: [Double]
  let fit: LocalFit

  init(spacing: Double, cellCount: Int, bandwidth: Double, kernel: SmoothingKernel, fit: LocalFit) {
    self.spacing = spacing
    self.fit = fit
    let radius = min(Int(bandwidth * kernel.reach / spacing), cellCount - 1)
    self.radius = radius
    weights = (-radius...radius).map { kernel.weight(Double($0) * spacing / bandwidth) }
  }

  /// The weight of a sample at its own place.
  var ownWeight: Double { weights[radius] }

  /// Σ wᵖ dⁿ v over the neighbours of each cell, d their distance; p is 1 or 2.
  func sums(
    of values: [SIMD8<Double>], distancePower: Int, squaredWeights: Bool = false
  ) -> [SIMD8<Double>] {
    let factors = weights.enumerated().map { index, weight in
      let distance = Double(index - radius) * spacing
      var factor = squaredWeights ? weight * weight : weight
      for _ in 0..<distancePower { factor *= distance }
      return factor
    }
    let padding = [SIMD8<Double>](repeating: .zero, count: radius)
    let padded = padding + values + padding
    return padded.withUnsafeBufferPointer { padded in
      factors.withUnsafeBufferPointer { factors in
        values.indices.map { cell in
          var (even, odd) = (SIMD8<Double>.zero, SIMD8<Double>.zero)
          var tap = 0
          while tap + 1 < factors.count {
            even += factors[tap] * padded[cell + tap]
            odd += factors[tap + 1] * padded[cell + tap + 1]
            tap += 2
          }
          return even + odd + factors[tap] * padded[cell + tap]
        }
      }
    }
  }

  /// The weights that the local fit gives to the neighbours of each cell, from values of which lane 0 is
  /// the number of samples.
  func localWeights(counts values: [SIMD8<Double>]) -> [LocalWeights] {
    let zeroth = sums(of: values, distancePower: 0)
    guard fit == .linear else { return zeroth.map { LocalWeights(total: $0[0]) } }
    let first = sums(of: values, distancePower: 1)
    let second = sums(of: values, distancePower: 2)
    return zeroth.indices.map {
      LocalWeights(zeroth[$0][0], first[$0][0], second[$0][0], shortest: spacing)
    }
  }

  /// The locally fitted means of responses, cell by cell.
  func means(of responses: [SIMD8<Double>], _ weights: [LocalWeights]) -> [SIMD8<Double>] {
    let zeroth = sums(of: responses, distancePower: 0)
    guard fit == .linear else { return zip(zeroth, weights).map { $0 * $1.constant } }
    let first = sums(of: responses, distancePower: 1)
    return weights.indices.map {
      weights[$0].constant * zeroth[$0] + weights[$0].slope * first[$0]
    }
  }

  /// The variances of locally fitted means, from the squared residuals in the cells.
  func variances(of squares: [SIMD8<Double>], _ weights: [LocalWeights]) -> [SIMD8<Double>] {
    let zeroth = sums(of: squares, distancePower: 0, squaredWeights: true)
    guard fit == .linear else {
      return zip(zeroth, weights).map { $0 * ($1.constant * $1.constant) }
    }
    let first = sums(of: squares, distancePower: 1, squaredWeights: true)
    let second = sums(of: squares, distancePower: 2, squaredWeights: true)
    return weights.indices.map { index in
      let w = weights[index]
      let mixed = 2 * w.constant * w.slope
      return w.constant * w.constant * zeroth[index] + mixed * first[index]
        + w.slope * w.slope * second[index]
    }
  }
}

/// The factors in the weights (constant + slope · d) K(d/h) of a local fit.
struct LocalWeights {
  var constant: Double
  var slope = 0.0

  /// Those of a local constant.
  init(total: Double) { constant = total > 0 ? 1 / total : .nan }

  /// Those of a local line from the sums of K, K d and K d²; of a local constant where all samples are
  /// within `shortest` of each other.
  init(_ zeroth: Double, _ first: Double, _ second: Double, shortest: Double) {
    self.init(total: zeroth)
    let determinant = zeroth * second - first * first
    guard determinant > zeroth * zeroth * shortest * shortest * 1e-3 else { return }
    constant = second / determinant
    slope = -first / determinant
  }
}
