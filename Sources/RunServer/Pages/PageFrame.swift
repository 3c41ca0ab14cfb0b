/// A page of the server around its content.
///
/// - Parameters:
///   - title: The title.
///   - live: The address that the page asks for news, and the version that it shows; nil for none.
///   - content: What stands below the way back to the list.
/// - Returns: The document.
func framed(_ title: String, live: (address: String, version: String)? = nil, _ content: Markup)
  -> Markup
{
  let attributes: Markup =
    live.map { " data-live=\"\($0.address)\" data-version=\"\($0.version)\"" } ?? ""
  return """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>\(title)</title>
    <link rel="icon" href="/assets/icon.svg">
    <link rel="stylesheet" href="/assets/style.css">
    <script src="/assets/live.js" defer></script>
    </head>
    <body\(attributes)>
    <main>
    \(content)
    </main>
    </body>
    </html>

    """
}

/// The way back to the list.
let wayBack: Markup = "<p class=\"back\"><a href=\"/\">All runs</a></p>"

extension ServerResponse {
  /// The page of an address that leads nowhere.
  static func missing(_ reason: String) -> ServerResponse { problem(.notFound, reason) }

  /// The page that says why a request is refused.
  static func problem(
    _ status: Status, _ reason: String, headers: [(name: String, value: String)] = []
  ) -> ServerResponse {
    ServerResponse(
      status,
      page: framed(
        status.phrase,
        "\(wayBack)\n<h1>\(status.phrase)</h1>\n<p class=\"summary\">\(reason)</p>"),
      headers: headers)
  }
}
