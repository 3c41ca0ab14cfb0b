extension Dataset {
  /// The numbers of a variable at fixed positions along some of its dimensions.
  ///
  /// ```
  /// let loss = try dataset.slice(of: "loss", at: ["network": 3])            // one for each epoch
  /// let last = try dataset.slice(of: "weights", at: ["epoch": count - 1, "layer": 0])
  /// ```
  ///
  /// - Parameters:
  ///   - name: The name of the variable.
  ///   - positions: The position, from 0, along each dimension that is to be fixed.
  /// - Returns: The values over the other dimensions, in row-major order.
  /// - Throws: ``ArchiveError/missingVariable(file:names:available:)``,
  ///   ``ArchiveError/wrongType(file:variable:expected:found:)`` for texts,
  ///   ``ArchiveError/missingDimension(file:name:available:)`` when the variable does not have a
  ///   dimension, and ``ArchiveError/outsideDimension(file:dimension:position:)``.
  public func slice(
    of name: String, at positions: [String: Int]
  ) throws(ArchiveError) -> [Double] {
    let variable = try variable(named: name)
    let shape = try shape(of: variable)
    for (dimension, position) in positions.sorted(by: { $0.key < $1.key }) {
      guard let extent = shape.first(where: { $0.name == dimension }) else {
        throw .missingDimension(file: "'\(name)' of \(source)", name: dimension, available: shape)
      }
      guard (0..<extent.length).contains(position) else {
        throw .outsideDimension(file: source, dimension: extent, position: position)
      }
    }
    let values = try doubles(named: name, dimensions: variable.dimensions)
    // From the slowest dimension to the fastest, each one multiplies the places kept so far.
    var places = [0]
    for extent in shape {
      let kept = positions[extent.name].map { $0..<$0 + 1 } ?? 0..<extent.length
      places = places.flatMap { place in kept.map { place * extent.length + $0 } }
    }
    return places.map { values[$0] }
  }
}
