extension NetCDF {
  /// Writes a dataset slab by slab, so that no more than one slab needs to be in memory.
  ///
  /// The file has the dimensions, variables and attributes of `frame` and the variables of the
  /// slabs, each with the dimension of the slabs before its own ones. The file appears under its name
  /// only when it is whole.
  ///
  /// ```
  /// var frame = Dataset(attributes: provenance.attributes)
  /// try frame.addCoordinate("network", .integers([0, 1, 2]))
  /// try NetCDF.write(frame, along: "network", to: "training.nc") { network in
  ///   records[network]                       // its variables are over (epoch, parameter), …
  /// }
  /// ```
  ///
  /// Arrays whose slabs have 64 KiB and more have chunks of their own; smaller ones share chunks.
  ///
  /// - Parameters:
  ///   - frame: The part that is written at once, with the dimension of the slabs.
  ///   - dimension: The name of the dimension that the slabs lie along.
  ///   - path: The path of the file, in a directory that exists.
  ///   - overwrite: Whether a file that exists is replaced.
  ///   - compressed: Whether arrays with large slabs are compressed, which takes far longer than
  ///     writing them.
  ///   - slab: Makes the slab at a position, in the order of the positions; all have the same
  ///     variables, types and shapes.
  /// - Throws: What ``write(_:to:overwrite:)`` and `slab` throw,
  ///   ``ArchiveError/missingDimension(file:name:available:)``,
  ///   ``ArchiveError/duplicateVariable(_:)`` for a variable that the frame has too, and for slabs
  ///   that differ from the first ``ArchiveError/missingVariable(file:names:available:)``,
  ///   ``ArchiveError/wrongDimensions(file:variable:expected:found:)`` and
  ///   ``ArchiveError/wrongType(file:variable:expected:found:)``.
  public static func write(
    _ frame: Dataset, along dimension: String, to path: String, overwrite: Bool = false,
    compressed: Bool = true, slab: (Int) throws(ArchiveError) -> Dataset
  ) throws(ArchiveError) {
    let count = try frame.length(of: dimension)
    guard count > 0 else {
      return try write(frame, to: path, overwrite: overwrite, compressed: compressed)
    }
    var names: [String] = []
    let file = try PartialFile(for: path, overwrite: overwrite)
    try file.replace { (temporary) throws(ArchiveError) in
      for position in 0..<count {
        let slab = try slab(position)
        try locked { () throws(ArchiveError) in
          let output: NetCDFFile
          if position == 0 {
            names = slab.variables.map(\.name)
            output = try NetCDFFile(creating: temporary, destination: path)
            try output.begin(frame, slab, along: dimension, compressed: compressed)
          } else {
            output = try NetCDFFile(extending: temporary, destination: path)
          }
          try output.put(slab, names: names, at: position, along: dimension)
          try output.close()
        }
      }
    }
  }
}

extension NetCDFFile {
  /// Defines the file and writes what belongs to no slab.
  fileprivate func begin(
    _ frame: Dataset, _ slab: Dataset, along dimension: String, compressed: Bool
  ) throws(ArchiveError) {
    for variable in slab.variables where frame.contains(variable.name) {
      throw .duplicateVariable(variable.name)
    }
    for other in slab.dimensions {
      guard let own = frame.dimension(named: other.name), own != other else { continue }
      throw .conflictingLength(dimension: other.name, existing: own.length, given: other.length)
    }
    let identifiers = try define(
      frame, slabs: slab, along: dimension, compressed: compressed)
    for (variable, identifier) in zip(frame.variables, identifiers) {
      try put(variable, identifier: identifier)
    }
  }

  /// Writes the values at a position along the first dimension of their variables.
  fileprivate func put(
    _ slab: Dataset, names: [String], at position: Int, along dimension: String
  ) throws(ArchiveError) {
    var record = Dataset()
    try record.addDimension(dimension, length: 1)
    for other in slab.dimensions { try record.addDimension(other.name, length: other.length) }
    for variable in slab.variables {
      try record.add(
        Variable(
          variable.name, dimensions: [dimension] + variable.dimensions, values: variable.values))
    }
    try write(record, names: names, along: dimension, at: position)
  }
}
