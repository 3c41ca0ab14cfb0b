import Archives
import Figures

/// Predicted and measured weights beside the observed compression, from `comparison.nc`.
struct ComparisonFigures {
  private let dataset: Dataset
  private let layers: [Int]
  private let epochs: [Double]
  /// The closures in the order in which they are drawn.
  private let closures: [String]
  /// The places of ``closures`` in the file.
  private let closurePlaces: [Int]

  init(_ run: RunFiles) throws {
    dataset = try run.read(.compare)
    layers = try dataset.wholeCoordinate("layer")
    epochs = try dataset.coordinate("epoch")
    let stored = try dataset.nameCoordinate("closure")
    closures = drawingOrder(ofClosures: stored)
    closurePlaces = closures.map { stored.firstIndex(of: $0) ?? 0 }
  }

  // MARK: - Distances

  /// The Wasserstein-1 distance of every closure by the first solver.
  func distance() throws -> Figure {
    let values = try predictions("wasserstein1")
    let panels = layers.indices.map { layer in
      Panel(
        layerName(layers[layer]), x: .epochs(epochs),
        y: AxisStyle("W_{1}", unit: "weight", limits: .including(0...0)),
        series: closures.indices.map { closure in
          let style = PredictionStyle(closure)
          return Series(
            closures[closure], .line(x: epochs, y: values[closure][layer]),
            color: style.color, line: style.line, lineWidth: 1.5, layer: layers[layer] - 1)
        })
    }
    return Figure(
      "Wasserstein-1 distance of predicted and measured weights",
      summary: "Distance of the predicted density of every layer from the weights of all networks "
        + "against the epoch, by closure.",
      panels: panels, columns: panelColumns(panels.count), panelWidth: 240, panelHeight: 160)
  }

  // MARK: - Entropy

  /// Measured change of the entropy with its intervals and the prediction of every closure.
  func entropy() throws -> Figure {
    let measured = try measuredEntropy()
    let predicted = try predictions("entropy_change")
    let panels = layers.indices.map { layer in
      ComparisonPanel(
        layerName(layers[layer]), measured: measured[layer],
        predictions: closures.indices.map {
          EstimateCurve(closures[$0], times: epochs, values: predicted[$0][layer])
        }, layer: layers[layer] - 1)
    }
    var figure = Figure.comparison(
      panels, time: .epochs(epochs), quantity: AxisStyle("ΔS", unit: "nat"),
      title: "Change of the weights' entropy, measured and predicted")
    figure.summary =
      "Change of the differential entropy of every layer's weights since the start: measured with "
      + "its 95 % interval over networks, and predicted by closure."
    return figure
  }

  private func measuredEntropy() throws -> [EstimateCurve] {
    let axes = ["layer", "epoch"]
    let values = try dataset.rows(named: "measured_entropy_change", dimensions: axes)
    let errors = try dataset.rows(named: "measured_entropy_change_error", dimensions: axes)
    return layers.indices.map {
      EstimateCurve("measured", times: epochs, values: values[$0], standardErrors: errors[$0])
    }
  }

  /// A quantity of the predictions by the first solver, shape [closure][layer][epoch].
  private func predictions(_ name: String) throws -> [[[Double]]] {
    let rows = try dataset.rows(
      named: name, dimensions: ["solver", "closure", "layer", "epoch"])
    return closurePlaces.map { closure in
      layers.indices.map { rows[closure * layers.count + $0] }
    }
  }

  // MARK: - Compression

  /// Entropy against the epoch, I(X;T) against the epoch, and one against the other.
  func compression() throws -> Figure {
    guard dataset.contains("information_input") else {
      throw CommandFailure(
        .badData, "\(dataset.source) holds no information: the run is a log of gradients.")
    }
    let entropy = try measuredEntropy()
    let predicted = try predictions("entropy_change")
    let main = 0
    let axes = ["layer", "information_epoch"]
    let times = try dataset.coordinate("information_epoch")
    let values = try dataset.rows(named: "information_input", dimensions: axes)
    let errors = try dataset.rows(named: "information_input_error", dimensions: axes)
    let peaks = try dataset.doubles(named: "peak_epoch", dimensions: ["layer"])
    var (entropies, informations, paths) = ([Series](), [Series](), [Series]())
    for (index, number) in layers.enumerated() {
      let layer = number - 1
      var measured = entropy[index]
      measured.name = layerName(number)
      entropies += measured.series(layer: layer)
      entropies.append(
        Series(
          "", .line(x: epochs, y: predicted[main][index]), line: .dashed, lineWidth: 1.2,
          layer: layer))
      informations += EstimateCurve(
        layerName(number), times: times, values: values[index], standardErrors: errors[index]
      ).series(layer: layer)
      let peak = times.firstIndex(of: peaks[index])
      let place = peak.map { [$0] } ?? []
      informations.append(
        Series(
          "", .points(x: place.map { times[$0] }, y: place.map { values[index][$0] }),
          marker: .diamond, markerSize: 7, layer: layer))
      let common = times.indices.filter { epochs.contains(times[$0]) }
      let entropyThere = common.map { time in
        epochs.firstIndex(of: times[time]).map { entropy[index].values[$0] } ?? .nan
      }
      paths.append(
        Series(
          layerName(number), .line(x: entropyThere, y: common.map { values[index][$0] }),
          lineWidth: 1.4, layer: layer))
    }
    entropies += [.legendLine("measured"), .legendLine("predicted, \(closures[main])", .dashed)]
    informations.append(
      Series(
        "largest I(X;T)", .points(x: [], y: []), color: .fixed(Color(0x555555)), marker: .diamond,
        markerSize: 7))
    let change = AxisStyle("ΔS of the weights", unit: "nat")
    return Figure(
      "Entropy of the weights and information about the input",
      summary:
        "Change of the weights' entropy and I(X;T) of every layer against the epoch, and one "
        + "against the other.",
      panels: [
        Panel(x: .epochs(epochs), y: change, series: entropies),
        Panel(x: .epochs(times), y: .inputInformation, series: informations),
        Panel(x: change, y: .inputInformation, series: paths),
      ], columns: 3, panelWidth: 270, panelHeight: 240)
  }
}
