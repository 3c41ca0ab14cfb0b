/// How values are laid out along an axis.
public enum AxisScale: String, Codable, CaseIterable, Hashable, Sendable {
  /// Equal distances for equal differences.
  case linear
  /// Equal distances for equal ratios; values that are not positive are left out.
  case logarithmic
}

/// The part of an axis that is shown.
public enum AxisLimits: Hashable, Sendable {
  /// All values with a small margin, which does not reach beyond zero.
  case automatic
  /// From one value to another.
  case fixed(ClosedRange<Double>)
  /// All values with a margin, and the given range in any case.
  case including(ClosedRange<Double>)
}

/// The label, scale and limits of an axis or a colour bar.
///
/// Labels may hold `_{…}` for a subscript and `^{…}` for a superscript, such as `I(X;T_{k})`.
public struct AxisStyle: Hashable, Sendable {
  /// What is shown along the axis.
  public var label = ""
  /// The unit, shown in brackets after the label; empty for none.
  public var unit = ""
  /// How values are laid out.
  public var scale = AxisScale.linear
  /// The part that is shown.
  public var limits = AxisLimits.automatic
  /// Names in the place of numbers, such as the rows of a matrix; empty for numbers.
  public var names: [AxisName] = []

  /// Creates a linear axis without a label.
  public init() {}

  /// Creates an axis.
  ///
  /// - Parameters:
  ///   - label: What is shown along the axis.
  ///   - unit: The unit; empty for none.
  ///   - scale: How values are laid out.
  ///   - limits: The part that is shown.
  ///   - names: Names in the place of numbers; empty for numbers.
  public init(
    _ label: String, unit: String = "", scale: AxisScale = .linear,
    limits: AxisLimits = .automatic, names: [AxisName] = []
  ) {
    self.label = label
    self.unit = unit
    self.scale = scale
    self.limits = limits
    self.names = names
  }

  /// The label with the unit in brackets.
  var title: String { unit.isEmpty ? label : "\(label) [\(unit)]" }
}

/// A name at a value of an axis.
public struct AxisName: Hashable, Sendable {
  /// The value.
  public var value: Double
  /// The name.
  public var name: String

  /// Creates a name at a value.
  public init(_ value: Double, _ name: String) {
    self.value = value
    self.name = name
  }
}
