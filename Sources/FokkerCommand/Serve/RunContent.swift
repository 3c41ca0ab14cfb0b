import Archives
import DriftDiffusion
import Figures
import Foundation
import RunServer

/// What the page of a run shows; files that cannot be read become problems.
struct RunContent {
  private(set) var content = ItemContent()

  init(_ item: CatalogueItem, _ location: String, _ directory: ServedDirectory) {
    content.files = ItemContent.files(of: item.path, in: directory, what: Self.what)
    content.figures = ItemContent.figures(among: content.files, captions: Self.captions)
    read(location, "experiment.yml") { content, _ in
      let text = try ConfigurationReader<ExperimentConfiguration>.text(
        of: RunDirectory(opening: location).readConfiguration())
      content.settings = try flatSettings(of: text).map { Fact($0.path, settingText($0.value)) }
    }
    read(location, Stage.compare.fileName) {
      $0.quantities += Self.quantities(try ComparisonSummary(try NetCDF.read($1)))
    }
    if content.quantities.isEmpty {
      read(location, Stage.information.fileName) {
        $0.quantities += try Self.information(try NetCDF.read($1))
      }
    }
    read(location, Stage.gradients.fileName) {
      $0.quantities += Self.quantities(try GradientSummary(try NetCDF.read($1)))
    }
    read(location, Stage.fit.fileName) {
      $0.quantities += Self.quantities(try FitSummary(try NetCDF.read($1)))
    }
    content.quantities.removeAll { $0.quantities.isEmpty }
    if let figure = (try? RunDirectory(opening: location)).flatMap(UnfinishedLearningFigure.init) {
      let drawing = figure.figure()
      content.figures.append(
        ItemFigure("learning-so-far", caption: drawing.summary, .drawn(drawing)))
    }
  }

  /// Reads a file if it is there.
  private mutating func read(
    _ location: String, _ name: String, _ work: (inout ItemContent, String) throws -> Void
  ) {
    guard content.files.contains(where: { $0.name == name }) else { return }
    do {
      try work(&content, "\(location)/\(name)")
    } catch {
      content.problems.append(described(error, in: location))
    }
  }

  // MARK: - Files

  private static let captions = [
    "information-plane": "The mean way of every layer through the information plane",
    "gradients": "Means and standard deviations of the gradients, with the transitions",
    "bound": "The layers against the information-bottleneck curve",
  ]

  private static func what(_ name: String) -> String {
    if let stage = Stage.allCases.first(where: { $0.fileName == name }) {
      return "made by \(stage.activity)"
    }
    return switch name {
    case "experiment.yml": "all settings"
    case "report.html": "the report"
    case "training.partial": "networks in training"
    default: ""
    }
  }

  // MARK: - Key numbers

  private static func quantities(_ summary: ComparisonSummary) -> [QuantityGroup] {
    information(summary) + entropies(summary) + [
      group("Law of the compression, nats lost per e-fold of time", summary.verdict.laws) {
        Quantity(
          layer($0.layer), $0.fallPerEFold.estimate,
          interval: ends($0.fallPerEFold.lower, $0.fallPerEFold.upper),
          note: $0.isDecided ? $0.law : "\($0.law)?")
      }
    ]
  }

  private static func information(_ summary: ComparisonSummary) -> [QuantityGroup] {
    [
      group("Compression of I(X;T), bits", summary.information) {
        Quantity(
          layer($0.layer), $0.compressionBits.value,
          standardError: $0.compressionBits.standardError)
      },
      group("I(X;T) at the end, bits", summary.information) {
        Quantity(layer($0.layer), $0.lastInputBits)
      },
      group("I(T;Y) at the end, bits", summary.information) {
        Quantity(layer($0.layer), $0.lastLabelBits)
      },
    ]
  }

  private static func entropies(_ summary: ComparisonSummary) -> [QuantityGroup] {
    let measured = Array(zip(summary.layers, summary.measuredEntropyChangeNats))
    var groups = [
      group("Change of weight entropy, measured, nats", measured) {
        Quantity(layer($0.0), $0.1.value, standardError: $0.1.standardError)
      }
    ]
    let method = summary.predictions.first?.method
    for closure in distinct(summary.predictions.map(\.closure)) {
      let rows = summary.predictions.filter { $0.closure == closure && $0.method == method }
      groups.append(
        group("Change of weight entropy, \(closure) closure, nats", rows) {
          Quantity(
            layer($0.layer), $0.entropyChangeNats.value,
            standardError: $0.entropyChangeNats.standardError)
        })
    }
    return groups
  }

  private static func quantities(_ summary: GradientSummary) -> [QuantityGroup] {
    var groups = TransitionDefinition.allCases.map { definition in
      let rows = summary.transitions.filter {
        $0.definition == definition && $0.epoch.value != nil
      }
      return group("Transition by \(definition.rawValue), epoch", rows) {
        Quantity(
          layer($0.layer), $0.epoch.value ?? .nan, interval: ends($0.epoch.lower, $0.epoch.upper))
      }
    }
    groups.append(
      group("Slope d ln SNR / d ln epoch at the end", summary.plateaus) {
        Quantity(
          layer($0.layer), $0.slope.value ?? .nan, interval: ends($0.slope.lower, $0.slope.upper))
      })
    return groups
  }

  private static func quantities(_ summary: FitSummary) -> [QuantityGroup] {
    let last = summary.coefficients.map(\.epoch).max() ?? 0
    let rows = summary.coefficients.filter { $0.epoch == last && $0.layer > 0 }
    return [
      group("Diffusion at the last epoch, weights² per learning time", rows) {
        Quantity(
          layer($0.layer), $0.homogeneousDiffusion.value ?? .nan,
          standardError: $0.homogeneousDiffusion.standardError)
      },
      group("Slope of the drift at the last epoch, per learning time", rows) {
        Quantity(
          layer($0.layer), $0.affineSlope.value ?? .nan,
          standardError: $0.affineSlope.standardError)
      },
    ]
  }

  /// The mean information at the last epoch, while there is no comparison yet.
  private static func information(_ dataset: Dataset) throws -> [QuantityGroup] {
    let axes = ["estimator", "network", "epoch", "layer"]
    let layers = try dataset.integers(named: "layer", dimensions: ["layer"])
    let (networks, epochs) = (try dataset.length(of: "network"), try dataset.length(of: "epoch"))
    return try [("information_input", "I(X;T)"), ("information_label", "I(T;Y)")].map {
      let values = try dataset.doubles(named: $0.0, dimensions: axes)
      return group("\($0.1) at the end, bits", Array(layers.enumerated())) { index, number in
        let ends = (0..<networks).map { values[(($0 + 1) * epochs - 1) * layers.count + index] }
        return Quantity(layer(Int(number)), ends.reduce(0, +) / Double(networks))
      }
    }
  }

  private static func layer(_ number: Int) -> String { "layer \(number)" }
}

/// A group of one number for each element.
private func group<Element>(
  _ title: String, _ elements: [Element], _ quantity: (Element) -> Quantity
) -> QuantityGroup {
  QuantityGroup(title, elements.map(quantity))
}

/// The ends of an interval, if it has both.
private func ends(_ lower: Double?, _ upper: Double?) -> ClosedRange<Double>? {
  guard let lower, let upper, lower <= upper else { return nil }
  return lower...upper
}
