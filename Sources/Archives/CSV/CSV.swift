/// Tables of comma-separated values in tidy long form, one row per position of the grid.
///
/// Variables that have the same dimensions share a table: first a column for each dimension, then
/// one for each variable. Numbers are written with the fewest digits that read back exactly; texts
/// are quoted as RFC 4180 says, and lines end in a single line feed.
///
/// ## Reference
///
/// H. Wickham, "Tidy data", *Journal of Statistical Software* 59 (2014) 1–23,
/// [doi:10.18637/jss.v059.i10](https://doi.org/10.18637/jss.v059.i10).
public enum CSV {
  /// Writes a dataset as one table for each set of dimensions.
  ///
  /// `training.csv` becomes `training.network-epoch-layer.csv` and so on; variables of no dimension
  /// go to `training.scalars.csv`, and the attributes to `training.attributes.csv` with the columns
  /// `variable`, `attribute` and `value`. A dimension without a coordinate is numbered from 0.
  ///
  /// - Parameters:
  ///   - dataset: What to write.
  ///   - path: The path that the names of the tables are made from; its directory must exist.
  ///   - overwrite: Whether tables that exist are replaced.
  /// - Returns: The paths of the tables.
  /// - Throws: ``ArchiveError/fileExists(path:)``,
  ///   ``ArchiveError/missingDirectory(path:directory:)`` and
  ///   ``ArchiveError/notWritable(path:reason:)``.
  @discardableResult
  public static func write(
    _ dataset: Dataset, to path: String, overwrite: Bool = false
  ) throws(ArchiveError) -> [String] {
    let base = path.lowercased().hasSuffix(".csv") ? String(path.dropLast(4)) : path
    let tables = CSVLayout(dataset).tables
    var files: [PartialFile] = []
    for table in tables {
      files.append(try PartialFile(for: "\(base).\(table.name).csv", overwrite: overwrite))
    }
    for (table, file) in zip(tables, files) {
      try file.replace { (temporary) throws(ArchiveError) in
        var writer = try ByteWriter(temporary, destination: file.destination)
        try table.write(to: &writer)
        try writer.flush()
      }
    }
    return files.map(\.destination)
  }

  /// Writes variables as the columns of a single table.
  ///
  /// - Parameters:
  ///   - columns: The columns from left to right, with as many values each; their dimensions do not
  ///     matter.
  ///   - path: The path of the table; its directory must exist.
  ///   - overwrite: Whether a table that exists is replaced.
  /// - Throws: ``ArchiveError/fileExists(path:)``,
  ///   ``ArchiveError/missingDirectory(path:directory:)`` and
  ///   ``ArchiveError/notWritable(path:reason:)``.
  public static func write(
    columns: [Variable], to path: String, overwrite: Bool = false
  ) throws(ArchiveError) {
    let table = CSVOutputTable(columns: columns)
    let file = try PartialFile(for: path, overwrite: overwrite)
    try file.replace { (temporary) throws(ArchiveError) in
      var writer = try ByteWriter(temporary, destination: path)
      try table.write(to: &writer)
      try writer.flush()
    }
  }

  /// Reads a table whose first line names its columns.
  ///
  /// - Parameter path: The path of the table, in UTF-8.
  /// - Returns: The table, whose cells are read when they are asked for.
  /// - Throws: ``ArchiveError/missingFile(path:)``, ``ArchiveError/unreadable(path:reason:)``,
  ///   ``ArchiveError/raggedRow(file:line:expected:found:)`` and
  ///   ``ArchiveError/malformedTable(file:line:reason:)``.
  public static func read(_ path: String) throws(ArchiveError) -> CSVTable {
    try CSVTable(bytes: readBytes(of: path), source: path)
  }
}
