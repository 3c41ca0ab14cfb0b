import FokkerPlanck
import Grids
import LinearAlgebra
import RealModule
import StochasticProcesses
import TypedProcesses

/// A typed equation in many variables whose joint density is too large for a grid.
struct JointEquation: Sendable {
  /// The names of the variables.
  let variables: [String]
  /// The process as it is typed.
  let typed: TypedMultivariateProcess
  /// Where each variable lives; nil when no domain was given and all live on the line.
  let box: [ClosedRange<Double>]?
  /// The ends of each variable's interval.
  let boundaries: [BoundaryConditions]
  /// The law at the start.
  let initial: BoxStartingLaw
  /// The time of the initial law.
  let startTime: Double
  /// The output times.
  let times: [Double]

  private let interpretation: NoiseInterpretation

  /// Reads the equation of a configuration with several variables.
  init(_ configuration: EquationConfiguration, variables: [String]) throws {
    let numbers = EquationNumbers(parameters: configuration.parameters)
    let order = variables.count
    self.variables = variables
    typed = try configuration.multivariateProcess(variables)
    interpretation = typed.hasHomogeneousDiffusion ? .ito : configuration.interpretation
    guard interpretation != .stratonovich || typed.hasNoiseMatrix else {
      throw TypedProcessError.needsNoiseMatrix
    }
    box =
      try configuration.domain.rows.isEmpty
      ? nil : (0..<order).map { try configuration.interval(of: $0, among: order, numbers) }
    boundaries = try configuration.boundaries(count: order)
    guard !configuration.initial.items.isEmpty else { throw CommandFailure.needsBoxLaw }
    // Without a domain a law may lie anywhere.
    let everywhere = [ClosedRange<Double>](
      repeating: -Double.greatestFiniteMagnitude / 4...Double.greatestFiniteMagnitude / 4,
      count: order)
    initial = try BoxStartingLaw(
      configuration.initial.items, variables: variables, box: box ?? everywhere, numbers)
    startTime = configuration.startTime
    times = try numbers.times(configuration.times.items, from: startTime)
    guard box != nil || interpretation == .ito else {
      throw CommandFailure(
        .usage,
        "A drift in \(interpretation.rawValue)'s reading needs the derivatives of D, and these a "
          + "domain; give one for each variable.")
    }
  }

  /// The process in Itô's reading.
  var process: InterpretedMultivariateProcess<TypedMultivariateProcess> {
    let unit = [ClosedRange<Double>](repeating: -1...1, count: variables.count)
    return InterpretedMultivariateProcess(typed, readAs: interpretation, over: box ?? unit)
  }

  /// The means and variances of a start of independent normal or point laws; nil for another one.
  var normalStart: MultivariateGaussianLaw? {
    guard case .product(let laws) = initial else { return nil }
    var (mean, variances) = ([Double](), [Double]())
    for law in laws {
      guard case .normal(let center, let deviation) = law else { return nil }
      mean.append(center)
      variances.append(deviation * deviation)
    }
    return MultivariateGaussianLaw(mean: mean, variances: variances)
  }

  /// The axis of every variable in a box, with the number of functions to begin with.
  func axes(count: Int) throws -> [SpectralAxis] {
    guard let box else { return [] }
    return try zip(box, zip(variables, boundaries)).map { range, end in
      switch end.1 {
      case .periodic: return try .ring(range, count: count)
      case .reflecting: return try .interval(range, count: count)
      default:
        throw CommandFailure(
          .usage,
          "Tensor trains have no absorbing walls (variable \(end.0)); make them reflecting or "
            + "periodic, or leave out the domain for variables on the whole line.")
      }
    }
  }

  /// The equation as a line for people.
  var description: String {
    let drifts = zip(variables, typed.drift).map { "d\($0) = (\($1.text)) dt + noise" }
    let reading = typed.hasHomogeneousDiffusion ? "" : " (\(interpretation.rawValue))"
    guard let box else { return drifts.joined(separator: ", ") + reading + "; on the whole line" }
    let ranges = zip(variables, box).map { "\($0) from \($1.lowerBound) to \($1.upperBound)" }
    return drifts.joined(separator: ", ") + reading + "; " + ranges.joined(separator: ", ") + ", "
      + boundaries.commonDescription
  }
}

extension BoxStartingLaw {
  /// The density at a point, not divided by its mass, and points where it is large.
  ///
  /// - Throws: ``CommandFailure`` when the law has jumps.
  func smoothDensity(
    in box: [ClosedRange<Double>]
  ) throws -> (value: @Sendable ([Double]) -> Double, peaks: [[Double]]) {
    switch self {
    case .product(let laws):
      let factors = try zip(laws, box).map { try $0.smoothDensity(in: $1) }
      return (
        { point in zip(factors, point).reduce(1) { $0 * $1.0.value($1.1) } }, [factors.map(\.peak)]
      )
    case .joint(let expression):
      // A thousand points of an additive recurrence find where a smooth density is large.
      // Its steps are powers of the root of x^(d + 1) = x + 1, a golden ratio in d dimensions.
      let ratio = (0..<60).reduce(1.5) { x, _ in
        Double.pow(1 + x, 1 / Double(box.count + 1))
      }
      let places = (1...1024).map { index in
        box.enumerated().map { axis, range in
          let step = Double.pow(ratio, -Double(axis + 1))
          let share = (Double(index) * step).truncatingRemainder(dividingBy: 1)
          return range.lowerBound + share * (range.upperBound - range.lowerBound)
        }
      }
      let best = places.sorted { expression($0) > expression($1) }.prefix(4)
      return ({ expression($0) }, Array(best))
    case .table: throw CommandFailure.needsSmoothLaw
    }
  }
}

extension StartingLaw {
  /// The density at a point and a point where it is large.
  fileprivate func smoothDensity(
    in domain: ClosedRange<Double>
  ) throws -> (value: @Sendable (Double) -> Double, peak: Double) {
    switch self {
    case .normal(let mean, let deviation):
      let law = GaussianLaw(mean: mean, variance: deviation * deviation)
      return ({ law.density(at: $0) }, mean)
    case .uniform(let range) where range == domain:
      let height = 1 / (range.upperBound - range.lowerBound)
      return ({ _ in height }, (range.lowerBound + range.upperBound) / 2)
    case .density(let expression):
      let axis = try Axis(domain, cellCount: 1024)
      let peak = axis.centers.max { expression([$0]) < expression([$1]) } ?? domain.lowerBound
      return ({ expression([$0]) }, peak)
    default: throw CommandFailure.needsSmoothLaw
    }
  }
}

extension CommandFailure {
  /// The failure of a start that has jumps, for a method that needs none.
  static var needsSmoothLaw: CommandFailure {
    CommandFailure(
      .usage,
      "A tensor train needs a smooth start; give normal(mean, deviation) for every variable, "
        + "uniform over the whole domain, or density(expression).")
  }

  /// The failure of an equation in several variables without an initial law.
  static var needsBoxLaw: CommandFailure {
    CommandFailure(
      .usage,
      "An initial law is needed; give one for each variable, such as 'initial: "
        + "[normal(0, 0.3), point(1)]', or a joint density(…).")
  }
}
