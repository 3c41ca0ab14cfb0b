import Synchronization

/// NetCDF files: named dimensions, coordinates and attributes that xarray opens as they are.
///
/// Files are written as NetCDF-4, which is HDF5 inside. Variables of 64 KiB and more are stored in
/// chunks, compressed by deflate at level 4 with the shuffle filter. The same dataset always gives
/// the same bytes.
///
/// The C library keeps global state without a lock of its own, so all calls here run one after
/// another under one lock; distinct files may still be used from any thread.
///
/// ## Reference
///
/// R. Rew and G. Davis, "NetCDF: an interface for scientific data access", *IEEE Computer Graphics
/// and Applications* 10 (1990) 76–82, [doi:10.1109/38.56302](https://doi.org/10.1109/38.56302).
public enum NetCDF {
  /// Writes a dataset to a file, which appears under its name only when it is whole.
  ///
  /// - Parameters:
  ///   - dataset: What to write.
  ///   - path: The path of the file, in a directory that exists.
  ///   - overwrite: Whether a file that exists is replaced.
  ///   - compressed: Whether large arrays are compressed, which takes far longer than writing them.
  /// - Throws: ``ArchiveError/fileExists(path:)``,
  ///   ``ArchiveError/missingDirectory(path:directory:)`` and
  ///   ``ArchiveError/notWritable(path:reason:)``.
  public static func write(
    _ dataset: Dataset, to path: String, overwrite: Bool = false, compressed: Bool = true
  ) throws(ArchiveError) {
    let file = try PartialFile(for: path, overwrite: overwrite)
    try file.replace { (temporary) throws(ArchiveError) in
      try locked { () throws(ArchiveError) in
        let file = try NetCDFFile(creating: temporary, destination: path)
        let identifiers = try file.define(dataset, compressed: compressed)
        for (variable, identifier) in zip(dataset.variables, identifiers) {
          try file.put(variable, identifier: identifier)
        }
        try file.close()
      }
    }
  }

  /// Reads a whole file.
  ///
  /// Values equal to `_FillValue` or `missing_value` become NaN, and numbers packed with
  /// `scale_factor` and `add_offset` are unpacked; these attributes are then left out. Arrays of
  /// characters become texts. Groups below the root are not read.
  ///
  /// - Parameter path: The path of a NetCDF file of any version, or of a plain HDF5 file.
  /// - Returns: Its dimensions, variables and attributes.
  /// - Throws: ``ArchiveError/missingFile(path:)``, ``ArchiveError/unreadable(path:reason:)``,
  ///   ``ArchiveError/damaged(path:format:reason:)`` and
  ///   ``ArchiveError/unsupportedType(file:variable:type:)``.
  public static func read(_ path: String) throws(ArchiveError) -> Dataset {
    try read(path, selecting: .all)
  }

  /// Reads some variables of a file, with their dimensions and the coordinates of these.
  ///
  /// - Parameters:
  ///   - path: The path of the file.
  ///   - variables: The names of the variables to read.
  /// - Returns: The dimensions and attributes of the file with the variables asked for, in the
  ///   order of the file.
  /// - Throws: What ``read(_:)`` throws, and
  ///   ``ArchiveError/missingVariable(file:names:available:)``.
  public static func read(
    _ path: String, variables: [String]
  ) throws(ArchiveError) -> Dataset {
    try read(path, selecting: .named(variables))
  }

  /// Reads some variables of a file at one position along a dimension.
  ///
  /// Only these values are read from the disk, so that a file that does not fit into memory can be
  /// gone through piece by piece. Variables without the dimension are read as they are.
  ///
  /// ```
  /// let one = try NetCDF.read("training.nc", variables: ["weight"], at: 3, along: "network")
  /// ```
  ///
  /// - Parameters:
  ///   - path: The path of the file.
  ///   - variables: The names of the variables to read.
  ///   - position: The position along the dimension, from 0.
  ///   - dimension: The name of the dimension, which the result no longer has.
  /// - Returns: The other dimensions and the attributes of the file with the variables asked for.
  /// - Throws: What ``read(_:variables:)`` throws,
  ///   ``ArchiveError/missingDimension(file:name:available:)`` and
  ///   ``ArchiveError/outsideDimension(file:dimension:position:)``.
  public static func read(
    _ path: String, variables: [String], at position: Int, along dimension: String
  ) throws(ArchiveError) -> Dataset {
    try read(
      path, selecting: .named(variables),
      section: FileSection(dimension: dimension, position: position))
  }

  /// The names of the variables of a file, in its order.
  ///
  /// - Parameter path: The path of the file.
  /// - Returns: The names.
  /// - Throws: What ``read(_:)`` throws for a file that cannot be opened.
  public static func variableNames(of path: String) throws(ArchiveError) -> [String] {
    try checkReadable(path)
    return try locked { () throws(ArchiveError) in
      let file = try NetCDFFile(opening: path)
      return try file.variableHeaders(file.dimensions()).map(\.name)
    }
  }

  private static func read(
    _ path: String, selecting selection: VariableSelection, section: FileSection? = nil
  ) throws(ArchiveError) -> Dataset {
    try checkReadable(path)
    try checkLength(ofClassic: path)
    return try locked { () throws(ArchiveError) in
      let file = try NetCDFFile(opening: path)
      return try file.dataset(selection, section: section)
    }
  }

  /// Checks that a file in a classic format has the length that its header asks for.
  private static func checkLength(ofClassic path: String) throws(ArchiveError) {
    guard ClassicHeader.isClassic(try readBytes(of: path, limit: 8)) else { return }
    let length = try fileLength(of: path)
    let headerLimit = 1 << 24
    guard let header = ClassicHeader(try readBytes(of: path, limit: headerLimit)) else {
      // A header longer than the limit is left to the library.
      guard length <= headerLimit else { return }
      throw .damaged(path: path, format: .netcdf, reason: "its header is incomplete")
    }
    guard length >= header.fileLength else {
      let reason = "it has \(length) bytes where its header asks for \(header.fileLength)"
      throw .damaged(path: path, format: .netcdf, reason: reason)
    }
  }

  /// Runs `body` while no other thread is in the library.
  static func locked<Result: Sendable>(
    _ body: () throws(ArchiveError) -> Result
  ) throws(ArchiveError) -> Result {
    try library.withLock { (_) throws(ArchiveError) -> Result in
      silenceHDF5()
      return try body()
    }
  }
}

/// Held during every call of the C library.
private let library = Mutex<Void>(())
