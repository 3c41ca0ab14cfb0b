/// Symmetric splitting of the generator into the sweeps along its directions.
///
/// ```
/// u⁺ = R₁(Δt/2) … R_{m−1}(Δt/2) R_m(Δt) R_{m−1}(Δt/2) … R₁(Δt/2) u
/// ```
///
/// with the coefficients at the middle of the step, and each R either TR-BDF2 (second order; never
/// negative while (√2 − 1) Δt times the largest rate is at most one) or backward Euler (first order,
/// never negative). Where steps are equal and the coefficients constant, the last half sweep of a
/// step and the first of the next are one.
///
/// ## Reference
///
/// G. Strang, "On the construction and comparison of difference schemes", *SIAM Journal on Numerical
/// Analysis* 5 (1968) 506-517, [doi:10.1137/0705041](https://doi.org/10.1137/0705041).
struct SplittingScheme: BoxScheme {
  let generator: BoxGenerator
  let isSecondOrder: Bool
  /// Whether half sweeps may be put off to the next step.
  let mergesSweeps: Bool
  private(set) var hasKeptSign = true
  /// The half step along the first direction that is still to be done.
  private var owed = 0.0
  private var largestRates: [Double]?

  init(generator: BoxGenerator, isSecondOrder: Bool, mergesSweeps: Bool) {
    self.generator = generator
    self.isSecondOrder = isSecondOrder
    self.mergesSweeps = mergesSweeps && generator.isAutonomous
  }

  var order: Double { isSecondOrder ? 2 : 1 }

  mutating func advance(
    _ values: CellVector, from time: Double, by step: Double, losses: inout WallLosses
  ) throws(FokkerPlanckError) {
    try generator.update(to: time + step / 2)
    let directions = generator.directions
    watchSign(directions, step)
    guard directions.count > 1 else {
      return sweep(directions[0], values, step, &losses)
    }
    let inner = directions.dropFirst().dropLast()
    if owed > 0, owed != step / 2 {
      sweep(directions[0], values, owed, &losses)
      owed = 0
    }
    sweep(directions[0], values, owed + step / 2, &losses)
    for lines in inner { sweep(lines, values, step / 2, &losses) }
    sweep(directions[directions.count - 1], values, step, &losses)
    for lines in inner.reversed() { sweep(lines, values, step / 2, &losses) }
    owed = step / 2
    guard !mergesSweeps else { return }
    sweep(directions[0], values, owed, &losses)
    owed = 0
  }

  func complete(_ copy: CellVector, losses: inout WallLosses) {
    if owed > 0 { sweep(generator.directions[0], copy, owed, &losses) }
  }

  private func sweep(
    _ lines: LineOperator, _ values: CellVector, _ step: Double, _ losses: inout WallLosses
  ) {
    if isSecondOrder {
      lines.advanceByTrapezoid(values, over: step, losses: &losses)
    } else {
      lines.solve(values, tau: step, losses: &losses)
    }
  }

  /// Notes whether the sweeps of a step keep the sign.
  private mutating func watchSign(_ directions: [LineOperator], _ step: Double) {
    guard isSecondOrder, hasKeptSign else { return }
    let rates = largestRates ?? directions.map(\.largestRate)
    if generator.isAutonomous { largestRates = rates }
    for (index, rate) in rates.enumerated() {
      let isWhole = index + 1 == rates.count || (index == 0 && mergesSweeps)
      let length = isWhole ? step : step / 2
      if (2.0.squareRoot() - 1) * length * rate > 1 { hasKeptSign = false }
    }
  }

  mutating func changeRate(
    of values: CellVector, at time: Double
  ) throws(FokkerPlanckError) -> Double {
    try generator.update(to: time)
    let change = CellVector(count: values.count)
    var losses = WallLosses(dimension: generator.shape.dimension)
    for lines in generator.directions {
      lines.addProduct(of: values, times: 1, to: change, losses: &losses)
    }
    return change.sumOfMagnitudes
  }
}
