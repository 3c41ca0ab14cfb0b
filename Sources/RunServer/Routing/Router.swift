internal import Figures

/// Finds the answer to a request.
struct Router: Sendable {
  let directory: ServedDirectory
  private let cache: CatalogueCache

  init(directory: ServedDirectory, catalogue: any RunCatalogue) {
    self.directory = directory
    cache = CatalogueCache(directory: directory, catalogue: catalogue)
  }

  /// The answer to a request.
  func response(to request: ServerRequest) async -> ServerResponse {
    if let refusal = refusal(of: request) { return refusal }
    let path = request.path.dropFirst()
    let parts = path.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    let rest = parts.count > 1 ? parts[1] : ""
    switch (parts.first ?? "", parts.count > 1) {
    case ("", false): return ServerResponse(page: listPage(await cache.items(), of: directory))
    case ("items", true): return await itemResponse(rest)
    case ("files", true): return fileResponse(rest, request)
    case ("drawings", true): return await drawingResponse(rest)
    case ("compare", false): return await comparison(request)
    case ("progress", true): return await progressResponse(rest)
    case ("progress.json", false): return ServerResponse(json: ListState(await cache.items()))
    case ("assets", true): return assetResponse(rest)
    default: return .missing("There is no page of this address.")
    }
  }

  /// The answer to what is no proper request.
  private func refusal(of request: ServerRequest) -> ServerResponse? {
    guard request.isForThisMachine else {
      return .problem(
        .misdirected, "This server answers to 127.0.0.1 and localhost only.")
    }
    guard request.method == "GET" || request.method == "HEAD" else {
      return .problem(
        .methodNotAllowed, "Everything here is read only.", headers: [("Allow", "GET, HEAD")])
    }
    guard request.path.utf8.count <= 3 * ServedPath.longest else {
      return .problem(.tooLongPath, "The address is too long.")
    }
    guard request.path.hasPrefix("/") else {
      return .problem(.badRequest, "The address is not a path.")
    }
    return nil
  }

  // MARK: - Pages

  private func itemResponse(_ encoded: Substring) async -> ServerResponse {
    guard let path = ServedPath(encoded: encoded), let item = await cache.item(at: path) else {
      return .missing("There is no run, study or density of this name; it may have been removed.")
    }
    guard let content = await cache.content(of: item) else {
      return .missing("\(path) was here a moment ago and has vanished.")
    }
    let progress = await cache.progress(of: item)
    let others = await cache.items().filter { $0.kind == item.kind && $0.path != path }
    let hasReport = directory.status(of: path.appending("report.html") ?? path)?.isFile == true
    return ServerResponse(
      page: ItemPage(
        item: item, content: content, progress: progress, others: others, hasReport: hasReport
      ).markup)
  }

  private func comparison(_ request: ServerRequest) async -> ServerResponse {
    var sides: [ComparisonPage.Side] = []
    for name in ["a", "b"] {
      guard let text = request.parameter(name), let path = ServedPath(text),
        let item = await cache.item(at: path), let content = await cache.content(of: item)
      else {
        return .missing(
          "One of the two that are to be compared is not here; it may have been removed.")
      }
      sides.append(ComparisonPage.Side(item: item, content: content))
    }
    return ServerResponse(page: ComparisonPage(first: sides[0], second: sides[1]).markup)
  }

  // MARK: - Files

  private func fileResponse(_ encoded: Substring, _ request: ServerRequest) -> ServerResponse {
    guard let path = ServedPath(encoded: encoded), let name = path.parts.last,
      let file = directory.open(path)
    else { return .missing("There is no file of this name; it may have been removed.") }
    return ServerResponse(file: file, name: name, for: request)
  }

  /// A figure that is drawn now: its name, then the path of its item.
  private func drawingResponse(_ encoded: Substring) async -> ServerResponse {
    let parts = encoded.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, let path = ServedPath(encoded: parts[1]),
      let item = await cache.item(at: path), let content = await cache.content(of: item),
      let figure = content.figures.first(where: { $0.name == parts[0] }),
      case .drawn(let drawing) = figure.source
    else { return .missing("There is no figure of this name.") }
    switch await cache.drawing(drawing) {
    case .success(let picture):
      return ServerResponse(
        .ok, picture, type: "image/svg+xml; charset=utf-8", policy: .file)
    case .failure(let error): return .missing(error.description)
    }
  }

  private func assetResponse(_ name: Substring) -> ServerResponse {
    switch name {
    case "style.css":
      ServerResponse(.ok, pageStyle + serverStyle, type: "text/css; charset=utf-8")
    case "live.js":
      ServerResponse(.ok, liveScript, type: "text/javascript; charset=utf-8")
    case "icon.svg":
      ServerResponse(.ok, pageIcon, type: "image/svg+xml; charset=utf-8", policy: .file)
    default: .missing("There is no file of this name.")
    }
  }

  // MARK: - Progress

  private func progressResponse(_ encoded: Substring) async -> ServerResponse {
    guard let path = ServedPath(encoded: encoded), let item = await cache.item(at: path) else {
      return .missing("There is no run of this name; it may have been removed.")
    }
    return ServerResponse(json: LiveState(item, await cache.progress(of: item)))
  }
}

extension ServedPath {
  /// The path that a decoded text names, such as the value of a form.
  fileprivate init?(_ text: String) {
    self.init(text.split(separator: "/", omittingEmptySubsequences: false).map(String.init))
  }
}
