import Figures

/// The places of all layers of all networks in the information plane at one epoch.
struct InformationSnapshot {
  /// One layer: a value for each network.
  struct Layer {
    /// I(X;T) in bits.
    var input: [Double]
    /// I(T;Y) in bits.
    var label: [Double]
  }

  /// The epoch.
  var epoch: Double
  /// The layers from the first to the output.
  var layers: [Layer]

  /// A series of points for each layer, without names in the legend when they belong to a frame.
  func series(frame: Int? = nil) -> [Series] {
    layers.enumerated().map { index, layer in
      Series(
        frame == nil ? "T_{\(index + 1)}" : "", .points(x: layer.input, y: layer.label),
        opacity: 0.8, layer: index, frame: frame)
    }
  }
}

/// Snapshots side by side, with shared axes.
func informationSnapshots(_ snapshots: [InformationSnapshot], networks: Int) -> Figure {
  Figure(
    "\(networkPhrase(networks)) in the information plane".capitalizedFirst,
    summary: "Every point is a layer of one network.",
    panels: snapshots.map { snapshot in
      Panel(
        "epoch \(Int(snapshot.epoch))", x: .inputInformation, y: .labelInformation,
        series: snapshot.series())
    }, columns: min(3, snapshots.count), panelWidth: 260, panelHeight: 240, sharing: .shared)
}
