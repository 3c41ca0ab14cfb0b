import Yams

/// Every setting of a YAML text by its dotted path, in the order of the text.
func flatSettings(of text: String) throws -> [(path: String, value: String)] {
  guard let root = try Yams.compose(yaml: text) else { return [] }
  var result: [(path: String, value: String)] = []
  func collect(_ node: Node, _ path: [String]) {
    switch node {
    case .mapping(let section):
      for (key, value) in section { collect(value, path + [key.string ?? ""]) }
    case .sequence(let items):
      let list = items.map { $0.string ?? "" }.joined(separator: ", ")
      result.append((path.joined(separator: "."), "[\(list)]"))
    default: result.append((path.joined(separator: "."), node.string ?? ""))
    }
  }
  collect(root, [])
  return result
}
