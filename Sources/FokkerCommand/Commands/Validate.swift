import ArgumentParser
import Figures
import Foundation

struct Validate: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Compute the reference cases with closed forms and compare.",
    discussion: """
      Every case by every method that can find it: its error, the error promised, the observed and \
      the declared order. Ends with status 1 when a row is not as promised.

      Examples:
        fokker validate
        fokker validate R6 R14 --format json
        fokker validate --update docs/validation.md
        fokker validate --figure validation.svg
      """)

  /// How the rows are printed.
  enum Format: String, CaseIterable, ExpressibleByArgument, Sendable {
    case text
    case json
    case markdown
  }

  @Argument(help: "The cases, such as R6; by default all.")
  var cases: [String] = []

  @Option(help: "How the rows are printed: text, json or markdown.")
  var format: Format = .text

  @Option(
    help: ArgumentHelp(
      "A text whose table between the marks '<!-- reference cases -->' and '<!-- end -->' is "
        + "replaced.", valueName: "file"))
  var update: String?

  @Option(
    help: ArgumentHelp(
      "A file to draw the errors into, .svg, .pdf or .png.", valueName: "file"))
  var figure: String?

  @OptionGroup var common: CommonOptions

  func run() async throws {
    let command = self
    try await common.perform { progress in
      let chosen = try command.chosen()
      let format = try command.figure.map {
        try figureFormat(of: $0, replacing: command.common.force)
      }
      var rows: [ValidationRow] = []
      for (index, reference) in chosen.enumerated() {
        try Task.checkCancellation()
        progress.begin("\(reference.name), \(reference.title)")
        rows += try await reference.rows()
        progress.update(Double(index + 1) / Double(chosen.count))
      }
      progress.finish("computed \(rows.count) rows of \(chosen.count) cases")
      let report = ValidationReport(rows: rows)
      if let update = command.update { try command.replaceTable(in: update, by: report) }
      if let figure = command.figure, let format {
        try ValidationFigure(rows: rows).figure().draw(to: figure, as: format)
      }
      switch command.format {
      case .text: try show(report.text)
      case .json: try show(jsonText(of: rows))
      case .markdown: try show(report.markdown)
      }
      guard report.failures == 0 else {
        throw CommandFailure(
          .failed, "\(report.failures) of \(rows.count) rows are not as promised.")
      }
    }
  }

  private func chosen() throws -> [ReferenceCase] {
    guard !cases.isEmpty else { return ReferenceCase.all }
    let names = ReferenceCase.all.map(\.name)
    for name in cases where !names.contains(name.uppercased()) {
      throw CommandFailure(
        .usage,
        "There is no case '\(name)'; choose from \(distinct(names).joined(separator: ", ")).")
    }
    return ReferenceCase.all.filter { cases.map { $0.uppercased() }.contains($0.name) }
  }

  private func replaceTable(in path: String, by report: ValidationReport) throws {
    let text = try readText(of: path)
    guard let begin = text.range(of: "<!-- reference cases -->"),
      let end = text.range(of: "<!-- end -->", range: begin.upperBound..<text.endIndex)
    else {
      throw CommandFailure(
        .badData, "\(path) has no marks '<!-- reference cases -->' and '<!-- end -->'.")
    }
    var changed = text
    changed.replaceSubrange(
      begin.upperBound..<end.lowerBound, with: "\n\n\(report.markdown)\n\n")
    try writeText(changed, to: path)
  }
}
