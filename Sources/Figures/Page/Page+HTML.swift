extension Page {
  /// The page as an HTML document in UTF-8, for light and dark screens and for print.
  ///
  /// The same value always gives the same text.
  ///
  /// - Parameter vega: What draws the figures; a page without figures needs none.
  /// - Returns: The document.
  public func html(vega: VegaLibrary? = nil) -> String {
    precondition(vega != nil || figures.isEmpty, "a page with figures needs Vega")
    var body = ""
    var numbers = Numbers()
    for block in blocks { body += Self.html(block, &numbers) }
    let scripts = figures.isEmpty ? "" : Self.scripts(vega)
    let sources = figures.isEmpty ? "" : "; script-src 'unsafe-inline' 'unsafe-eval'; img-src data:"
    return """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta http-equiv="Content-Security-Policy" \
      content="default-src 'none'; style-src 'unsafe-inline'\(sources)">
      <title>\(xmlEscaped(RichText(title).plain))</title>
      <style>
      \(pageStyle)</style>
      </head>
      <body>
      <main>
      <h1>\(Self.inline(title))</h1>
      \(summary.isEmpty ? "" : "<p class=\"summary\">\(Self.inline(summary))</p>\n")\
      \(contents)\(PageControls(figures).html)\(body)</main>
      \(footer.isEmpty ? "" : "<footer>\(Self.inline(footer))</footer>\n")\(scripts)</body>
      </html>

      """
  }

  private var figures: [Figure] {
    blocks.compactMap { if case .figure(let figure, _) = $0 { figure } else { nil } }
  }

  private static func scripts(_ vega: VegaLibrary?) -> String {
    """
    <noscript><p>The figures need JavaScript; the texts and tables do not.</p></noscript>
    <script>
    \(vega?.script ?? "")</script>
    <script>
    \(pageScript)
    </script>

    """
  }

  /// How many sections and figures came before.
  private struct Numbers {
    var section = 0
    var figure = 0
  }

  /// The table of contents, when there is more than one section.
  private var contents: String {
    let titles = blocks.compactMap { if case .section(let title) = $0 { title } else { nil } }
    guard titles.count > 1 else { return "" }
    let items = titles.enumerated().map { index, title in
      "<li><a href=\"#section-\(index + 1)\">\(Self.inline(title))</a></li>\n"
    }
    return "<nav aria-label=\"Contents\">\n<ol>\n\(items.joined())</ol>\n</nav>\n"
  }

  private static func html(_ block: PageBlock, _ numbers: inout Numbers) -> String {
    switch block {
    case .section(let title):
      numbers.section += 1
      return "<h2 id=\"section-\(numbers.section)\">\(inline(title))</h2>\n"
    case .subsection(let title): return "<h3>\(inline(title))</h3>\n"
    case .paragraph(let text): return "<p>\(inline(text))</p>\n"
    case .notice(let text, let kind):
      return "<p class=\"notice \(kind.rawValue)\"><strong>\(kind.word):</strong> "
        + "\(inline(text))</p>\n"
    case .list(let items):
      return "<ul>\n" + items.map { "<li>\(inline($0))</li>\n" }.joined() + "</ul>\n"
    case .facts(let facts):
      let items = facts.map { "<dt>\(inline($0.name))</dt><dd>\(inline($0.value))</dd>\n" }
      return "<dl>\n\(items.joined())</dl>\n"
    case .table(let table): return table.html
    case .figure(let figure, let caption):
      numbers.figure += 1
      return PageFigure(figure: figure, caption: caption, number: numbers.figure).html
    case .code(let text): return "<pre><code>\(preformatted(text))</code></pre>\n"
    case .foldedCode(let text, let title):
      return """
        <details><summary>\(inline(title))</summary>
        <pre><code>\(preformatted(text))</code></pre></details>

        """
    }
  }

  /// A text with its subscripts and superscripts as elements.
  static func inline(_ text: String) -> String {
    RichText(text).runs.map { run in
      let content = xmlEscaped(run.text)
      return switch run.position {
      case .baseline: content
      case .subscript: "<sub>\(content)</sub>"
      case .superscript: "<sup>\(content)</sup>"
      }
    }.joined()
  }

  /// A text that keeps its lines.
  private static func preformatted(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { xmlEscaped(String($0)) }
      .joined(separator: "\n")
  }
}

extension Table {
  /// The table as an HTML element that scrolls by itself when it is wide.
  public var html: String {
    let head = columns.map { column in
      "<th scope=\"col\" class=\"\(column.alignment.rawValue)\">\(Page.inline(column.header))</th>"
    }
    let body = rows.map { row in
      let cells = columns.indices.map { index in
        let cell = index < row.count ? row[index] : ""
        return "<td class=\"\(columns[index].alignment.rawValue)\">\(Page.inline(cell))</td>"
      }
      return "<tr>\(cells.joined())</tr>\n"
    }
    let caption = title.isEmpty ? "" : "<caption>\(Page.inline(title))</caption>\n"
    return """
      <div class="table"><table>
      \(caption)<thead><tr>\(head.joined())</tr></thead>
      <tbody>
      \(body.joined())</tbody>
      </table></div>

      """
  }
}
