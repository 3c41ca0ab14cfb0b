/// A named axis of arrays.
public struct Dimension: Hashable, Sendable {
  /// The name, such as `epoch`.
  public let name: String
  /// The number of positions along it.
  public let length: Int

  /// Creates a dimension of a non-negative length.
  public init(_ name: String, length: Int) {
    precondition(length >= 0, "a dimension cannot have a negative length")
    self.name = name
    self.length = length
  }

  /// Whether the file gave the axis no name.
  ///
  /// NumPy archives made by other programs, and plain HDF5 files, hold arrays without named axes.
  /// Their axes are called `phony_dim_0`, `phony_dim_1`, …, one for each distinct length, as the
  /// NetCDF library does.
  public var isUnnamed: Bool { name.hasPrefix(Self.unnamedPrefix) }

  static let unnamedPrefix = "phony_dim_"
}

/// A named array over named dimensions.
///
/// A variable of one dimension that bears that dimension's name is its coordinate: it says which
/// epoch, layer or place each position stands for.
public struct Variable: Hashable, Sendable {
  /// The name, such as `gradient_mean`.
  public let name: String
  /// The names of the dimensions from the slowest to the fastest; none for a single value.
  public let dimensions: [String]
  /// The values in row-major order.
  public let values: ArrayValues
  /// `units`, `long_name` and whatever else is said about the variable.
  public var attributes: Attributes

  /// Creates a variable.
  ///
  /// - Parameters:
  ///   - name: The name.
  ///   - dimensions: The names of the dimensions from the slowest to the fastest.
  ///   - values: The values in row-major order.
  ///   - units: The attribute `units`, such as `bit` or `1`; empty to leave it out.
  ///   - longName: The attribute `long_name`, a phrase for people; empty to leave it out.
  ///   - attributes: Further attributes.
  public init(
    _ name: String, dimensions: [String] = [], values: ArrayValues,
    units: String = "", longName: String = "", attributes: Attributes = [:]
  ) {
    self.name = name
    self.dimensions = dimensions
    self.values = values
    var all = Attributes()
    if !longName.isEmpty { all["long_name"] = .string(longName) }
    if !units.isEmpty { all["units"] = .string(units) }
    for (name, value) in attributes { all[name] = value }
    self.attributes = all
  }

  /// Whether the variable says what the positions along its one dimension stand for.
  public var isCoordinate: Bool { dimensions == [name] }

  /// The attribute `units`, or an empty text.
  public var units: String { attributes.string("units") ?? "" }

  /// The attribute `long_name`, or an empty text.
  public var longName: String { attributes.string("long_name") ?? "" }
}
