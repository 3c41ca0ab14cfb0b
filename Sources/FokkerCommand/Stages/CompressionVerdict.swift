import DriftDiffusion

/// What a run says of how and why its layers compress.
struct CompressionVerdict: Sendable {
  /// One compressing layer.
  struct Law: Sendable {
    var layer: Int
    var choice: CompressionLawChoice
    /// The loss in nats per e-fold of time.
    var fallPerEFold: BootstrapInterval
  }

  /// The laws of the layers that lose more than 0.1 bit.
  var laws: [Law]
  /// The tests of diffusion and saturation.
  var hypotheses: CompressionHypotheses
  /// Over layers: the rank correlation of the change of the weight entropy with the compression; nil
  /// with less than three layers.
  var acrossLayers: PermutationTest?

  init(_ log: GradientLog, _ information: InformationLog, seed: UInt64) {
    let count = information.networkCount
    let layers = Array(0..<min(log.layers.count, information.layerCount))
    guard count >= 2 else {
      (laws, hypotheses, acrossLayers) = ([], CompressionHypotheses([]), nil)
      return
    }
    let bootstrap = NetworkBootstrap(
      networkCount: count, level: NetworkBootstrap.expandedLevel(0.95, networkCount: count),
      seed: seed)
    laws = layers.compactMap { layer in
      let curves = information.inputCurves(layer: layer)
      guard curves.mean.fall > 0.1,
        let choice = CompressionLawChoice(curves, bootstrap: bootstrap)
      else { return nil }
      return Law(
        layer: log.layers[layer].number, choice: choice,
        fallPerEFold: bootstrap.interval { curves.mean(of: $0).fallPerEFold })
    }
    let courses = layers.compactMap {
      LayerCourse(log, layerIndex: $0, information: information)
    }
    hypotheses = CompressionHypotheses(courses, seed: seed)
    let changes = courses.map(\.meanEntropyChange)
    let falls = courses.map { course in
      information.inputCurves(layer: course.layer - log.layers[0].number).mean.fall
    }
    acrossLayers =
      courses.count >= 3 && changes.allSatisfy(\.isFinite)
      ? .rankCorrelation(changes, falls, seed: seed) : nil
  }
}
