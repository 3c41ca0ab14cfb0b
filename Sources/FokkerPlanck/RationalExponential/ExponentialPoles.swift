/// The best rational approximation of type (14, 14) to eˣ on the negative axis, in partial fractions.
///
/// ```
/// eˣ ≈ α₀ + 2 Re Σₖ αₖ/(x − θₖ),   k = 1 … 7,   error < 2·10⁻¹⁴ for all x ≤ 0
/// ```
///
/// An eighth lane with weight zero fills the vector.
///
/// ## Reference
///
/// W. J. Cody, G. Meinardus and R. S. Varga, *Journal of Approximation Theory* 2 (1969) 50-65,
/// [doi:10.1016/0021-9045(69)90030-6](https://doi.org/10.1016/0021-9045(69)90030-6); the numbers are
/// those of M. Pusa, "Rational approximations to the matrix exponential in burnup calculations",
/// *Nuclear Science and Engineering* 169 (2011) 155-167,
/// [doi:10.13182/NSE10-81](https://doi.org/10.13182/NSE10-81).
struct ExponentialPoles {
  /// θ, real and imaginary parts.
  let real = Lanes(
    -8.897_773_186_468_888_819_9, -3.703_275_049_423_448_060_3, -0.208_758_638_250_130_125_1,
    3.993_369_710_578_568_519_4, 5.089_345_060_580_624_506_6, 5.623_142_572_745_977_124_8,
    2.269_783_829_231_112_709_7, 1)
  let imaginary = Lanes(
    16.630_982_619_902_085_304, 13.656_371_871_483_268_171, 10.991_260_561_901_260_913,
    6.004_831_642_235_037_317_8, 3.588_824_029_027_006_510_2, 1.194_069_046_343_966_976_6,
    8.461_737_973_040_221_401_9, 1)
  /// α₀, what is left of eˣ at −∞.
  let limit = 1.832_174_378_254_041_275_1e-14
  /// −2 α, the weights of (θ − x)⁻¹ in eˣ.
  let value: ComplexLanes
  /// −2 α/θ, the weights of (θ − x)⁻¹ in (eˣ − 1)/x.
  let increment: ComplexLanes

  init() {
    let weightReal = Lanes(
      -7.154_288_063_589_067_285_3e-5, 9.439_025_310_736_168_877_9e-3,
      -3.763_600_387_822_696_871_7e-1, -23.498_232_091_082_701_191, 46.933_274_488_831_293_047,
      -27.875_161_940_145_646_468, 4.807_112_098_832_508_890_7, 0)
    let weightImaginary = Lanes(
      1.436_104_334_954_130_011_1e-4, -1.718_479_195_848_301_751_1e-2,
      3.351_834_702_945_010_421_4e-1, -5.808_359_129_714_207_400_4, 45.643_649_768_827_760_791,
      -102.147_339_990_564_514_34, -1.320_979_383_742_872_388_1, 0)
    value = ComplexLanes(real: -2 * weightReal, imaginary: -2 * weightImaginary)
    increment = value * ComplexLanes(real: real, imaginary: imaginary).reciprocal
  }
}
