/// A rational approximation of type (16, 16) to eᶻ beside the negative axis, in partial fractions.
///
/// ```
/// eᶻ ≈ 1 + 2 Re Σ αₖ/θₖ + 2 Re Σ αₖ/(z − θₖ),   k = 1 … 8
/// error < 10⁻¹³ where |Im z| ≤ 2 + √(−Re z),    |r(z)| ≤ 1 + 10⁻¹² for Re z ≤ 0
/// ```
///
/// Drift makes the spectrum of a Fokker-Planck operator complex on a ring, and makes it behave so
/// between walls: the best approximation on the negative axis alone would err by 10⁻⁸ at z = 2i.
/// Poles and weights are our own: vector fitting in extended precision with Lawson's weights on the
/// edge of the region. The second set of weights leaves the outermost pair of poles out; the
/// difference of both results tells how well z is covered.
///
/// ## Reference
///
/// B. Gustavsen and A. Semlyen, "Rational approximation of frequency domain responses by vector
/// fitting", *IEEE Transactions on Power Delivery* 14 (1999) 1052-1061,
/// [doi:10.1109/61.772353](https://doi.org/10.1109/61.772353).
struct SectorPoles {
  /// θ, real and imaginary parts.
  let real = Lanes(
    8.656_035_856_168, 8.232_339_404_556, 7.362_445_576_292, 5.999_029_431_445, 4.061_429_975_26,
    1.411_094_737_449, -2.220_465_190_285, -7.521_645_538_052)
  let imaginary = Lanes(
    1.340_985_460_542, 4.023_324_729_693, 6.708_972_186_584, 9.406_986_555_45, 12.136_063_634_942,
    14.930_716_221_39, 17.860_411_048_828, 21.114_411_872_272)
  /// 2 α, 2 α/θ and the constant that makes the approximation 1 at z = 0.
  let weights: PoleWeights
  /// What is to be added to them for the approximation with seven pairs of poles.
  let difference: PoleWeights

  init() {
    let full = PoleWeights(
      real: Lanes(
        -371.629_062_803_639_5, 724.882_800_857_097_3, -499.674_284_138_016, 175.633_187_573_003_28,
        -31.855_371_502_584_926, 2.732_755_496_811_312_6, -0.090_666_164_616_421_67,
        0.000_640_682_444_735_932_3),
      imaginary: Lanes(
        -2_431.415_689_757_229_3, 1_483.474_136_900_924_3, -531.291_658_462_258_3,
        101.671_815_063_794_54, -8.394_857_506_312_336, 0.129_620_929_857_721_75,
        0.003_240_707_181_031_678_6, 0.000_132_112_445_026_585_5),
      poles: (real, imaginary))
    let reduced = PoleWeights(
      real: Lanes(
        -371.122_420_675_475_95, 723.977_949_151_914_1, -499.296_735_587_045_8,
        175.786_460_056_920_96, -32.021_552_318_713_23, 2.763_024_003_522_929,
        -0.086_727_643_425_282_98, 0),
      imaginary: Lanes(
        -2_432.318_784_503_826_5, 1_483.511_458_675_209_7, -530.742_240_662_592_2,
        101.314_296_454_810_47, -8.370_408_895_482_104, 0.168_625_280_220_692_9,
        -0.004_447_190_335_855_093, 0),
      poles: (real, imaginary))
    weights = full
    difference = reduced - full
  }
}

/// Twice the weights α of partial fractions, twice α/θ, and the constant term.
struct PoleWeights {
  var real: Lanes
  var imaginary: Lanes
  var quotientReal: Lanes
  var quotientImaginary: Lanes
  /// 1 + 2 Re Σ α/θ.
  var constant: Double

  init(real: Lanes, imaginary: Lanes, poles: (real: Lanes, imaginary: Lanes)) {
    (self.real, self.imaginary) = (2 * real, 2 * imaginary)
    let norm = poles.real * poles.real + poles.imaginary * poles.imaginary
    quotientReal = 2 * (real * poles.real + imaginary * poles.imaginary) / norm
    quotientImaginary = 2 * (imaginary * poles.real - real * poles.imaginary) / norm
    constant = 1 + quotientReal.sum()
  }

  static func - (left: PoleWeights, right: PoleWeights) -> PoleWeights {
    var result = left
    result.real -= right.real
    result.imaginary -= right.imaginary
    result.quotientReal -= right.quotientReal
    result.quotientImaginary -= right.quotientImaginary
    result.constant -= right.constant
    return result
  }

  /// Twice |α|.
  var sizes: Lanes { (real * real + imaginary * imaginary).squareRoot() }

  /// The real part of Σ 2 α y.
  @inline(__always)
  func sum(_ y: UnsafePointer<Lanes>) -> Double { (real * y[0] - imaginary * y[1]).sum() }

  /// The real part of Σ 2 (α/θ) y.
  @inline(__always)
  func integralSum(_ y: UnsafePointer<Lanes>) -> Double {
    (quotientReal * y[0] - quotientImaginary * y[1]).sum()
  }
}
