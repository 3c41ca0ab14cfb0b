import RunServer

extension ItemContent {
  /// The files of an item in the order of their names.
  static func files(
    of path: ServedPath, in directory: ServedDirectory, what: (String) -> String
  ) -> [ItemFile] {
    directory.entries(of: path).filter(\.status.isFile).map { name, status in
      ItemFile(name: name, size: status.size, changed: status.changed, what: what(name))
    }
  }

  /// The drawings among files, each once, those that scale first.
  static func figures(among files: [ItemFile], captions: [String: String]) -> [ItemFigure] {
    var names: Set<String> = []
    var result: [ItemFigure] = []
    for ending in [".svg", ".png", ".gif"] {
      for file in files where file.name.hasSuffix(ending) {
        let name = String(file.name.dropLast(ending.count))
        guard names.insert(name).inserted else { continue }
        result.append(
          ItemFigure(
            name, caption: captions[name] ?? name.replacing("-", with: " "), .file(file.name)))
      }
    }
    return result
  }
}
