extension Dataset {
  /// Whether a variable of this name is present.
  public func contains(_ name: String) -> Bool {
    variables.contains { $0.name == name }
  }

  /// The variable of a name.
  ///
  /// - Parameter name: The name of the variable.
  /// - Returns: The variable.
  /// - Throws: ``ArchiveError/missingVariable(file:names:available:)``.
  public func variable(named name: String) throws(ArchiveError) -> Variable {
    try variable(namedAnyOf: [name])
  }

  /// The variable that bears the first of several names that is present.
  ///
  /// - Parameter names: The names in order of preference, such as `gradient_mean` and `mean`.
  /// - Returns: The variable.
  /// - Throws: ``ArchiveError/missingVariable(file:names:available:)`` when none is present.
  public func variable(namedAnyOf names: [String]) throws(ArchiveError) -> Variable {
    for name in names {
      if let variable = variables.first(where: { $0.name == name }) { return variable }
    }
    throw .missingVariable(file: source, names: names, available: variables.map(\.name))
  }

  /// The length of a dimension.
  ///
  /// - Parameter name: The name of the dimension.
  /// - Returns: The number of positions along it.
  /// - Throws: ``ArchiveError/missingDimension(file:name:available:)``.
  public func length(of name: String) throws(ArchiveError) -> Int {
    guard let dimension = dimension(named: name) else {
      throw .missingDimension(file: source, name: name, available: dimensions)
    }
    return dimension.length
  }

  /// The numbers of a variable that must have certain dimensions.
  ///
  /// An axis that the file left unnamed (``Dimension/isUnnamed``) stands for whatever name is
  /// expected at its place.
  ///
  /// - Parameters:
  ///   - name: The name of the variable.
  ///   - dimensions: The names of its dimensions from the slowest to the fastest.
  /// - Returns: The values in row-major order.
  /// - Throws: ``ArchiveError/missingVariable(file:names:available:)``,
  ///   ``ArchiveError/wrongDimensions(file:variable:expected:found:)``, and
  ///   ``ArchiveError/wrongType(file:variable:expected:found:)`` for texts.
  public func doubles(
    named name: String, dimensions: [String]
  ) throws(ArchiveError) -> [Double] {
    let variable = try variable(named: name, dimensions: dimensions)
    guard let values = variable.values.doubles else {
      throw wrongType(variable, expected: "numbers")
    }
    return values
  }

  /// The numbers of the variable that bears the first of several names that is present.
  ///
  /// - Parameters:
  ///   - names: The names in order of preference, such as `gradient_mean` and `mean`.
  ///   - dimensions: The names of its dimensions from the slowest to the fastest.
  /// - Returns: The values in row-major order.
  /// - Throws: What ``doubles(named:dimensions:)`` throws.
  public func doubles(
    namedAnyOf names: [String], dimensions: [String]
  ) throws(ArchiveError) -> [Double] {
    try doubles(named: variable(namedAnyOf: names).name, dimensions: dimensions)
  }

  /// The whole numbers of a variable that must have certain dimensions.
  ///
  /// Floating-point numbers are accepted when every one of them is whole.
  ///
  /// - Parameters:
  ///   - name: The name of the variable.
  ///   - dimensions: The names of its dimensions from the slowest to the fastest.
  /// - Returns: The values in row-major order.
  /// - Throws: What ``doubles(named:dimensions:)`` throws, and
  ///   ``ArchiveError/wrongType(file:variable:expected:found:)`` when a number is not whole.
  public func integers(
    named name: String, dimensions: [String]
  ) throws(ArchiveError) -> [Int64] {
    let variable = try variable(named: name, dimensions: dimensions)
    guard let values = variable.values.integers else {
      throw wrongType(variable, expected: "whole numbers")
    }
    return values
  }

  /// The texts of a variable that must have certain dimensions.
  ///
  /// - Parameters:
  ///   - name: The name of the variable.
  ///   - dimensions: The names of its dimensions from the slowest to the fastest.
  /// - Returns: The values in row-major order.
  /// - Throws: What ``doubles(named:dimensions:)`` throws, with
  ///   ``ArchiveError/wrongType(file:variable:expected:found:)`` for numbers.
  public func strings(
    named name: String, dimensions: [String]
  ) throws(ArchiveError) -> [String] {
    let variable = try variable(named: name, dimensions: dimensions)
    guard case .strings(let values) = variable.values else {
      throw wrongType(variable, expected: "texts")
    }
    return values
  }

  /// The variable of a name, which must have certain dimensions.
  ///
  /// - Parameters:
  ///   - name: The name of the variable.
  ///   - dimensions: The names of its dimensions from the slowest to the fastest; an axis that the
  ///     file left unnamed stands for whatever name is expected at its place.
  /// - Returns: The variable as it is in the file.
  /// - Throws: ``ArchiveError/missingVariable(file:names:available:)`` and
  ///   ``ArchiveError/wrongDimensions(file:variable:expected:found:)``.
  public func variable(
    named name: String, dimensions: [String]
  ) throws(ArchiveError) -> Variable {
    let variable = try variable(named: name)
    let shape = try shape(of: variable)
    let matches = zip(shape, dimensions).allSatisfy { $0.isUnnamed || $0.name == $1 }
    guard shape.count == dimensions.count, matches else {
      throw .wrongDimensions(
        file: source, variable: variable.name, expected: dimensions, found: shape)
    }
    return variable
  }

  private func wrongType(_ variable: Variable, expected: String) -> ArchiveError {
    .wrongType(
      file: source, variable: variable.name, expected: expected, found: variable.values.typeName)
  }
}
