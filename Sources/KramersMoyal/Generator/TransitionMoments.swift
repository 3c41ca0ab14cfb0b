/// Mean, variance and fourth cumulant of the increments that a process makes over given lags.
///
/// Tabulated on a lattice that is wider than the data and as fine as a fifth of the smallest
/// increment's spread; linear between its nodes and lags.
struct TransitionMoments {
  /// The representative lags, ascending.
  let lags: [Double]
  private let lattice: BackwardLattice
  private let tables: [BackwardLattice.Displacement]

  init(_ lattice: BackwardLattice, lags: [Double]) {
    self.lattice = lattice
    self.lags = lags
    tables = lattice.displacements(after: lags)
  }

  /// Tabulates the increments of a fitted process.
  ///
  /// - Parameters:
  ///   - process: The process.
  ///   - lags: The lags, ascending.
  init(_ process: FittedProcess, lags: [Double]) {
    let drift = { process.drift(at: $0, time: 0) }
    let diffusion = { process.diffusion(at: $0, time: 0) }
    let layout = LatticeLayout(
      range: process.domain, lags: lags, drift: drift, diffusion: diffusion)
    self.init(layout.lattice(drift: drift, diffusion: diffusion), lags: lags)
  }

  /// The moments of the increments from `x` over a lag.
  struct Value {
    var mean: Double
    var variance: Double
    var fourthCumulant: Double
  }

  /// The moments of the increments from `x` over a lag; beyond the lattice those at its end.
  func value(at x: Double, lag: Double) -> Value {
    let position = min(
      max((x - lattice.lowerBound) / lattice.spacing, 0), Double(lattice.count - 1))
    let index = min(Int(position), lattice.count - 2)
    let right = position - Double(index)
    guard lags.count > 1 else { return value(tables[0], index, right) }
    let (place, offset) = BasisEvaluator.interval(of: lag, lags)
    let later = min(max(offset / (lags[place + 1] - lags[place]), 0), 1)
    let first = value(tables[place], index, right)
    let second = value(tables[place + 1], index, right)
    return Value(
      mean: first.mean + later * (second.mean - first.mean),
      variance: first.variance + later * (second.variance - first.variance),
      fourthCumulant: first.fourthCumulant + later * (second.fourthCumulant - first.fourthCumulant))
  }

  private func value(
    _ table: BackwardLattice.Displacement, _ index: Int, _ right: Double
  ) -> Value {
    func between(_ values: [Double]) -> Double {
      values[index] + right * (values[index + 1] - values[index])
    }
    return Value(
      mean: between(table.mean), variance: between(table.variance),
      fourthCumulant: between(table.fourthCumulant))
  }
}
