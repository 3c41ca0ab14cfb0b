/// What a browser lets a document do, as the header `Content-Security-Policy` says it.
enum ContentPolicy: String {
  /// The server's own pages: its own style, script and pictures; no frames around them.
  case page = """
    default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; \
    form-action 'self'; base-uri 'none'; frame-ancestors 'none'
    """
  /// A report of a run: what the file itself holds, as of an origin of its own, without any request.
  case report = """
    sandbox allow-scripts allow-downloads; default-src 'none'; style-src 'unsafe-inline'; \
    script-src 'unsafe-inline' 'unsafe-eval'; img-src data: blob:; font-src data:; \
    worker-src blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'
    """
  /// Any other file: nothing runs.
  case file = """
    sandbox; default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; \
    frame-ancestors 'none'
    """
}
