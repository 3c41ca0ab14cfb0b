internal import Grids

/// Replaces sampled coefficients by means over cells and between middles, where they jump.
///
/// Three samples place a jump within half a cell at best, an error of first order that depends on
/// where the jump happens to be. The means that the flux needs are
///
/// ```
/// cells:  1/D = ⟨1/D⟩,        faces:  v = D* ⟨a/D⟩ from middle to middle
/// ```
///
/// (D p being continuous at a jump of D); they are integrated adaptively here, so that the error
/// becomes of second order. Where D varies by more than a hundredfold within a cell the samples stay.
struct JumpResolution {
  private static let deepest = 45
  /// The samples of a half cell after which nothing is halved any more.
  private static let largestSampleCount = 20_000
  private static let relativeTolerance = 1e-10
  private static let largestVariation = 100.0

  let axis: Axis
  let isRing: Bool
  /// The drift and the diffusion coefficient at a point and a time.
  let coefficients: (Double, Double) -> (Double, Double)

  /// Overwrites samples at middles and faces.
  func apply(at time: Double, drift: CellVector, diffusion: CellVector) {
    let count = axis.cellCount
    let half = axis.spacing / 2
    // The half cells below and above every middle.
    let means = (0..<2 * count).map { index in
      let middle = axis.center(ofCell: index / 2)
      let lower = index % 2 == 1 ? middle : middle - half
      return mean(from: lower, to: lower + half, time)
    }
    for cell in 0..<count {
      let (below, above) = (means[2 * cell], means[2 * cell + 1])
      if below.isModerate, above.isModerate {
        diffusion.pointer[cell] = 2 / (below.inverse + above.inverse)
      }
    }
    for face in (isRing ? 0 : 1)..<count {
      let (left, right) = ((face - 1 + count) % count, face)
      let (below, above) = (means[2 * left + 1], means[2 * right])
      let places = face == 0 ? [count, 2 * count] : [count + face]
      let velocity: Double
      if below.isModerate, above.isModerate {
        let mean = ScharfetterGummelFlux.logarithmicMean(
          diffusion.pointer[left], diffusion.pointer[right])
        velocity = mean * (below.ratio + above.ratio) / 2
      } else {
        velocity = (below.drift + above.drift) / 2
      }
      // A diffusion of zero at the face makes the flux take the drift there for the mean.
      for place in places { (drift.pointer[place], diffusion.pointer[place]) = (velocity, 0) }
    }
  }

  /// The means of a, a/D and 1/D over half a cell.
  private struct Mean {
    var drift = 0.0
    var ratio = 0.0
    var inverse = 0.0
    var isModerate = true
  }

  private func mean(from lower: Double, to upper: Double, _ time: Double) -> Mean {
    var range = Range(smallest: .infinity, largest: 0)
    var size = SIMD4<Double>.zero
    let whole = gaussMean(GaussRule.five, lower, upper, time) { values, weight in
      size += weight * values.replacing(with: -values, where: values .< 0)
      range.add(values)
    }
    var budget = Self.largestSampleCount
    let allowed: SIMD4<Double> = Self.relativeTolerance * (size + 1e-300)
    let integral = refine(lower, upper, whole, time, allowed, Self.deepest, &budget)
    return Mean(
      drift: integral.x, ratio: integral.y, inverse: integral.z,
      isModerate: range.largest < Self.largestVariation * range.smallest)
  }

  /// The smallest and the largest 1/D, which is zero where D is.
  private struct Range {
    var smallest: Double
    var largest: Double

    mutating func add(_ values: SIMD4<Double>) {
      smallest = min(smallest, values.z)
      largest = max(largest, values.z)
    }
  }

  /// The mean of (a, a/D, 1/D) by a rule of Gauss, whose samples and weights are told as well.
  private func gaussMean(
    _ rule: GaussRule, _ lower: Double, _ upper: Double, _ time: Double,
    observe: (SIMD4<Double>, Double) -> Void = { _, _ in }
  ) -> SIMD4<Double> {
    var sum = SIMD4<Double>.zero
    for (place, weight) in rule.points {
      let (drift, diffusion) = coefficients(lower + place * (upper - lower), time)
      let inverse = diffusion > 0 ? 1 / diffusion : 0
      let values = SIMD4(drift, drift * inverse, inverse, 0)
      sum += weight * values
      observe(values, weight)
    }
    return sum
  }

  /// The mean by five points, halved until four points in each half agree with it.
  ///
  /// The sums of the weights of both rules up to a place have no value in common but at the middle, so
  /// that a jump never looks settled by chance.
  private func refine(
    _ lower: Double, _ upper: Double, _ whole: SIMD4<Double>, _ time: Double,
    _ allowed: SIMD4<Double>, _ depth: Int, _ budget: inout Int
  ) -> SIMD4<Double> {
    let middle = 0.5 * (lower + upper)
    let below = gaussMean(.four, lower, middle, time)
    let above = gaussMean(.four, middle, upper, time)
    let mean: SIMD4<Double> = 0.5 * (below + above)
    budget -= 18
    let difference = mean - whole
    let isSettled = all(difference .<= allowed .& -difference .<= allowed)
    guard !isSettled, depth > 0, budget > 0 else { return mean }
    let finer: SIMD4<Double> = 2 * allowed
    let first = refine(
      lower, middle, gaussMean(.five, lower, middle, time), time, finer, depth - 1, &budget)
    let second = refine(
      middle, upper, gaussMean(.five, middle, upper, time), time, finer, depth - 1, &budget)
    return 0.5 * (first + second)
  }
}

/// Points of Gauss and Legendre in the unit interval, with weights of sum 1.
private struct GaussRule {
  let points: [(place: Double, weight: Double)]

  /// - Parameter half: The points of (−1, 1) that are not negative, with their weights on it.
  private init(_ half: [(Double, Double)]) {
    var points: [(place: Double, weight: Double)] = []
    for (point, weight) in half {
      points.append((0.5 + 0.5 * point, 0.5 * weight))
      if point > 0 { points.append((0.5 - 0.5 * point, 0.5 * weight)) }
    }
    self.points = points
  }

  static let four = Self([
    (0.339_981_043_584_856_26, 0.652_145_154_862_546_1),
    (0.861_136_311_594_052_6, 0.347_854_845_137_453_86),
  ])

  static let five = Self([
    (0, 0.568_888_888_888_888_9), (0.538_469_310_105_683_1, 0.478_628_670_499_366_47),
    (0.906_179_845_938_664, 0.236_926_885_056_189_08),
  ])
}
