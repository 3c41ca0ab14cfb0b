internal import Foundation

/// What a page asks for again and again: the state of one item.
struct LiveState: Encodable {
  var state: String
  var text: String
  var version: String
  /// A text that changes with the item's files, and so with its drawings.
  var drawings: String
  var progress: RunProgress?
  var trainedFraction: Double?

  init(_ item: CatalogueItem, _ progress: RunProgress?) {
    state = item.state.word
    text = stateText(item)
    version = pageVersion(item, progress)
    drawings = item.version
    self.progress = progress
    trainedFraction = progress?.trainedFraction
  }
}

/// What the list asks for again and again: the states of all items.
struct ListState: Encodable {
  struct Row: Encodable {
    var path: String
    var state: String
    var text: String
    var changed: String
  }

  var version: String
  var rows: [Row]

  init(_ items: [CatalogueItem]) {
    version = listVersion(items)
    rows = items.map {
      Row(
        path: $0.path.description, state: $0.state.word, text: stateText($0),
        changed: localTime($0.changed))
    }
  }
}

/// A text that changes when more than numbers in the progress of a page has changed.
///
/// While networks are in training, only the numbers and the drawings change; the first of them that is
/// saved brings the drawings.
func pageVersion(_ item: CatalogueItem, _ progress: RunProgress?) -> String {
  guard let progress, progress.stages.contains(where: { !$0.isDone }) else { return item.version }
  let stages = progress.stages.map { $0.isDone ? "1" : "0" }.joined()
  return progress.networks.isEmpty ? stages : stages + "-training"
}

/// A text that changes when the list has other entries.
func listVersion(_ items: [CatalogueItem]) -> String {
  var hash: UInt64 = 0xCBF2_9CE4_8422_2325
  for item in items {
    for byte in "\(item.kind)/\(item.path)/\(item.title)\n".utf8 {
      hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
    }
  }
  return String(hash, radix: 36)
}

/// The state of an item with the time of the last change where it tells something.
func stateText(_ item: CatalogueItem) -> String {
  let age = max(0, secondsNow() - item.changed)
  return switch item.state {
  case .finished: "finished"
  case .running: "running, last change \(duration(age)) ago"
  case .unfinished: "unfinished, last change \(duration(age)) ago"
  case .broken(let problem): "broken: \(problem)"
  }
}

private func duration(_ seconds: Double) -> String {
  switch seconds {
  case ..<100: "\(Int(seconds)) s"
  case ..<6000: "\(Int(seconds / 60)) min"
  case ..<172_800: "\(Int(seconds / 3600)) h"
  default: "\(Int(seconds / 86_400)) days"
  }
}

extension ServerResponse {
  /// An answer with a value as JSON.
  init(json value: some Encodable) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "Infinity", negativeInfinity: "-Infinity", nan: "NaN")
    let text = (try? encoder.encode(value)).map { String(decoding: $0, as: UTF8.self) } ?? "null"
    self.init(.ok, text, type: "application/json")
  }
}
