/// NumPy archives: `numpy.load` finds an array under the name of each variable.
///
/// A `.npz` file is a zip archive of one `.npy` file per variable. What arrays cannot say - named
/// dimensions and attributes - is the text of one more array, `attributes`, as JSON:
///
/// ```
/// {"dimensions": {"epoch": 3},
///  "attributes": {"title": "…"},
///  "variables": {"loss": {"dimensions": ["epoch"], "attributes": {"units": "nat"}}}}
/// ```
///
/// Archives made by `numpy.savez` and `numpy.savez_compressed` are read too; see
/// ``Dimension/isUnnamed`` for their axes. The same dataset always gives the same bytes.
///
/// ## Reference
///
/// C. R. Harris et al., "Array programming with NumPy", *Nature* 585 (2020) 357–362,
/// [doi:10.1038/s41586-020-2649-2](https://doi.org/10.1038/s41586-020-2649-2).
public enum NPZ {
  /// The name of the array that holds dimensions and attributes.
  static let descriptionName = "attributes"

  /// Writes a dataset to a file, which appears under its name only when it is whole.
  ///
  /// - Parameters:
  ///   - dataset: What to write; no variable may be called `attributes`.
  ///   - path: The path of the file, in a directory that exists.
  ///   - overwrite: Whether a file that exists is replaced.
  /// - Throws: ``ArchiveError/fileExists(path:)``,
  ///   ``ArchiveError/missingDirectory(path:directory:)``,
  ///   ``ArchiveError/notWritable(path:reason:)``, and ``ArchiveError/duplicateVariable(_:)`` for a
  ///   variable called `attributes`.
  public static func write(
    _ dataset: Dataset, to path: String, overwrite: Bool = false
  ) throws(ArchiveError) {
    guard !dataset.contains(descriptionName) else { throw .duplicateVariable(descriptionName) }
    let file = try PartialFile(for: path, overwrite: overwrite)
    try file.replace { (temporary) throws(ArchiveError) in
      let archive = try ZipWriter(temporary, destination: path)
      for variable in dataset.variables {
        let shape = try dataset.shape(of: variable).map(\.length)
        let array = NPYArray(values: variable.values, shape: shape)
        try archive.add(array.encoded(), named: variable.name + ".npy")
      }
      let text = NPZDescription(dataset).text
      let array = NPYArray(values: .strings([text]), shape: [])
      try archive.add(array.encoded(), named: descriptionName + ".npy")
      try archive.close()
    }
  }

  /// Reads a whole archive.
  ///
  /// Booleans become the integers 0 and 1; arrays in Fortran order are transposed to C order.
  ///
  /// - Parameter path: The path of a `.npz` file.
  /// - Returns: Its arrays, with the dimensions and attributes if they are described.
  /// - Throws: ``ArchiveError/missingFile(path:)``, ``ArchiveError/unreadable(path:reason:)``,
  ///   ``ArchiveError/damaged(path:format:reason:)`` and
  ///   ``ArchiveError/unsupportedType(file:variable:type:)``.
  public static func read(_ path: String) throws(ArchiveError) -> Dataset {
    try read(path, selecting: .all)
  }

  /// Reads some arrays of an archive.
  ///
  /// - Parameters:
  ///   - path: The path of the archive.
  ///   - variables: The names of the arrays to read; the coordinates of their dimensions are read
  ///     too.
  /// - Returns: The dimensions and attributes of the archive with the arrays asked for, in the order
  ///   of the archive.
  /// - Throws: What ``read(_:)`` throws, and
  ///   ``ArchiveError/missingVariable(file:names:available:)``.
  public static func read(
    _ path: String, variables: [String]
  ) throws(ArchiveError) -> Dataset {
    try read(path, selecting: .named(variables))
  }

  private static func read(
    _ path: String, selecting selection: VariableSelection
  ) throws(ArchiveError) -> Dataset {
    try checkReadable(path)
    let archive = try ZipReader(path)
    let members = try archive.names()
    let description = try description(in: archive, members: members, path: path)
    let names = members.filter { $0.hasSuffix(".npy") }.map { String($0.dropLast(4)) }
      .filter { $0 != descriptionName || !description.isPresent }
    let headers = names.map { ($0, description.dimensions(of: $0)) }
    let chosen = try selection.chosen(headers, file: path)
    var arrays: [(name: String, array: NPYArray)] = []
    for (index, member) in members.enumerated() {
      let name = String(member.dropLast(4))
      guard chosen.contains(name) else { continue }
      let bytes = try archive.content(at: index, named: member)
      arrays.append((name, try NPYArray(decoding: bytes, name: name, path: path)))
    }
    return try description.dataset(arrays, path: path)
  }

  /// The description in an archive, or an empty one when it has none.
  private static func description(
    in archive: borrowing ZipReader, members: [String], path: String
  ) throws(ArchiveError) -> NPZDescription {
    guard let index = members.firstIndex(of: descriptionName + ".npy") else {
      return NPZDescription()
    }
    let bytes = try archive.content(at: index, named: members[index])
    let array = try NPYArray(decoding: bytes, name: descriptionName, path: path)
    // Another program may call an array of its own so.
    guard case .strings(let texts) = array.values, array.shape.isEmpty, let text = texts.first
    else {
      return NPZDescription()
    }
    return try NPZDescription(parsing: text, path: path)
  }
}
