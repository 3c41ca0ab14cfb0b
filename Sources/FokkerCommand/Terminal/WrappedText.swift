/// A text broken at spaces into lines of at most `width` characters, later ones indented by two.
func wrapped(_ text: String, width: Int) -> String {
  var lines: [String] = []
  var line = ""
  for word in text.split(separator: " ") {
    if line.isEmpty {
      line = String(word)
    } else if line.count + 1 + word.count <= width {
      line += " \(word)"
    } else {
      lines.append(line)
      line = "  \(word)"
    }
  }
  return (lines + [line]).joined(separator: "\n")
}
