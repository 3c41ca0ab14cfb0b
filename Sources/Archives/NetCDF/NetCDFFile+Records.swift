internal import CNetCDF

extension NetCDFFile {
  /// Writes records one after another, the first at the position `start` of a dimension.
  ///
  /// All variables of the file along the dimension must be there with the same type and shape.
  func append(
    _ records: [Dataset], along dimension: String, from start: Int
  ) throws(ArchiveError) {
    let dimensions = try dimensions()
    let headers = try variableHeaders(dimensions).filter { $0.dimensions.first == dimension }
    var position = start
    for record in records {
      for variable in record.variables where variable.dimensions.contains(dimension) {
        guard headers.contains(where: { $0.name == variable.name }) else {
          throw .missingVariable(
            file: path, names: [variable.name], available: headers.map(\.name))
        }
      }
      for header in headers {
        try append(record, header, dimensions, along: dimension, at: position)
      }
      position += try record.length(of: dimension)
    }
  }

  /// Writes the variables of a record at a position of a dimension that has its length already.
  ///
  /// The record must have the variables called `names` and no others.
  func write(
    _ record: Dataset, names: [String], along dimension: String, at position: Int
  ) throws(ArchiveError) {
    let dimensions = try dimensions()
    let headers = try variableHeaders(dimensions).filter { names.contains($0.name) }
    for variable in record.variables where !names.contains(variable.name) {
      throw .missingVariable(file: path, names: [variable.name], available: names)
    }
    for header in headers {
      try append(record, header, dimensions, along: dimension, at: position)
    }
  }

  private func append(
    _ record: Dataset, _ header: NetCDFHeader, _ dimensions: [Dimension], along dimension: String,
    at position: Int
  ) throws(ArchiveError) {
    let variable = try record.variable(named: header.name, dimensions: header.dimensions)
    let shape = try record.shape(of: variable)
    for extent in shape.dropFirst() where !dimensions.contains(extent) {
      throw .wrongDimensions(
        file: path, variable: header.name, expected: header.dimensions, found: shape)
    }
    guard header.type == variable.values.externalType else {
      throw .wrongType(
        file: path, variable: header.name, expected: "values of the type of earlier records",
        found: variable.values.typeName)
    }
    try put(
      variable, identifier: header.identifier, from: position, shape: shape.map(\.length))
  }
}
