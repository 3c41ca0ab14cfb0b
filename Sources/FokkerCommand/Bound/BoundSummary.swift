import InformationTheory

/// A bottleneck curve and where the layers of a run are, as printed.
struct BoundSummary: Codable, Sendable {
  /// What the curve belongs to.
  var title: String
  /// The curve.
  var curve: BottleneckCurve
  /// The layers from the first to the output; empty without a run.
  var layers: [LayerBoundStatistics]
  /// The epoch of the layers; 0 without a run.
  var epoch: Int

  /// The curve alone.
  init(title: String, curve: BottleneckCurve) {
    self.init(title: title, curve: curve, places: [], epoch: 0)
  }

  /// The curve with the layers of every network, shape [network][layer].
  init(title: String, curve: BottleneckCurve, places: [[LayerBound]], epoch: Int) {
    self.title = title
    self.curve = curve
    self.epoch = epoch
    layers = (places.first ?? []).indices.map { layer in
      LayerBoundStatistics(places.map { $0[layer] })
    }
  }
}
