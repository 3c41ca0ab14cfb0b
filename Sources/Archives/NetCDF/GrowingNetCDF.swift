/// A NetCDF file that a long run extends record by record and that is whole at every moment.
///
/// Records are kept in memory until ``flush()``, which appends them to a copy of the file, forces the
/// copy to the disk and renames it. A crash, a full disk or a reader at any moment therefore finds
/// the file as it was after the last flush. A flush costs as much as copying the file, so a run
/// flushes every minute or so rather than after every record.
///
/// ```
/// var log = try GrowingNetCDF("gradients.nc", along: "epoch", existing: .extend)
/// while training {
///   try log.append(record)            // a dataset whose dimension epoch has the length 1 or more
///   if aMinuteHasPassed { try log.flush() }
/// }
/// try log.flush()
/// ```
public struct GrowingNetCDF: Sendable {
  /// The path of the file.
  public let path: String
  /// The name of the dimension that grows, the first one of every variable that has it.
  public let dimension: String
  /// The number of positions along the growing dimension, with those that are not yet flushed.
  public private(set) var recordCount = 0

  private var pending: [Dataset] = []
  private var flushedCount = 0
  private var isWritten = false

  /// Prepares a file; nothing is written before the first flush.
  ///
  /// - Parameters:
  ///   - path: The path of the file, in a directory that exists.
  ///   - dimension: The name of the dimension that grows.
  ///   - existing: What becomes of a file that exists.
  /// - Throws: ``ArchiveError/fileExists(path:)`` if such a file is to be refused, what reading it
  ///   throws if it is to be extended, and ``ArchiveError/missingDirectory(path:directory:)``.
  public init(
    _ path: String, along dimension: String, existing: ExistingFile = .refuse
  ) throws(ArchiveError) {
    self.path = path
    self.dimension = dimension
    _ = try PartialFile(for: path, overwrite: existing != .refuse)
    guard existing == .extend, fileExists(path) else { return }
    let contents = try NetCDF.read(path, variables: [])
    flushedCount = try contents.length(of: dimension)
    recordCount = flushedCount
    isWritten = true
  }

  /// Adds one or more records to the end.
  ///
  /// - Parameter records: A dataset with the growing dimension; its other variables and its
  ///   attributes count only in the first records of a new file.
  /// - Throws: ``ArchiveError/missingDimension(file:name:available:)``, and
  ///   ``ArchiveError/wrongDimensions(file:variable:expected:found:)`` when the growing dimension is
  ///   not the first of a variable.
  public mutating func append(_ records: Dataset) throws(ArchiveError) {
    recordCount += try records.length(of: dimension)
    for variable in records.variables where variable.dimensions.dropFirst().contains(dimension) {
      throw .wrongDimensions(
        file: path, variable: variable.name,
        expected: [dimension] + variable.dimensions.filter { $0 != dimension },
        found: try records.shape(of: variable))
    }
    pending.append(records)
  }

  /// Writes the records that were added since the last flush; the file is whole before and after.
  ///
  /// - Throws: ``ArchiveError/notWritable(path:reason:)``, and for records that differ from those in
  ///   the file ``ArchiveError/missingVariable(file:names:available:)``,
  ///   ``ArchiveError/wrongDimensions(file:variable:expected:found:)`` and
  ///   ``ArchiveError/wrongType(file:variable:expected:found:)``.
  public mutating func flush() throws(ArchiveError) {
    guard let first = pending.first else { return }
    let file = try PartialFile(for: path, overwrite: true)
    try file.replace { (temporary) throws(ArchiveError) in
      if isWritten { try copyFile(from: path, to: temporary, destination: path) }
      try NetCDF.locked { () throws(ArchiveError) in
        let output: NetCDFFile
        if isWritten {
          output = try NetCDFFile(extending: temporary, destination: path)
        } else {
          output = try NetCDFFile(creating: temporary, destination: path)
          let identifiers = try output.define(first, growing: dimension)
          for (variable, identifier) in zip(first.variables, identifiers)
          where !variable.dimensions.contains(dimension) {
            try output.put(variable, identifier: identifier)
          }
        }
        try output.append(pending, along: dimension, from: flushedCount)
        try output.close()
      }
    }
    pending.removeAll()
    flushedCount = recordCount
    isWritten = true
  }
}

/// What becomes of a file that exists when a run wants its name.
public enum ExistingFile: String, Codable, CaseIterable, Hashable, Sendable {
  /// It is kept, and the run fails.
  case refuse
  /// It is replaced at the first flush.
  case replace
  /// Records are appended to it, as when a run is resumed.
  case extend
}
