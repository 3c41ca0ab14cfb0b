import Archives
import Grids
import TypedProcesses

/// The law of several variables at the start, as it is typed.
enum BoxStartingLaw: Sendable {
  /// Independent variables.
  case product([StartingLaw])
  /// A joint density of any positive mass.
  case joint(TypedExpression)
  /// The cell averages of a file.
  case table(BoxDensity)

  /// Reads a law: one for each variable, or one joint density(expression), or a file.
  init(
    _ texts: [String], variables: [String], box: [ClosedRange<Double>], _ numbers: EquationNumbers
  ) throws {
    if texts.count == 1, DensityFile.isName(texts[0]) {
      self = .table(try Self.table(texts[0], variables))
      return
    }
    let call = FunctionCall(texts[0])
    if texts.count == 1, call.name == "density" {
      self = .joint(
        try TypedExpression(
          call.inside, role: "initial density", variables: variables, hasTime: false,
          parameters: numbers.parameters))
      return
    }
    let isSame = texts == ["uniform"]
    guard isSame || texts.count == variables.count else {
      throw CommandFailure(
        .usage,
        "There are \(texts.count) initial laws for \(variables.count) variables; give one for each, "
          + "or a joint density(…).")
    }
    self = .product(
      try variables.indices.map {
        try StartingLaw(
          isSame ? texts[0] : texts[$0], variable: variables[$0], domain: box[$0], numbers)
      })
  }

  /// Whether the mass is what the density happens to have, not 1.
  var isJoint: Bool {
    if case .joint = self { true } else { false }
  }

  /// Whether the density has jumps or is a point, so that extrapolation in the spacing fails.
  var isRough: Bool {
    if case .product(let laws) = self { laws.contains(where: \.isRough) } else { false }
  }

  /// The law as cell averages.
  func density(on axes: [Axis]) throws -> BoxDensity {
    switch self {
    case .product(let laws):
      var values = [1.0]
      for (law, axis) in zip(laws, axes) {
        let factors = try law.density(on: axis).values
        values = values.flatMap { value in factors.map { value * $0 } }
      }
      return try BoxDensity(axes: axes, values: values)
    case .joint(let expression):
      let density = BoxDensity(axes: axes, averaging: { expression($0) })
      if let value = density.values.first(where: { !($0 >= 0 && $0.isFinite) }) {
        throw CommandFailure(
          .badData,
          "The initial density '\(expression.text)' is \(value) somewhere; it must be finite and "
            + "not negative.")
      }
      return density
    case .table(let table):
      guard table.axes == axes else {
        throw CommandFailure(
          .badData,
          "The initial density of the file has \(table.axes.map(\.cellCount)) cells, not those of "
            + "the equation, \(axes.map(\.cellCount)) on the same box; give --cells.")
      }
      return table
    }
  }

  /// The last density of a file that `fokker solve` wrote.
  private static func table(_ path: String, _ variables: [String]) throws -> BoxDensity {
    let dataset = try Archive.read(path)
    let density = try dataset.variable(named: "density")
    let axes = try variables.map { name in
      guard case .doubles(let ends) = dataset.attributes["\(name)_bounds"], ends.count == 2,
        ends[0] < ends[1]
      else {
        throw CommandFailure(
          .badData, "\(path) has no attribute \(name)_bounds with the ends of the axis.")
      }
      return try Axis(ends[0]...ends[1], cellCount: try dataset.length(of: name))
    }
    let count = axes.reduce(1) { $0 * $1.cellCount }
    return try BoxDensity(
      axes: axes, values: (density.values.doubles ?? []).suffix(count).map(\.self))
  }
}
