import FokkerPlanck
import Grids
import StochasticProcesses
import TypedProcesses

/// When an equation's state first reaches absorbing walls or targets.
struct FirstPassageAnalysis: Sendable {
  /// A number with an estimate of its error.
  struct Value: Hashable, Codable, Sendable {
    var value: Double
    var error: Double
  }

  /// The equation between the walls or targets.
  let equation: LineEquation
  /// The mean first-passage time of the initial law; nil for coefficients that depend on time.
  let mean: Value?
  /// The probability of leaving through the upper end, if both ends absorb.
  let upperProbability: Value?
  /// The mean first-passage time as a function of the start.
  let meanByStart: StartingPointFunction?
  /// The probability of leaving through the upper end as a function of the start.
  let upperByStart: StartingPointFunction?
  /// The probability of not having left at each time.
  let survival: [Value]
  /// The density of the first-passage time at each time.
  let density: [Value]

  /// Computes the first passage to one or two targets, or to the absorbing walls without them, on
  /// two axes.
  init(_ whole: LineEquation, targets: [Double], cells: Int) throws {
    var equation = try whole.cut(at: targets)
    guard equation.boundaries.canLose else {
      throw CommandFailure(
        .usage, "A first passage needs something to reach: give --target, or --boundary absorbing.")
    }
    let levels = try [cells, 2 * cells].map { try PassageLevel(equation, cells: $0) }
    mean = Self.extrapolated(levels.map(\.mean))
    upperProbability = Self.extrapolated(levels.map(\.upperProbability))
    (meanByStart, upperByStart) = (levels[1].meanByStart, levels[1].upperByStart)
    if equation.times.isEmpty, let mean, mean.value.isFinite {
      equation.times = (0...40).map { equation.startTime + Double($0) / 10 * mean.value }
    }
    guard !equation.times.isEmpty || mean != nil else { throw CommandFailure.needsTimes }
    self.equation = equation
    let curves = try levels.map { try $0.curves(equation) }
    survival = equation.times.indices.map { time in
      Self.extrapolated(curves[0].survival[time], curves[1].survival[time])
    }
    density = equation.times.indices.map { time in
      Self.extrapolated(curves[0].density[time], curves[1].density[time])
    }
  }

  private static func extrapolated(_ values: [Double?]) -> Value? {
    guard let coarse = values[0], let fine = values[1] else { return nil }
    return extrapolated(coarse, fine)
  }

  /// The value without its leading error, which falls by four when the spacing is halved.
  private static func extrapolated(_ coarse: Double, _ fine: Double) -> Value {
    guard coarse.isFinite, fine.isFinite else { return Value(value: fine, error: .nan) }
    let correction = (fine - coarse) / 3
    return Value(value: fine + correction, error: abs(correction))
  }
}

/// The first passage on one axis.
private struct PassageLevel {
  let axis: Axis
  let start: Density
  var mean: Double?
  var upperProbability: Double?
  var meanByStart: StartingPointFunction?
  var upperByStart: StartingPointFunction?

  init(_ equation: LineEquation, cells: Int) throws {
    axis = try equation.axis(cells: cells)
    start = try equation.start(on: axis).density
    guard equation.typed.isAutonomous else { return }
    let generator = try DiscreteGenerator(
      equation.process, axis: axis, boundaries: equation.boundaries, time: equation.startTime)
    let times = try generator.meanExitTimes()
    meanByStart = times
    mean = average(times, equation.initial)
    guard equation.boundaries == .absorbing else { return }
    let probabilities = try generator.upperExitProbabilities()
    upperByStart = probabilities
    upperProbability = average(probabilities, equation.initial)
  }

  private func average(_ function: StartingPointFunction, _ law: StartingLaw?) -> Double {
    if case .point(let place) = law { return function.value(at: place) }
    return zip(function.values, start.values).reduce(0) { $0 + $1.0 * $1.1 } * axis.spacing
  }

  /// Survival and the density of first-passage times, by a scheme of second order in the spacing.
  func curves(_ equation: LineEquation) throws -> (survival: [Double], density: [Double]) {
    let evolution = try solver(equation).solve(
      equation.process, from: start, startingAt: equation.startTime, times: equation.times)
    var density: [Double] = []
    for (time, cells) in zip(evolution.times, evolution.densities) {
      let generator = try DiscreteGenerator(
        equation.process, axis: axis, boundaries: equation.boundaries, time: time)
      let currents = generator.currents(of: cells)
      density.append(currents[currents.count - 1] - currents[0])
    }
    return (evolution.densities.map(\.mass), density)
  }

  private func solver(_ equation: LineEquation) -> any FokkerPlanckSolver {
    if equation.typed.isAutonomous {
      var solver = RationalExponentialSolver()
      solver.boundaries = equation.boundaries
      solver.extrapolationLevels = 1
      return solver
    }
    var solver = FiniteVolumeSolver()
    solver.boundaries = equation.boundaries
    solver.stepControl = .adaptive(tolerance: 1e-8)
    return solver
  }
}

extension LineEquation {
  /// The equation on the part of its domain that lies between targets, which absorb.
  func cut(at targets: [Double]) throws -> LineEquation {
    guard !targets.isEmpty else { return self }
    for target in targets where !domain.contains(target) {
      throw CommandFailure(
        .usage,
        "The target \(target) lies outside the domain from \(domain.lowerBound) to "
          + "\(domain.upperBound).")
    }
    let mean = try start(on: try axis(cells: 4096)).density.mean
    var cut = self
    if targets.count == 2 {
      cut.domain = min(targets[0], targets[1])...max(targets[0], targets[1])
      cut.boundaries = .absorbing
    } else {
      guard case .walls(let lower, let upper) = boundaries else {
        throw CommandFailure(.usage, "On a ring give two targets, one on each side of the start.")
      }
      cut.domain =
        mean < targets[0] ? domain.lowerBound...targets[0] : targets[0]...domain.upperBound
      cut.boundaries =
        mean < targets[0]
        ? .walls(lower: lower, upper: .absorbing) : .walls(lower: .absorbing, upper: upper)
    }
    guard cut.domain.upperBound > cut.domain.lowerBound else {
      throw CommandFailure(.usage, "The targets leave no room for the start.")
    }
    if case .uniform(let range) = initial,
      !cut.domain.contains(range.lowerBound) || !cut.domain.contains(range.upperBound)
    {
      throw CommandFailure(.badData, "A target lies inside the initial interval; move one of them.")
    }
    return cut
  }
}
