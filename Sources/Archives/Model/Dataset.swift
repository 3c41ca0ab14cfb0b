/// Named arrays over shared named dimensions, the content of one file of any format.
///
/// ```
/// var dataset = Dataset(attributes: provenance.attributes)
/// try dataset.addCoordinate("epoch", .integers(epochs), longName: "training epoch")
/// try dataset.addCoordinate("layer", .integers([1, 2, 3]), longName: "layer")
/// try dataset.add(
///   Variable("loss", dimensions: ["epoch"], values: .doubles(losses), units: "nat"))
/// try NetCDF.write(dataset, to: "training.nc")
/// ```
public struct Dataset: Sendable {
  /// The dimensions in the order in which they were added.
  public private(set) var dimensions: [Dimension] = []
  /// The variables in the order in which they were added.
  public private(set) var variables: [Variable] = []
  /// What is said about the whole: title, history, configuration.
  public var attributes: Attributes
  /// Where the dataset was read from, for messages; not part of its value.
  public var source: String

  /// Creates an empty dataset.
  ///
  /// - Parameters:
  ///   - attributes: What is said about the whole.
  ///   - source: The name used in messages.
  public init(attributes: Attributes = [:], source: String = "the dataset") {
    self.attributes = attributes
    self.source = source
  }

  /// Adds a dimension, or confirms one that exists with the same length.
  ///
  /// - Parameters:
  ///   - name: The name, without `/` or control characters.
  ///   - length: The number of positions along it.
  /// - Throws: ``ArchiveError/invalidName(_:)``, and
  ///   ``ArchiveError/conflictingLength(dimension:existing:given:)`` when the dimension exists
  ///   with another length.
  public mutating func addDimension(_ name: String, length: Int) throws(ArchiveError) {
    try Self.checkName(name)
    guard let existing = dimension(named: name) else {
      dimensions.append(Dimension(name, length: length))
      return
    }
    guard existing.length == length else {
      throw .conflictingLength(dimension: name, existing: existing.length, given: length)
    }
  }

  /// Adds a variable over dimensions that exist.
  ///
  /// - Parameter variable: The variable, whose number of values must be the product of the lengths
  ///   of its dimensions.
  /// - Throws: ``ArchiveError/invalidName(_:)``, ``ArchiveError/duplicateVariable(_:)``,
  ///   ``ArchiveError/unknownDimension(variable:dimension:available:)`` and
  ///   ``ArchiveError/wrongCount(variable:dimensions:found:)``.
  public mutating func add(_ variable: Variable) throws(ArchiveError) {
    try Self.checkName(variable.name)
    guard !variables.contains(where: { $0.name == variable.name }) else {
      throw .duplicateVariable(variable.name)
    }
    let shape = try shape(of: variable)
    guard shape.reduce(1, { $0 * $1.length }) == variable.values.count else {
      throw .wrongCount(
        variable: variable.name, dimensions: shape, found: variable.values.count)
    }
    variables.append(variable)
  }

  /// Adds a dimension together with the variable that says what its positions stand for.
  ///
  /// - Parameters:
  ///   - name: The name of the dimension and of the variable.
  ///   - values: One value for each position.
  ///   - units: The attribute `units`; empty to leave it out.
  ///   - longName: The attribute `long_name`; empty to leave it out.
  /// - Throws: What ``addDimension(_:length:)`` and ``add(_:)`` throw.
  public mutating func addCoordinate(
    _ name: String, _ values: ArrayValues, units: String = "", longName: String = ""
  ) throws(ArchiveError) {
    try addDimension(name, length: values.count)
    try add(
      Variable(name, dimensions: [name], values: values, units: units, longName: longName))
  }

  /// The dimension of a name, or nil.
  public func dimension(named name: String) -> Dimension? {
    dimensions.first { $0.name == name }
  }

  /// The dimensions of a variable with their lengths.
  ///
  /// - Parameter variable: A variable of this dataset, or one to be added to it.
  /// - Returns: A dimension for each name, in order.
  /// - Throws: ``ArchiveError/unknownDimension(variable:dimension:available:)``.
  public func shape(of variable: Variable) throws(ArchiveError) -> [Dimension] {
    var shape: [Dimension] = []
    for name in variable.dimensions {
      guard let dimension = dimension(named: name) else {
        throw .unknownDimension(
          variable: variable.name, dimension: name, available: dimensions.map(\.name))
      }
      shape.append(dimension)
    }
    return shape
  }

  private static func checkName(_ name: String) throws(ArchiveError) {
    let isPlain = name.unicodeScalars.allSatisfy {
      $0.value >= 0x20 && $0 != "/" && $0.value != 0x7F
    }
    guard let first = name.first, isPlain, name.last != " ",
      first.isLetter || first.isNumber || first == "_"
    else { throw .invalidName(name) }
  }
}

extension Dataset: Equatable {
  /// Whether both hold the same dimensions, variables and attributes, wherever they came from.
  public static func == (left: Self, right: Self) -> Bool {
    left.dimensions == right.dimensions && left.variables == right.variables
      && left.attributes == right.attributes
  }
}
