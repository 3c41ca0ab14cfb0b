/// Datasets in files of whichever format the name says.
public enum Archive {
  /// Reads a dataset from a file of any format.
  ///
  /// A CSV table becomes one variable per column over the dimension `row`; to put it on a grid, use
  /// ``CSV/read(_:)`` and ``CSVTable/dataset(coordinates:)``.
  ///
  /// - Parameter path: The path of a `.nc`, `.npz` or `.csv` file.
  /// - Returns: The dataset.
  /// - Throws: ``ArchiveError`` when the file is missing, damaged or of an unknown format.
  public static func read(_ path: String) throws(ArchiveError) -> Dataset {
    switch try ArchiveFormat(path: path) {
    case .netcdf: try NetCDF.read(path)
    case .npz: try NPZ.read(path)
    case .csv: try CSV.read(path).dataset()
    }
  }

  /// Reads some variables of a file of any format, with the coordinates of their dimensions.
  ///
  /// - Parameters:
  ///   - path: The path of a `.nc`, `.npz` or `.csv` file.
  ///   - variables: The names of the variables to read.
  /// - Returns: The dataset.
  /// - Throws: ``ArchiveError`` when the file is missing or damaged, or lacks a variable.
  public static func read(
    _ path: String, variables: [String]
  ) throws(ArchiveError) -> Dataset {
    switch try ArchiveFormat(path: path) {
    case .netcdf: return try NetCDF.read(path, variables: variables)
    case .npz: return try NPZ.read(path, variables: variables)
    case .csv:
      let table = try CSV.read(path).dataset()
      var dataset = Dataset(source: path)
      try dataset.addDimension("row", length: table.length(of: "row"))
      for name in variables { try dataset.add(table.variable(named: name)) }
      return dataset
    }
  }

  /// Reads arrays over a grid from a file of any format.
  ///
  /// NetCDF files and NumPy archives hold such arrays as they are. The rows of a CSV table are put
  /// onto the grid that its columns of these names span.
  ///
  /// - Parameters:
  ///   - path: The path of a `.nc`, `.npz` or `.csv` file.
  ///   - coordinates: The names of columns that tell the place of a row if a table has them, from
  ///     the slowest dimension to the fastest, such as `network`, `epoch` and `layer`.
  /// - Returns: The dataset.
  /// - Throws: ``ArchiveError`` when the file is missing or damaged, and
  ///   ``ArchiveError/incompleteGrid(file:reason:)`` when a table does not fill the grid.
  public static func read(
    _ path: String, coordinates: [String]
  ) throws(ArchiveError) -> Dataset {
    guard try ArchiveFormat(path: path) == .csv else { return try read(path) }
    let table = try CSV.read(path)
    let present = coordinates.filter { table.columns.contains($0) }
    return try present.isEmpty ? table.dataset() : table.dataset(coordinates: present)
  }

  /// Writes a dataset in the format that the name says.
  ///
  /// - Parameters:
  ///   - dataset: What to write.
  ///   - path: The path of a `.nc`, `.npz` or `.csv` file; see ``CSV/write(_:to:overwrite:)`` for
  ///     the names of the tables.
  ///   - overwrite: Whether files that exist are replaced.
  /// - Returns: The paths of the files written.
  /// - Throws: ``ArchiveError`` when a file exists or cannot be written.
  @discardableResult
  public static func write(
    _ dataset: Dataset, to path: String, overwrite: Bool = false
  ) throws(ArchiveError) -> [String] {
    switch try ArchiveFormat(path: path) {
    case .netcdf: try NetCDF.write(dataset, to: path, overwrite: overwrite)
    case .npz: try NPZ.write(dataset, to: path, overwrite: overwrite)
    case .csv: return try CSV.write(dataset, to: path, overwrite: overwrite)
    }
    return [path]
  }
}
