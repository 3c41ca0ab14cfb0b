/// A bound on the error of the rational exponential, from the symmetry of the generator.
///
/// Between walls the generator is symmetric in the product weighted with 1/w, where
/// w[i+1]/w[i] = r[i]/l[i+1]. There the rational function errs by at most ε = 2·10⁻¹⁴ on the whole
/// spectrum, so that by the inequality of Cauchy and Schwarz, for every time,
///
/// ```
/// ‖p(t) − r(t A) p‖₁ ≤ ε √(Σ w h · Σ p²/w h)
/// ```
///
/// The bound is useless, and the error can be of any size, where the density starts in places that
/// the reversible measure w hardly knows: under a drift that carries it far.
enum SymmetryCertificate {
  /// The largest error of the rational function on the negative axis.
  static let scalarError = 2e-14

  /// The bound for the L1 norm of the error, infinite where there is none.
  ///
  /// - Parameters:
  ///   - rates: A.
  ///   - state: p.
  ///   - spacing: h.
  /// - Returns: The bound.
  static func bound(_ rates: JumpRates, _ state: CellVector, spacing: Double) -> Double {
    guard !rates.isRing else { return .infinity }
    let p = state.pointer
    var peak = 0
    for cell in 0..<state.count where abs(p[cell]) > abs(p[peak]) { peak = cell }
    var sums = Sums(measure: 1, square: p[peak] * p[peak])
    var weight = 1.0
    for cell in peak..<state.count - 1 {
      weight *= rates.rightward.pointer[cell] / rates.leftward.pointer[cell + 1]
      guard sums.add(weight, p[cell + 1]) else { return .infinity }
    }
    weight = 1
    for cell in stride(from: peak, to: 0, by: -1) {
      weight *= rates.leftward.pointer[cell] / rates.rightward.pointer[cell - 1]
      guard sums.add(weight, p[cell - 1]) else { return .infinity }
    }
    let bound = scalarError * (sums.measure * sums.square).squareRoot() * spacing
    return bound.isFinite ? bound : .infinity
  }

  private struct Sums {
    var measure: Double
    var square: Double

    /// Adds a cell; false when its weight is no number or vanishes below a density.
    @inline(__always)
    mutating func add(_ weight: Double, _ value: Double) -> Bool {
      measure += weight
      let square = value * value
      guard square > 0 else { return weight >= 0 }
      self.square += square / weight
      return weight > 0
    }
  }
}
