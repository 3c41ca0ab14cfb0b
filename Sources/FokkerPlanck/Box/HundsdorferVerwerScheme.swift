internal import RealModule

/// The alternating-direction method of Hundsdorfer and Verwer.
///
/// With F = F₀ + F₁ + … the mixed part and the parts along the axes, all at the middle of the step:
///
/// ```
/// Y₀ = u + Δt F(u),                     Yₖ = Yₖ₋₁ + θ Δt (Fₖ(Yₖ) − Fₖ(u))
/// Ỹ₀ = Y₀ + Δt/2 (F(Y) − F(u)),         Ỹₖ = Ỹₖ₋₁ + θ Δt (Fₖ(Ỹₖ) − Fₖ(Y)),     u⁺ = Ỹ
/// ```
///
/// Only lines are solved implicitly. The differences V = Y − u and W = Ỹ − Y are what is solved for,
/// one line solution per axis and half. Second order with θ = ½ + √3/6, unconditionally stable for
/// diffusion with mixed parts; every term is a difference of fluxes, so mass is conserved; F(u) = 0
/// is a fixed point for every step. The first steps may use Y with θ = 1 in two halves (Douglas),
/// which damps rough starts.
///
/// ## Reference
///
/// K. J. in 't Hout and B. D. Welfert, "Unconditional stability of second-order ADI schemes applied
/// to multi-dimensional diffusion equations with mixed derivative terms", *Applied Numerical
/// Mathematics* 59 (2009) 677-692,
/// [doi:10.1016/j.apnum.2008.03.016](https://doi.org/10.1016/j.apnum.2008.03.016).
struct HundsdorferVerwerScheme: BoxScheme {
  let order = 2.0
  let hasKeptSign = false
  private let theta = 0.5 + 3.0.squareRoot() / 6
  private let generator: BoxGenerator
  /// The number of damping steps that are left.
  private var startingSteps: Int
  private let first: CellVector
  private let second: CellVector
  private let middle: CellVector

  init(generator: BoxGenerator, startingSteps: Int) {
    self.generator = generator
    self.startingSteps = startingSteps
    func field() -> CellVector { CellVector(count: generator.shape.cellCount) }
    (first, second, middle) = (field(), field(), field())
  }

  mutating func advance(
    _ values: CellVector, from time: Double, by step: Double, losses: inout WallLosses
  ) throws(FokkerPlanckError) {
    if startingSteps > 0 {
      startingSteps -= 1
      try takeDouglasStep(values, from: time, by: step / 2, losses: &losses)
      try takeDouglasStep(values, from: time + step / 2, by: step / 2, losses: &losses)
      return
    }
    try generator.update(to: time + step / 2)
    let tau = theta * step
    var (rates, ignored) = (noLosses, noLosses)
    setChange(of: values, times: step, in: first, losses: &rates)
    losses.add(rates, times: 0.5)
    copyHalf(of: first, to: second)
    for lines in generator.along { lines.solve(first, tau: tau, losses: &ignored) }
    takeMiddle(values)
    rates = noLosses
    generator.addChange(of: middle, times: step / 2, to: second, losses: &rates)
    losses.add(rates, times: 1)
    for lines in generator.along { lines.solve(second, tau: tau, losses: &losses) }
    combine(into: values, 1, middle, 1, second)
  }

  private mutating func takeDouglasStep(
    _ values: CellVector, from time: Double, by step: Double, losses: inout WallLosses
  ) throws(FokkerPlanckError) {
    try generator.update(to: time + step / 2)
    setChange(of: values, times: step, in: first, losses: &losses)
    for lines in generator.along { lines.solve(first, tau: step, losses: &losses) }
    combine(into: values, 1, values, 1, first)
  }

  func complete(_ copy: CellVector, losses: inout WallLosses) {}

  mutating func changeRate(
    of values: CellVector, at time: Double
  ) throws(FokkerPlanckError) -> Double {
    try generator.update(to: time)
    var ignored = noLosses
    setChange(of: values, times: 1, in: first, losses: &ignored)
    return first.sumOfMagnitudes
  }

  // MARK: Parts of a step

  private var noLosses: WallLosses { WallLosses(dimension: generator.shape.dimension) }

  private func setChange(
    of u: CellVector, times factor: Double, in target: CellVector, losses: inout WallLosses
  ) {
    target.pointer.update(repeating: 0, count: target.count)
    generator.addChange(of: u, times: factor, to: target, losses: &losses)
  }

  private func copyHalf(of source: CellVector, to target: CellVector) {
    for cell in 0..<source.count { target.pointer[cell] = 0.5 * source.pointer[cell] }
  }

  /// Y = u + V, and Δt F(u)/2 − V in the memory of the second correction.
  private func takeMiddle(_ values: CellVector) {
    let (u, v, w, y) = (values.pointer, first.pointer, second.pointer, middle.pointer)
    for cell in 0..<values.count {
      y[cell] = u[cell] + v[cell]
      w[cell] -= v[cell]
    }
  }
}
