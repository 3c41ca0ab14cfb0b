/// A format of files that hold datasets.
public enum ArchiveFormat: String, Codable, CaseIterable, Hashable, Sendable {
  /// NetCDF-4, or the classic formats when reading; `.nc`.
  case netcdf
  /// A NumPy archive of named arrays; `.npz`.
  case npz
  /// Tables of comma-separated values; `.csv`.
  case csv

  /// The format of a file by the extension of its name.
  ///
  /// - Parameter path: The path of the file.
  /// - Throws: ``ArchiveError/unknownFormat(path:)``.
  public init(path: String) throws(ArchiveError) {
    let name = path.split(separator: "/").last ?? ""
    switch name.split(separator: ".").last?.lowercased() {
    case "nc", "nc4", "cdf", "netcdf", "h5", "hdf5": self = .netcdf
    case "npz": self = .npz
    case "csv": self = .csv
    default: throw .unknownFormat(path: path)
    }
  }

  /// The name of the format for people.
  public var displayName: String {
    switch self {
    case .netcdf: "NetCDF"
    case .npz: "NumPy .npz"
    case .csv: "CSV"
    }
  }
}
