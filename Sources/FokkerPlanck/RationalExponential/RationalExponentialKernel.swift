/// Computes e^{T A} p with one complex tridiagonal solve per pole, all poles in the lanes of a vector.
///
/// With yₖ = (θₖ − T A)⁻¹ p the partial fractions are
///
/// ```
/// e^{T A} p ≈ α₀ p − Σₖ 2 Re αₖ yₖ   =   p − T A Σₖ 2 Re(αₖ/θₖ) yₖ
/// ```
///
/// The matrices are eliminated from both ends towards the middle, with pivots written as sums
/// (Grassmann, Taksar and Heyman): the columns of θ − T A sum to θ, so with e = θ + T l at an end
///
/// ```
/// pivot = e + T r,   e ← θ + T l′ e/pivot
/// ```
///
/// and no difference of large rates is formed. The rounding of a solution is therefore about
/// 10⁻¹⁵ √n, whatever T times the rates; the second form, whose sum telescopes, is used for short
/// times only.
///
/// ## Reference
///
/// W. K. Grassmann, M. I. Taksar and D. P. Heyman, "Regenerative analysis and steady state
/// distributions for Markov chains", *Operations Research* 33 (1985) 1107-1116,
/// [doi:10.1287/opre.33.5.1107](https://doi.org/10.1287/opre.33.5.1107).
final class RationalExponentialKernel {
  /// T times the largest rate up to which the increment is formed.
  private static let longestIncrement = 64.0

  private let count: Int
  private let poles = ExponentialPoles()
  private let chain: PoleChain
  private let work: CellVector
  private let flux: CellVector

  init(count: Int, isRing: Bool) {
    self.count = count
    chain = PoleChain(count: count, isRing: isRing)
    work = CellVector(count: count)
    flux = CellVector(count: count + 1)
  }

  /// Advances `state` by the time `duration` under constant rates.
  ///
  /// - Parameters:
  ///   - state: p on entry, e^{T A} p on return.
  ///   - duration: T.
  ///   - rates: The generator A.
  func advance(_ state: CellVector, by duration: Double, rates: JumpRates) {
    if duration * rates.largest <= Self.longestIncrement {
      chain.solve(state, duration, rates, poles.increment, into: work)
      rates.apply(to: work, slope: work, flux: flux)
      let (p, w) = (state.pointer, work.pointer)
      for cell in 0..<count { p[cell] += duration * w[cell] }
    } else {
      chain.solve(state, duration, rates, poles.value, into: work)
      let scale = rates.isClosed ? restoringFactor(state) : 1
      let (p, w) = (state.pointer, work.pointer)
      for cell in 0..<count { p[cell] = scale * (poles.limit * p[cell] + w[cell]) }
    }
  }

  /// The factor, within 10⁻¹² of 1, that undoes what rounding did to the sum.
  private func restoringFactor(_ state: CellVector) -> Double {
    let before = state.sumAndMinimum.sum
    let after = poles.limit * before + work.sumAndMinimum.sum
    guard after != 0 else { return 1 }
    let factor = before / after
    return abs(factor - 1) < 1e-9 ? factor : 1
  }
}
