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

  private struct Sample {
    let values: SIMD4<Double>
    let diffusion: Double
  }

  private func sample(_ x: Double, _ time: Double) -> Sample {
    let (drift, diffusion) = coefficients(x, time)
    let inverse = diffusion > 0 ? 1 / diffusion : 0
    return Sample(values: SIMD4(drift, drift * inverse, inverse, 0), diffusion: diffusion)
  }

  private func mean(from lower: Double, to upper: Double, _ time: Double) -> Mean {
    // Points a little inside: at a jump on a face the value belongs to either side.
    let inset = 1e-9 * (upper - lower)
    let ends = (sample(lower + inset, time), sample(upper - inset, time))
    let middle = sample(0.5 * (lower + upper), time)
    let simpson = (ends.0.values + 4 * middle.values + ends.1.values) / 6
    let diffusions = [ends.0.diffusion, middle.diffusion, ends.1.diffusion]
    let (smallest, largest) = (diffusions.min() ?? 0, diffusions.max() ?? 0)
    let integral = refine(
      (lower + inset, upper - inset), (ends.0.values, middle.values, ends.1.values), simpson, time,
      scale(simpson), Self.deepest)
    return Mean(
      drift: integral.x, ratio: integral.y, inverse: integral.z,
      isModerate: smallest > 0 && largest < Self.largestVariation * smallest)
  }

  private func scale(_ mean: SIMD4<Double>) -> SIMD4<Double> {
    let magnitude = mean.replacing(with: -mean, where: mean .< 0)
    return Self.relativeTolerance * (magnitude + 1e-300)
  }

  /// The mean by Simpson's rule, halved until the halves agree with the whole.
  private func refine(
    _ range: (Double, Double), _ ends: (SIMD4<Double>, SIMD4<Double>, SIMD4<Double>),
    _ whole: SIMD4<Double>, _ time: Double, _ allowed: SIMD4<Double>, _ depth: Int
  ) -> SIMD4<Double> {
    let middle = 0.5 * (range.0 + range.1)
    let quarter = sample(0.5 * (range.0 + middle), time).values
    let threeQuarters = sample(0.5 * (middle + range.1), time).values
    let left = (ends.0 + 4 * quarter + ends.1) / 6
    let right = (ends.1 + 4 * threeQuarters + ends.2) / 6
    let mean = 0.5 * (left + right)
    let difference = mean - whole
    let isSettled = all(difference .<= allowed .& -difference .<= allowed)
    guard !isSettled, depth > 0 else { return mean }
    return 0.5
      * (refine((range.0, middle), (ends.0, quarter, ends.1), left, time, 2 * allowed, depth - 1)
        + refine(
          (middle, range.1), (ends.1, threeQuarters, ends.2), right, time, 2 * allowed, depth - 1))
  }
}
