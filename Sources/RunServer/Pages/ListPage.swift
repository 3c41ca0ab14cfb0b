/// The page with everything that is served.
func listPage(_ items: [CatalogueItem], of directory: ServedDirectory) -> Markup {
  let sections = ItemKind.allCases.compactMap { kind -> Markup? in
    let members = items.filter { $0.kind == kind }
    guard !members.isEmpty else { return nil }
    return "<h2>\(kind.plural)</h2>\n\(listTable(members))\n"
  }
  let empty: Markup =
    items.isEmpty
    ? """
    <p>There is nothing here yet. This page shows what is made below this directory, for example by</p>
    <pre><code>fokker run --preset quick --output quick-run</code></pre>
    """ : ""
  return framed(
    "Fokker: \(directory.path)", live: ("/progress.json", listVersion(items)),
    """
    <h1>Runs</h1>
    <p class="summary">\(directory.path)</p>
    \(comparisonForm(items))\(empty)\(sections)
    """)
}

private func listTable(_ items: [CatalogueItem]) -> Markup {
  let rows = items.map { item -> Markup in
    """
    <tr data-path="\(item.path.description)">
    <td><a href="\(item.address)">\(item.name)</a></td>
    <td>\(item.title)</td><td class="extent">\(item.extent)</td>
    <td><span class="state \(item.state.word)">\(stateText(item))</span></td>
    <td class="changed">\(localTime(item.changed))</td></tr>

    """
  }
  return """
    <div class="table list"><table>
    <thead><tr><th scope="col">name</th><th scope="col">title</th><th scope="col">extent</th>\
    <th scope="col">state</th><th scope="col" class="changes">changed</th></tr></thead>
    <tbody>
    \(rows)</tbody></table></div>
    """
}

/// The form that lays two items of one kind side by side.
private func comparisonForm(_ items: [CatalogueItem]) -> Markup {
  let groups = ItemKind.allCases.map { kind in items.filter { $0.kind == kind } }
    .filter { $0.count > 1 }
  guard let second = groups.first?[1] else { return "" }
  func choices(_ chosen: CatalogueItem?) -> [Markup] {
    groups.map { members in
      """
      <optgroup label="\(members[0].kind.plural)">\
      \(members.map { option($0.path, isChosen: $0 == chosen) })</optgroup>
      """
    }
  }
  return """
    <form class="compare" action="/compare" method="get">
    <label>Compare <select name="a">\(choices(nil))</select></label>
    <label>with <select name="b">\(choices(second))</select></label>
    <button>Side by side</button>
    </form>

    """
}

/// A choice of a form.
func option(_ path: ServedPath, isChosen: Bool = false) -> Markup {
  let mark: Markup = isChosen ? " selected" : ""
  return "<option value=\"\(path.description)\"\(mark)>\(path.description)</option>"
}

extension CatalogueItem {
  /// The address of its page.
  var address: String { "/items/\(path.encoded)" }

  /// The address of a file below it, or of itself.
  func address(ofFile name: String) -> String {
    name.isEmpty || kind.isFile
      ? "/files/\(path.encoded)" : "/files/\((path.appending(name) ?? path).encoded)"
  }

  /// The address of one of its figures.
  func address(of figure: ItemFigure) -> String {
    switch figure.source {
    case .file(let name): address(ofFile: name)
    case .drawn: "/drawings/\(percentEncoded(figure.name))/\(path.encoded)"
    }
  }
}

extension ItemKind {
  /// The heading above items of this kind.
  var plural: String {
    switch self {
    case .run: "Runs"
    case .study: "Studies"
    case .solution: "Solved densities"
    case .ensemble: "Simulated ensembles"
    }
  }

  /// The kind in one word.
  var word: String {
    switch self {
    case .run: "run"
    case .study: "study"
    case .solution: "solved density"
    case .ensemble: "simulated ensemble"
    }
  }

  /// Whether an item of this kind is one file.
  var isFile: Bool { self == .solution || self == .ensemble }
}
