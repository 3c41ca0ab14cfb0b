internal import CNetCDF

/// An open file, closed when it goes out of scope; every use needs the library's lock.
struct NetCDFFile: ~Copyable {
  private(set) var identifier: Int32
  /// The path named in messages.
  let path: String
  private let isBeingWritten: Bool

  /// Creates a file in place of whatever was there; failures name `destination`.
  init(creating temporary: String, destination: String) throws(ArchiveError) {
    var identifier: Int32 = 0
    let status = nc_create(temporary, NC_NETCDF4 | NC_CLOBBER, &identifier)
    guard status == NC_NOERR else {
      throw .notWritable(path: destination, reason: Self.message(status))
    }
    self.identifier = identifier
    path = destination
    isBeingWritten = true
  }

  /// Opens a file to which records are added; failures name `destination`.
  init(extending temporary: String, destination: String) throws(ArchiveError) {
    var identifier: Int32 = 0
    let status = nc_open(temporary, NC_WRITE, &identifier)
    guard status == NC_NOERR else {
      throw .damaged(path: destination, format: .netcdf, reason: Self.message(status))
    }
    self.identifier = identifier
    path = destination
    isBeingWritten = true
  }

  /// Opens a file to be read.
  init(opening path: String) throws(ArchiveError) {
    var identifier: Int32 = 0
    let status = nc_open(path, NC_NOWRITE, &identifier)
    guard status == NC_NOERR else {
      throw .damaged(path: path, format: .netcdf, reason: Self.message(status))
    }
    self.identifier = identifier
    self.path = path
    isBeingWritten = false
  }

  deinit {
    if identifier != Self.closed { nc_close(identifier) }
  }

  private static let closed: Int32 = -1

  /// Closes the file and reports whether all of it was written.
  consuming func close() throws(ArchiveError) {
    let status = nc_close(identifier)
    identifier = Self.closed
    guard status == NC_NOERR else {
      throw .notWritable(path: path, reason: Self.message(status))
    }
  }

  /// Turns a status of the library into an error about this file.
  func check(_ status: Int32) throws(ArchiveError) {
    guard status != NC_NOERR else { return }
    let reason = Self.message(status)
    throw isBeingWritten
      ? .notWritable(path: path, reason: reason)
      : .damaged(path: path, format: .netcdf, reason: reason)
  }

  /// The library's sentence for a status.
  static func message(_ status: Int32) -> String {
    if status > 0 { return systemMessage(status) }
    let message = String(cString: nc_strerror(status))
    return switch status {
    case NC_EHDFERR: "the HDF5 library failed"
    case NC_ENOTNC: "the content is of an unknown format"
    default: message.hasPrefix("NetCDF: ") ? String(message.dropFirst(8)) : message
    }
  }
}
