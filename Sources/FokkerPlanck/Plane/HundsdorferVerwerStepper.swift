internal import Grids

/// The alternating-direction method of Hundsdorfer and Verwer for the plane.
///
/// With F = F₀ + F₁ + F₂ the mixed part, the part along x and the part along y:
///
/// ```
/// Y₀ = u + Δt F(u)
/// Yⱼ = Yⱼ₋₁ + θ Δt (Fⱼ(Yⱼ) − Fⱼ(u)),          j = 1, 2
/// Ỹ₀ = Y₀ + Δt/2 (F(Y₂) − F(u))
/// Ỹⱼ = Ỹⱼ₋₁ + θ Δt (Fⱼ(Ỹⱼ) − Fⱼ(Y₂)),         j = 1, 2,    u⁺ = Ỹ₂
/// ```
///
/// Only lines are solved implicitly. Second order with θ = ½ + √3/6, unconditionally stable for
/// diffusion with mixed parts; every term is a difference of fluxes, so mass is conserved. The first
/// steps use Y₂ with θ = 1 in two halves (Douglas), which damps rough starts.
///
/// ## Reference
///
/// K. J. in 't Hout and B. D. Welfert, "Unconditional stability of second-order ADI schemes applied
/// to multi-dimensional diffusion equations with mixed derivative terms", *Applied Numerical
/// Mathematics* 59 (2009) 677-692,
/// [doi:10.1016/j.apnum.2008.03.016](https://doi.org/10.1016/j.apnum.2008.03.016).
struct HundsdorferVerwerStepper {
  private let theta = 0.5 + 3.0.squareRoot() / 6
  private let generator: PlanarGenerator
  private(set) var state: CellVector
  private var next: CellVector
  /// Δt F(u), Δt F₁(u) and Δt F₂(u), the last with y as the slow index.
  private let change: CellVector
  private let changeX: CellVector
  private let changeY: CellVector
  /// The field that was last solved for, or the initial one, with y as the slow index.
  private let turned: CellVector
  private let explicit: CellVector

  init(generator: PlanarGenerator, values: [Double]) {
    self.generator = generator
    state = CellVector(values)
    func field() -> CellVector { CellVector(count: values.count) }
    (next, change, changeX, changeY, turned, explicit) = (
      field(), field(), field(), field(), field(), field()
    )
    transpose(
      state, rows: generator.x.cellCount, columns: generator.y.cellCount, into: turned)
  }

  /// Advances the state; `isStart` selects the damping start.
  mutating func step(
    from time: Double, by step: Double, isStart: Bool
  ) throws(FokkerPlanckError) {
    if isStart {
      try takeDouglasStep(from: time, by: step / 2)
      try takeDouglasStep(from: time + step / 2, by: step / 2)
      return
    }
    setChanges(of: state, step)
    combine(into: explicit, 1, state, 1, change)
    next.pointer.update(from: explicit.pointer, count: next.count)
    try generator.update(to: time + step)
    solveImplicitly(theta, step)
    // Ỹ₀ = u + Δt F(u)/2 + Δt F(Y₂)/2.
    combine(into: explicit, 0.5, explicit, 0.5, state)
    setChanges(of: next, step)
    combine(into: next, 1, explicit, 0.5, change)
    solveImplicitly(theta, step)
    swap(&state, &next)
  }

  private mutating func takeDouglasStep(
    from time: Double, by step: Double
  ) throws(FokkerPlanckError) {
    setChanges(of: state, step)
    combine(into: next, 1, state, 1, change)
    try generator.update(to: time + step)
    solveImplicitly(1, step)
    swap(&state, &next)
  }

  /// Sets Δt F, Δt F₁ and Δt F₂ of a field that `turned` holds too.
  private func setChanges(of field: CellVector, _ step: Double) {
    let (nx, ny) = (generator.x.cellCount, generator.y.cellCount)
    changeX.pointer.update(repeating: 0, count: changeX.count)
    changeY.pointer.update(repeating: 0, count: changeY.count)
    generator.alongX.addProduct(of: field, times: step, to: changeX)
    generator.alongY.addProduct(of: turned, times: step, to: changeY)
    transpose(changeY, rows: ny, columns: nx, into: change)
    combine(into: change, 1, change, 1, changeX)
    generator.mixed.add(of: field, times: step, to: change)
  }

  /// Solves for both directions in turn, correcting the explicit changes in `next`.
  private func solveImplicitly(_ theta: Double, _ step: Double) {
    let (nx, ny) = (generator.x.cellCount, generator.y.cellCount)
    combine(into: next, 1, next, -theta, changeX)
    generator.alongX.factorize(tau: theta * step)
    generator.alongX.solve(next)
    transpose(next, rows: nx, columns: ny, into: turned)
    combine(into: turned, 1, turned, -theta, changeY)
    generator.alongY.factorize(tau: theta * step)
    generator.alongY.solve(turned)
    transpose(turned, rows: ny, columns: nx, into: next)
  }
}
