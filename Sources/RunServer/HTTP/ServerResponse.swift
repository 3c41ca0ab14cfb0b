/// An answer to a request.
struct ServerResponse: Sendable {
  /// What an answer says before its body.
  enum Status: Int, Sendable {
    case ok = 200
    case partialContent = 206
    case found = 302
    case notModified = 304
    case badRequest = 400
    case notFound = 404
    case methodNotAllowed = 405
    case tooLongPath = 414
    case rangeNotSatisfiable = 416
    case misdirected = 421

    /// The words of the status line.
    var phrase: String {
      switch self {
      case .ok: "OK"
      case .partialContent: "Partial Content"
      case .found: "Found"
      case .notModified: "Not Modified"
      case .badRequest: "Bad Request"
      case .notFound: "Not Found"
      case .methodNotAllowed: "Method Not Allowed"
      case .tooLongPath: "URI Too Long"
      case .rangeNotSatisfiable: "Range Not Satisfiable"
      case .misdirected: "Misdirected Request"
      }
    }
  }

  /// What follows the headers.
  enum Body: Sendable {
    /// A text in UTF-8.
    case text(String)
    /// Bytes of a file.
    case file(ServedFile, Range<Int>)

    /// The number of bytes.
    var length: Int {
      switch self {
      case .text(let text): text.utf8.count
      case .file(_, let range): range.count
      }
    }
  }

  var status: Status
  /// Headers of this answer beyond those that every one has.
  var headers: [(name: String, value: String)]
  var body: Body
  /// What the document may do.
  var policy: ContentPolicy

  /// An answer with a text.
  init(
    _ status: Status = .ok, _ text: String, type: String, policy: ContentPolicy = .page,
    headers: [(name: String, value: String)] = []
  ) {
    self.status = status
    self.headers = [("Content-Type", type), ("Cache-Control", "no-cache")] + headers
    body = .text(text)
    self.policy = policy
  }

  /// An answer with a page.
  init(
    _ status: Status = .ok, page: Markup, headers: [(name: String, value: String)] = []
  ) {
    self.init(status, page.text, type: "text/html; charset=utf-8", headers: headers)
  }

  /// A file, or the part of it that was asked for, or word that it has not changed.
  init(file: ServedFile, name: String, for request: ServerRequest) {
    let type = MediaType(ofFileNamed: name)
    let tag = "\"\(file.status.version)\""
    policy = type.policy
    headers = [
      ("Content-Type", type.text), ("Cache-Control", "no-cache"), ("ETag", tag),
      ("Last-Modified", httpDate(file.status.changed)), ("Accept-Ranges", "bytes"),
    ]
    body = .text("")
    status = .notModified
    guard !Self.names(request.ifNoneMatch, tag) else { return }
    let isSame = request.ifRange.map { $0 == tag } ?? true
    let length = file.status.size
    switch ByteRange(header: isSame ? request.range : nil, length: length) {
    case .whole:
      status = .ok
      body = .file(file, 0..<length)
    case .part(let range):
      status = .partialContent
      headers.append(
        ("Content-Range", "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(length)"))
      body = .file(file, range)
    case .unsatisfiable:
      status = .rangeNotSatisfiable
      headers.append(("Content-Range", "bytes */\(length)"))
    }
  }

  /// Whether a header `If-None-Match` names a tag.
  private static func names(_ header: String?, _ tag: String) -> Bool {
    guard let header else { return false }
    let tags = header.split(separator: ",").map { $0.filter { $0 != " " } }
    return tags.contains { $0 == "*" || $0 == tag || $0 == "W/\(tag)" }
  }
}
