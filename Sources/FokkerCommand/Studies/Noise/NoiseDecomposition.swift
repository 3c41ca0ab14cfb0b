import Archives
import DriftDiffusion
import Figures
import InformationTheory
import NeuralNetworks

/// The compression of replicas taken apart into that of their mean path and that of their deviations.
struct NoiseDecomposition: Sendable {
  /// One compressing layer.
  struct Layer: Sendable {
    /// The layer's number.
    var number: Int
    /// What the replicas lose from the branch to the end, in bits.
    var loss: BootstrapInterval
    /// What the deviations of replicas, added to the weights of the branch, lose.
    var noiseAlone: InterventionEffect
    /// What the mean of the replicas' weights loses.
    var meanPath: InterventionEffect
  }

  /// The layers of which the replicas lose more than 0.1 bit.
  let layers: [Layer]

  init(_ run: StudyRun, _ ensemble: NoiseReplicas, _ bootstrap: NetworkBootstrap) async throws {
    let training = try run.context.input(.train, variables: ["network", "epoch", "parameter"])
    let recorded = try RunActivations(
      training, run.context.configuration.training,
      patterns: try run.context.trainedData().patterns)
    let replicas = ensemble.replicas
    let states = zip(ensemble.origins, ensemble.ends).map { Self.states($0, $1) }
    let configuration = run.context.configuration.information
    let measurement = try await InformationMeasurement(
      recorded.replacingWeights(with: states), configuration,
      seed: run.context.configuration.training.seed, threads: run.context.threads,
      progress: run.context.progress)
    let estimate = configuration.estimates.firstIndex(of: .binned) ?? 0
    func losses(_ layer: Int, _ places: Range<Int>) -> [Double] {
      (0..<ensemble.groupCount).map { group in
        func information(_ state: Int) -> Double {
          measurement.measurement(network: group, epoch: state, layer: layer)
            .values[estimate].aboutInput
        }
        let end = places.reduce(0) { $0 + information($1) } / Double(places.count)
        return information(0) - end
      }
    }
    layers = (0..<measurement.layerCount).compactMap { layer in
      let whole = losses(layer, 2 + replicas..<2 + 2 * replicas)
      let loss = bootstrap.meanInterval(whole)
      guard loss.lower > FalsificationMatrix.smallestLoss else { return nil }
      return Layer(
        number: layer + 1, loss: loss,
        noiseAlone: .compression(
          losses(layer, 2..<2 + replicas), reference: whole, bootstrap: bootstrap),
        meanPath: .compression(losses(layer, 1..<2), reference: whole, bootstrap: bootstrap))
    }
  }

  /// The branch, the mean of the ends, the branch displaced by every deviation, and every end.
  private static func states(_ origin: [Double], _ ends: [[Double]]) -> [[Double]] {
    let count = Double(ends.count)
    let mean = origin.indices.map { index in ends.reduce(0) { $0 + $1[index] } / count }
    let scale = (count / (count - 1)).squareRoot()
    let displaced = ends.map { end in
      origin.indices.map { origin[$0] + scale * (end[$0] - mean[$0]) }
    }
    return [origin, mean] + displaced + ends
  }

  /// The parts, layer by layer.
  var table: Table {
    Table(
      "Loss of I(X;T) since the branch, and the parts of it that one motion makes",
      columns: [
        TableColumn("layer", alignment: .trailing), TableColumn("loss, bit"),
        TableColumn("noise alone"), TableColumn("mean path alone"),
      ],
      rows: layers.map {
        [
          "\($0.number)", intervalText($0.loss), intervalText($0.noiseAlone.ratio),
          intervalText($0.meanPath.ratio),
        ]
      })
  }

  /// What a layer says.
  static func findings(_ layer: Layer) -> [Finding] {
    [
      ("The measured spread of replicas alone", "noise_alone_ratio", layer.noiseAlone),
      ("The mean path of replicas, without noise,", "mean_path_ratio", layer.meanPath),
    ].map { subject, field, effect in
      let verdict: Finding.Verdict =
        switch effect.outcome {
        case .compresses: .holds
        case .none: .fails
        default: .undecided
        }
      return Finding(
        claim: "\(subject) compresses layer \(layer.number).", verdict: verdict,
        quantity: "loss of I(X;T) relative to that of the replicas (compression: above 0.5); "
          + "noise.nc: \(field)", interval: effect.ratio)
    }
  }

  /// Adds the parts.
  func add(to data: inout Dataset) throws {
    guard !layers.isEmpty else { return }
    let axis = ["compressing_layer"]
    try data.addCoordinate(
      axis[0], .integers(layers.map { Int64($0.number) }),
      longName: "layers of which the replicas lose more than 0.1 bit")
    try data.addIntervals(
      "loss", axis, layers.map(\.loss), units: "bit",
      longName: "loss of I(X;T) of the replicas since the branch")
    try data.addIntervals(
      "noise_alone_ratio", axis, layers.map(\.noiseAlone.ratio), units: "1",
      longName: "loss by the replicas' deviations alone, relative to the replicas' loss")
    try data.addIntervals(
      "mean_path_ratio", axis, layers.map(\.meanPath.ratio), units: "1",
      longName: "loss by the mean of the replicas' weights, relative to the replicas' loss")
  }
}
