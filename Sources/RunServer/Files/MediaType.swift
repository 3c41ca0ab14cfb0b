/// The media type that a file is sent as, by the end of its name.
struct MediaType: Equatable {
  /// The type for the header `Content-Type`.
  let text: String
  /// What a document of this type may do in a browser.
  let policy: ContentPolicy

  /// The type of a file.
  ///
  /// Whatever is not known is bytes to be saved, never a document.
  init(ofFileNamed name: String) {
    let ending = name.split(separator: ".").last.map { $0.lowercased() } ?? ""
    text = Self.types[ending] ?? "application/octet-stream"
    policy = ending == "html" ? .report : .file
  }

  private static let types = [
    "html": "text/html; charset=utf-8",
    "svg": "image/svg+xml; charset=utf-8",
    "png": "image/png",
    "gif": "image/gif",
    "pdf": "application/pdf",
    "json": "application/json",
    "yml": "text/plain; charset=utf-8",
    "yaml": "text/plain; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
    "md": "text/plain; charset=utf-8",
    "log": "text/plain; charset=utf-8",
    "gp": "text/plain; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "npz": "application/zip",
    "nc": "application/x-netcdf",
  ]
}
