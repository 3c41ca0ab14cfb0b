internal import FlyingFox
internal import FlyingSocks
internal import Foundation

/// Carries requests from the HTTP library to the router and answers back.
struct RequestHandler: HTTPHandler {
  let router: Router

  func handleRequest(_ request: HTTPRequest) async throws -> HTTPResponse {
    // A body is read and dropped, so that it is not taken for the next request.
    for try await _ in request.bodySequence {}
    let isHead = request.method == .HEAD
    let response = await router.response(to: ServerRequest(request))
    return HTTPResponse(
      statusCode: HTTPStatusCode(response.status.rawValue, phrase: response.status.phrase),
      headers: headers(of: response),
      body: isHead ? HTTPBodySequence(data: Data()) : body(of: response))
  }

  private func headers(of response: ServerResponse) -> HTTPHeaders {
    var headers = HTTPHeaders()
    let common = [
      (name: "Content-Length", value: String(response.body.length)),
      ("Content-Security-Policy", response.policy.rawValue),
      ("X-Content-Type-Options", "nosniff"),
      ("Cross-Origin-Resource-Policy", "same-origin"),
      ("Referrer-Policy", "no-referrer"),
      ("Date", httpDate(secondsNow())),
    ]
    for (name, value) in common + response.headers { headers[HTTPHeader(name)] = value }
    return headers
  }

  private func body(of response: ServerResponse) -> HTTPBodySequence {
    switch response.body {
    case .text(let text): HTTPBodySequence(data: Data(text.utf8), suggestedBufferSize: 1 << 16)
    case .file(let file, let range):
      HTTPBodySequence(
        from: FileBytes(file: file, range: range), count: range.count,
        suggestedBufferSize: 1 << 16)
    }
  }
}

extension ServerRequest {
  init(_ request: HTTPRequest) {
    self.init(
      method: request.method.rawValue, path: request.target.path(),
      query: request.target.query(), host: request.headers[.host],
      range: request.headers[.range], ifRange: request.headers[HTTPHeader("If-Range")],
      ifNoneMatch: request.headers[.ifNoneMatch])
  }
}

/// The bytes of a file, read piece by piece as they are sent.
struct FileBytes: AsyncBufferedSequence {
  typealias Element = UInt8

  let file: ServedFile
  let range: Range<Int>

  func makeAsyncIterator() -> Iterator { Iterator(file: file, range: range) }

  struct Iterator: AsyncBufferedIteratorProtocol {
    let file: ServedFile
    var range: Range<Int>

    mutating func next() async throws -> UInt8? { try await nextBuffer(suggested: 1)?.first }

    mutating func nextBuffer(suggested count: Int) async throws -> [UInt8]? {
      guard !range.isEmpty else { return nil }
      let bytes = try file.bytes(from: range.lowerBound, count: Swift.min(count, range.count))
      // The length has been promised already, so the connection has to end.
      guard !bytes.isEmpty else { throw RunServerError.truncated }
      range = range.lowerBound + bytes.count..<range.upperBound
      return bytes
    }
  }
}
