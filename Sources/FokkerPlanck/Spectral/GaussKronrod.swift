/// Adaptive quadrature of smooth functions by the pair of Gauss and Kronrod with 7 and 15 points.
///
/// ## Reference
///
/// R. Piessens, E. de Doncker-Kapenga, C. W. Überhuber and D. K. Kahaner, *QUADPACK* (Springer,
/// 1983), [doi:10.1007/978-3-642-61786-7](https://doi.org/10.1007/978-3-642-61786-7).
enum GaussKronrod {
  /// The integral of `function` from `lower` to `upper`, halving intervals until the two rules
  /// agree to `relativeTolerance` of what has been found so far; a peak between the first points may
  /// be far larger than the first estimate.
  static func integral(
    from lower: Double, to upper: Double, relativeTolerance: Double = 1e-13,
    of function: (Double) -> Double
  ) -> Double {
    let whole = estimate(lower, upper, function)
    let allowed = relativeTolerance * abs(whole.value)
    return refine(lower, upper, whole, (allowed, relativeTolerance), 40, function)
  }

  private static func refine(
    _ lower: Double, _ upper: Double, _ whole: (value: Double, error: Double),
    _ tolerance: (absolute: Double, relative: Double), _ depth: Int,
    _ function: (Double) -> Double
  ) -> Double {
    let allowed = max(tolerance.absolute, .leastNormalMagnitude)
    guard whole.error > allowed, whole.error.isFinite, depth > 0 else { return whole.value }
    let middle = 0.5 * (lower + upper)
    guard middle > lower, middle < upper else { return whole.value }
    let left = estimate(lower, middle, function)
    let right = estimate(middle, upper, function)
    let size = abs(left.value) + abs(right.value)
    let rounding = 1e-15 * size
    guard abs(left.value + right.value - whole.value) > rounding || left.error > rounding else {
      return left.value + right.value
    }
    let part = (absolute: max(allowed, tolerance.relative * size) / 2, relative: tolerance.relative)
    return refine(lower, middle, left, part, depth - 1, function)
      + refine(middle, upper, right, part, depth - 1, function)
  }

  private static func estimate(
    _ lower: Double, _ upper: Double, _ function: (Double) -> Double
  ) -> (value: Double, error: Double) {
    let (centre, half) = (0.5 * (lower + upper), 0.5 * (upper - lower))
    let central = function(centre)
    var kronrod = central * kronrodWeights[7]
    var gauss = central * gaussWeights[3]
    for index in 0..<7 {
      let offset = half * nodes[index]
      let pair = function(centre - offset) + function(centre + offset)
      kronrod += kronrodWeights[index] * pair
      if index % 2 == 1 { gauss += gaussWeights[index / 2] * pair }
    }
    return (kronrod * half, abs(kronrod - gauss) * half)
  }

  private static let nodes = [
    0.991_455_371_120_812_639_2, 0.949_107_912_342_758_524_5, 0.864_864_423_359_769_072_8,
    0.741_531_185_599_394_439_9, 0.586_087_235_467_691_130_3, 0.405_845_151_377_397_166_9,
    0.207_784_955_007_898_467_6,
  ]

  private static let kronrodWeights = [
    0.022_935_322_010_529_224_96, 0.063_092_092_629_978_553_29, 0.104_790_010_322_250_183_8,
    0.140_653_259_715_525_918_7, 0.169_004_726_639_267_902_8, 0.190_350_578_064_785_409_9,
    0.204_432_940_075_298_892_4, 0.209_482_141_084_727_828_0,
  ]

  private static let gaussWeights = [
    0.129_484_966_168_869_693_3, 0.279_705_391_489_276_667_9, 0.381_830_050_505_118_944_9,
    0.417_959_183_673_469_387_8,
  ]
}
