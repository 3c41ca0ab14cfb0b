import DriftDiffusion
import Figures
import Foundation
import RunServer

/// What the page of a study shows.
struct StudyContent {
  private(set) var content = ItemContent()

  init(_ item: CatalogueItem, _ location: String, _ directory: ServedDirectory) {
    content.files = ItemContent.files(of: item.path, in: directory) {
      $0 == "findings.json" ? "the verdicts" : ""
    }
    content.figures = ItemContent.figures(among: content.files, captions: [:])
    do {
      let findings = try Self.findings(at: location)
      content.tables = findings.isEmpty ? [] : [Self.table(findings)]
      content.quantities = [
        QuantityGroup(
          "Claims",
          findings.map {
            Quantity(
              "\($0.claim): \($0.quantity)", $0.interval.estimate,
              interval: $0.interval.lower <= $0.interval.upper
                ? $0.interval.lower...$0.interval.upper : nil)
          })
      ]
    } catch {
      content.problems.append(described(error, in: location))
    }
  }

  /// The verdicts that a study has kept.
  static func findings(at location: String) throws -> [Finding] {
    let path = "\(location)/findings.json"
    let text = try readText(of: path)
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "Infinity", negativeInfinity: "-Infinity", nan: "NaN")
    do {
      return try decoder.decode([Finding].self, from: Data(text.utf8))
    } catch {
      throw CommandFailure(.badData, "\(path) does not hold the verdicts of a study.")
    }
  }

  private static func table(_ findings: [Finding]) -> Table {
    Table(
      columns: [
        TableColumn("verdict"), TableColumn("claim"), TableColumn("measured"),
        TableColumn("estimate and interval"),
      ],
      rows: findings.map {
        [$0.verdict.rawValue, $0.claim, $0.quantity, intervalText($0.interval)]
      })
  }
}
