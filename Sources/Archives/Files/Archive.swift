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
