internal import ComplexModule
internal import RealModule

extension EquilibriumBranches {
  /// A point of a branch at which the number of growing modes changes.
  public struct CriticalPoint: Hashable, Codable, Sendable {
    /// The critical parameter.
    public let parameter: Double
    /// The state at that parameter.
    public let state: StationaryMeanField
    /// The number of growing modes just below the critical parameter.
    public let growingModeCountBelow: Int
    /// The number of growing modes just above the critical parameter.
    public let growingModeCountAbove: Int
  }

  /// The parameter at which the stability of a state changes.
  ///
  /// A single real mode that turns from decay to growth makes g(0) = det(1 − ∂G/∂q) change its sign:
  /// its root is found to about ten digits. Where modes come in pairs, as with oscillations or a
  /// symmetry, the change of their number is enclosed to 10⁻⁷ of the range.
  ///
  /// - Parameters:
  ///   - averages: Averages near the state at the lower end of the range.
  ///   - range: A range of the parameter in which the stability changes once.
  /// - Returns: The critical point.
  /// - Throws: ``FokkerPlanckError/invalidParameter(name:value:remedy:)`` when it does not change,
  ///   ``FokkerPlanckError/fieldNotConverged(iterations:residual:)`` when the state is lost.
  public func criticalPoint(
    near averages: [Double], between range: ClosedRange<Double>
  ) throws(FokkerPlanckError) -> CriticalPoint {
    var low = try probe(range.lowerBound, near: averages)
    var high = try probe(range.upperBound, near: low.state.averages)
    let (below, above) = (low.growingModeCount, high.growingModeCount)
    guard below != above else {
      throw .invalidParameter(
        name: "range", value: range.lowerBound,
        remedy: "give a range in which the number of growing modes changes; it is \(below) at both "
          + "ends")
    }
    let width = high.parameter - low.parameter
    let isSimple = low.indicator * high.indicator < 0
    let precision = (isSimple ? 1e-11 : 1e-7) * width
    while high.parameter - low.parameter > precision {
      let middle = try probe(
        isSimple ? crossing(low, high, precision) : (low.parameter + high.parameter) / 2,
        near: low.state.averages)
      let isLow =
        isSimple
        ? middle.indicator * low.indicator > 0 : middle.growingModeCount == below
      if isLow { low = middle } else { high = middle }
    }
    return CriticalPoint(
      parameter: (low.parameter + high.parameter) / 2, state: high.state,
      growingModeCountBelow: below, growingModeCountAbove: above)
  }

  /// A state with what changes at a critical point.
  private struct Probe {
    var parameter: Double
    var state: StationaryMeanField
    /// g(0).
    var indicator: Double
    var growingModeCount: Int
  }

  private func probe(
    _ parameter: Double, near averages: [Double]
  ) throws(FokkerPlanckError) -> Probe {
    let equilibria = try equilibria(parameter)
    let state = try equilibria.state(near: averages)
    let function = try CharacteristicFunction(equilibria.map, at: state)
    // At zero itself the generators are singular; the mean of both sides is as good.
    let small = 1e-6 * max(function.couplingRate, .leastNormalMagnitude)
    return Probe(
      parameter: parameter, state: state,
      indicator: (function(Complex(small)).real + function(Complex(-small)).real) / 2,
      growingModeCount: try equilibria.growingModeCount(in: state))
  }

  /// Where the line through both indicators crosses zero, kept inside so that both ends move.
  private func crossing(_ low: Probe, _ high: Probe, _ precision: Double) -> Double {
    let width = high.parameter - low.parameter
    let share = low.indicator / (low.indicator - high.indicator)
    let guess = low.parameter + share * width
    // A little beyond the guess, so that the far end is pulled in next time.
    let beyond = guess + (share < 0.5 ? 1 : -1) * min(0.1 * width, max(precision / 2, 1e-4 * width))
    return min(high.parameter - 0.01 * precision, max(low.parameter + 0.01 * precision, beyond))
  }
}
