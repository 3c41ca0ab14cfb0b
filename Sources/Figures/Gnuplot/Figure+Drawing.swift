internal import Foundation

extension Figure {
  /// Draws the figure into a file with gnuplot.
  ///
  /// The file is written beside its place and then moved there, so that a file that exists is whole.
  ///
  /// - Parameters:
  ///   - path: The path of the file; what is there is replaced.
  ///   - format: The format of the file.
  ///   - frame: The index of the frame that is shown; the last one by default, in a
  ///     ``FigureFormat/gif`` all of them.
  ///   - keepingSource: Whether the script with its data is kept beside the file as `….gp`.
  /// - Throws: ``FigureError`` when gnuplot is missing or fails, or when the file cannot be written.
  public func draw(
    to path: String, as format: FigureFormat, frame: Int? = nil, keepingSource: Bool = false
  ) throws(FigureError) {
    let script = gnuplotScript(as: format, frame: frame)
    if keepingSource { try replace(path + ".gp", with: Data(script.utf8)) }
    let picture = try gnuplot(script, for: path)
    try replace(path, with: format == .svg ? Data(accessible(picture).utf8) : picture)
  }

  /// The figure as a document of scalable vector graphics, drawn by gnuplot.
  ///
  /// - Returns: Well-formed XML in UTF-8 that refers to nothing outside itself.
  /// - Throws: ``FigureError`` when gnuplot is missing or fails.
  public func svg() throws(FigureError) -> String {
    accessible(try gnuplot(gnuplotScript(as: .svg), for: "The figure"))
  }

  /// Names the picture and says what it shows, in the place of gnuplot's own words.
  private func accessible(_ picture: Data) -> String {
    var text = String(decoding: picture, as: UTF8.self)
    let heading = title.isEmpty ? panels.first?.title ?? "" : title
    let name = heading.isEmpty ? "Figure" : RichText(heading).plain
    text.replace(
      #/<title>.*</title>/#, with: "<title>\(xmlEscaped(name))</title>", maxReplacements: 1)
    text.replace(
      #/<desc>.*</desc>/#, with: "<desc>\(xmlEscaped(description))</desc>", maxReplacements: 1)
    text.replace("<svg ", with: "<svg role=\"img\" ", maxReplacements: 1)
    text.replace(
      "font-family=\"sans-serif\"", with: "font-family=\"\(FigureTheme.fontFamily)\"")
    return text
  }
}

/// Runs gnuplot on a script and returns what it draws.
///
/// The script and the complaints are files, so that no pipe but one can fill up.
private func gnuplot(_ script: String, for path: String) throws(FigureError) -> Data {
  guard let program = executable("gnuplot") else { throw .gnuplotMissing }
  let files = FileManager.default
  let directory = files.temporaryDirectory.appending(path: "figure-\(UUID().uuidString)")
  defer { try? files.removeItem(at: directory) }
  do {
    try files.createDirectory(at: directory, withIntermediateDirectories: true)
    let source = directory.appending(path: "figure.gp")
    let complaints = directory.appending(path: "complaints")
    try Data(script.utf8).write(to: source)
    try Data().write(to: complaints)
    let picture = try standardOutput(
      of: program, [source.path], complaints: try FileHandle(forWritingTo: complaints))
    guard let picture, !picture.isEmpty else {
      let text = String(decoding: try Data(contentsOf: complaints), as: UTF8.self)
      throw FigureError.gnuplotFailed(path: path, reason: lastWords(text))
    }
    return picture
  } catch let error as FigureError {
    throw error
  } catch {
    throw .gnuplotFailed(path: path, reason: error.localizedDescription)
  }
}

/// What a program writes, or nil when it fails.
private func standardOutput(
  of program: String, _ arguments: [String], complaints: FileHandle
) throws -> Data? {
  let process = Process()
  process.executableURL = URL(fileURLWithPath: program)
  process.arguments = arguments
  let output = Pipe()
  process.standardOutput = output
  process.standardError = complaints
  process.standardInput = FileHandle.nullDevice
  try process.run()
  let data = try output.fileHandleForReading.readToEnd()
  process.waitUntilExit()
  return process.terminationStatus == 0 ? data : nil
}

/// The end of what a program complained about, in one line.
private func lastWords(_ complaints: String) -> String {
  let lines = complaints.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
  let words = lines.filter { !$0.isEmpty && $0 != "^" }
  return words.isEmpty ? "it drew nothing" : words.suffix(2).joined(separator: " ")
}

/// The path of a program that the environment's search path leads to.
private func executable(_ name: String) -> String? {
  let directories = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin").split(
    separator: ":")
  return directories.map { "\($0)/\(name)" }
    .first { FileManager.default.isExecutableFile(atPath: $0) }
}

/// Writes a file beside its place and moves it there.
private func replace(_ path: String, with data: Data) throws(FigureError) {
  do {
    try data.write(to: URL(fileURLWithPath: path), options: .atomic)
  } catch {
    throw .unwritable(path: path, reason: error.localizedDescription)
  }
}
