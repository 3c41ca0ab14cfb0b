internal import RealModule

/// The normal law with mean 0 and variance 1.
package enum StandardNormal {
  /// The probability of a value of at most `z`.
  package static func cumulative(_ z: Double) -> Double {
    0.5 * Double.erfc(-z / (2.0).squareRoot())
  }

  /// The value that is not exceeded with probability `p`, to rounding.
  ///
  /// A rational start of P. J. Acklam's (error 10⁻⁹) and one step of Halley's method.
  package static func quantile(_ p: Double) -> Double {
    guard p > 0 else { return -.infinity }
    guard p < 1 else { return .infinity }
    let start = p < 0.5 ? -tail(p) : tail(1 - p)
    guard abs(start) < 37 else { return start }
    let error = cumulative(start) - p
    let step = error * (2 * Double.pi).squareRoot() * Double.exp(start * start / 2)
    return start - step / (1 + start * step / 2)
  }

  /// The value that is exceeded with probability p ≤ ½.
  private static func tail(_ p: Double) -> Double {
    guard p < 0.02425 else {
      let q = 0.5 - p
      let r = q * q
      return q * horner(central.0, r) / horner(central.1, r)
    }
    let q = (-2 * Double.log(p)).squareRoot()
    return -horner(outer.0, q) / horner(outer.1, q)
  }

  private static func horner(_ coefficients: [Double], _ x: Double) -> Double {
    coefficients.reduce(0) { $0 * x + $1 }
  }

  private static let central = (
    [
      -39.696_830_286_653_76, 220.946_098_424_520_5, -275.928_510_446_968_7, 138.357_751_867_269,
      -30.664_798_066_147_16, 2.506_628_277_459_239,
    ],
    [
      -54.476_098_798_224_06, 161.585_836_858_040_9, -155.698_979_859_886_6,
      66.801_311_887_719_72, -13.280_681_552_885_72, 1,
    ]
  )

  private static let outer = (
    [
      -0.007_784_894_002_430_293, -0.322_396_458_041_136_5, -2.400_758_277_161_838,
      -2.549_732_539_343_734, 4.374_664_141_464_968, 2.938_163_982_698_783,
    ],
    [
      0.007_784_695_709_041_462, 0.322_467_129_070_039_8, 2.445_134_137_142_996,
      3.754_408_661_907_416, 1,
    ]
  )
}
