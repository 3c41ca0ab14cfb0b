import Archives
import Figures
import Foundation
import RunServer

/// What the page of a file with a density shows.
struct DensityContent {
  private(set) var content = ItemContent()

  init(_ item: CatalogueItem, _ location: String, _ directory: ServedDirectory) {
    if let status = directory.status(of: item.path) {
      content.files = [
        ItemFile(
          name: item.path.parts.last ?? "", size: status.size, changed: status.changed,
          what: item.kind == .solution ? "made by solving" : "made by simulating")
      ]
    }
    do {
      let dataset = try NetCDF.read(location)
      content.facts = Self.facts(dataset.attributes)
      content.settings = try flatSettings(of: dataset.attributes.string("configuration") ?? "")
        .map { Fact($0.path, settingText($0.value)) }
      content.quantities = try Self.quantities(dataset)
      content.figures = try Self.figures(dataset)
    } catch {
      content.problems.append(described(error, in: location))
    }
  }

  private static func facts(_ attributes: Attributes) -> [Fact] {
    let texts = ["drift", "diffusion", "noise", "boundary"].compactMap { name in
      attributes.texts(name).map { Fact(name, $0.joined(separator: "; ")) }
    }
    let words = ["interpretation", "method"].compactMap { name in
      attributes.string(name).map { Fact(name, $0) }
    }
    return texts + words
  }

  /// The moments at the last time.
  private static func quantities(_ dataset: Dataset) throws -> [QuantityGroup] {
    let time = try dataset.doubles(named: "time", dimensions: ["time"]).last ?? 0
    let quantities = try ["survival", "mean", "variance", "entropy"].compactMap {
      name -> Quantity? in
      guard dataset.contains(name),
        try dataset.variable(named: name).dimensions == ["time"],
        let value = try dataset.doubles(named: name, dimensions: ["time"]).last
      else { return nil }
      let error =
        dataset.contains("\(name)_error")
        ? try dataset.doubles(named: "\(name)_error", dimensions: ["time"]).last : nil
      return Quantity(name, value, standardError: error)
    }
    let title = "At time \(settingText("\(time)"))"
    let single = ["mean_passage_time", "upper_exit_probability", "stationary_entropy_production"]
      .compactMap { name -> Quantity? in
        guard let value = dataset.attributes.double(name) else { return nil }
        return Quantity(name.replacing("_", with: " "), value)
      }
    let rates =
      dataset.contains("decay_rate")
      ? try dataset.doubles(named: "decay_rate", dimensions: ["mode"]).enumerated().map {
        Quantity("mode \($0.offset)", $0.element)
      } : []
    return [
      QuantityGroup(title, quantities), QuantityGroup("Analyses", single),
      QuantityGroup("Decay rates", rates),
    ].filter { !$0.quantities.isEmpty }
  }

  /// The still figures that the file can show.
  private static func figures(_ dataset: Dataset) throws -> [ItemFigure] {
    let file = try EquationFile(dataset)
    let still: [EquationFigure] = [
      .density, .plane, .marginals, .moments, .stationary, .spectrum, .passage,
    ]
    return try still.filter { $0.lacks(file) == nil }.map { name in
      let figure = try name.figure(of: file)
      return ItemFigure(name.rawValue, caption: figure.description, .drawn(figure))
    }
  }
}
