/// A script for gnuplot that is built command by command, with the data in the script itself.
struct GnuplotScript {
  private var head = ""
  private var data = ""
  private var commands = ""
  private var blockCount = 0

  /// The whole script: the terminal, then the data, then the commands.
  var text: String { head + "\n" + data + commands }

  /// Adds a command before the data.
  mutating func begin(_ command: String) { head += command + "\n" }

  /// Adds a command.
  mutating func add(_ command: String) { commands += command + "\n" }

  /// Adds a named block of data.
  ///
  /// - Parameter rows: The rows; nil for an empty line, at which lines and areas are interrupted.
  /// - Returns: The name of the block, such as `$data3`.
  mutating func addData(_ rows: [[Double]?]) -> String {
    blockCount += 1
    let name = "$data\(blockCount)"
    data += "\(name) << EOD\n"
    for row in rows {
      data += (row ?? []).map { "\($0)" }.joined(separator: " ") + "\n"
    }
    data += "EOD\n"
    return name
  }
}

/// A text in gnuplot's notation for subscripts and superscripts, in quotation marks.
func gnuplotText(_ text: RichText, isBold: Bool = false) -> String {
  let runs = text.runs.map { run in
    let content = gnuplotEscaped(run.text)
    return switch run.position {
    case .baseline: content
    case .subscript: "_{\(content)}"
    case .superscript: "^{\(content)}"
    }
  }.joined()
  return isBold ? "'{/:Bold \(runs)}'" : "'\(runs)'"
}

/// The text with a backslash before whatever gnuplot would take for markup.
private func gnuplotEscaped(_ text: String) -> String {
  var result = ""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "'": result += "''"
    case "\\", "{", "}", "_", "^", "@", "&", "~": result += "\\" + String(scalar)
    case _ where scalar.value < 0x20 || scalar.value == 0x7F: result += " "
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result
}
