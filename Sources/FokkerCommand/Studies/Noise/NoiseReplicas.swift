import Archives
import DriftDiffusion
import NeuralNetworks
import RealModule

/// The weights of a noise ensemble from its branching epoch on, group by group.
struct NoiseReplicas: Sendable {
  /// One layer in every initial state.
  struct Layer: Sendable {
    /// The spread over replicas, from the branching epoch on.
    var spreads: [NoiseSpread] = []
    /// What independent steps with the measured gradient noise would spread, after the branch, shape
    /// [initial state][time].
    var whiteNoise: [[Double]] = []
    /// The mean over replicas of ln‖W‖, from the branch on, shape [initial state][time].
    var logGain: [[Double]] = []
  }

  /// The epoch after which the replicas part.
  let branch: Int
  /// The number of replicas of an initial state.
  let replicas: Int
  /// The recorded epochs after the branch.
  let epochs: [Double]
  /// The learning time since the branch of each.
  let elapsed: [Double]
  /// The layers.
  let layers: [Layer]
  /// All weights and biases at the branch, shape [initial state][parameter].
  let origins: [[Double]]
  /// All weights and biases at the end, shape [initial state][replica][parameter].
  let ends: [[[Double]]]

  /// The number of initial states.
  var groupCount: Int { layers.first?.spreads.count ?? 0 }

  init(_ run: StudyRun) throws {
    let configuration = run.studyCase.configuration.training
    let training = try run.context.input(.train, variables: ["network", "epoch", "learning_time"])
    let allEpochs = try training.doubles(named: "epoch", dimensions: ["epoch"])
    let times = try training.doubles(named: "learning_time", dimensions: ["epoch"])
    branch = configuration.continuation.epoch
    let size = configuration.replicas
    replicas = size
    guard size >= 3, let start = allEpochs.firstIndex(of: Double(branch)),
      start + 2 < allEpochs.count
    else {
      throw CommandFailure(
        .usage,
        "A noise ensemble needs training.replicas of three or more and recorded epochs after "
          + "epoch \(branch).")
    }
    epochs = Array(allEpochs[(start + 1)...])
    elapsed = times[(start + 1)...].map { $0 - times[start] }
    let layout = ParameterLayout(
      widths: configuration.network.widths(for: try run.context.trainedData().patterns))
    let groups = try training.length(of: "network") / replicas
    var layers = [Layer](repeating: Layer(), count: layout.layerCount)
    var (origins, ends) = ([[Double]](), [[[Double]]]())
    let span = start..<allEpochs.count
    for group in 0..<groups {
      let members = try (0..<size).map { replica in
        try Replica(
          training.source, network: group * size + replica, layout, epochs: span)
      }
      origins.append(members[0].first)
      ends.append(members.map(\.last))
      for layer in layout.layers {
        let range = layout.weights(ofLayer: layer)
        layers[layer - 1].spreads.append(try NoiseSpread(members.map { $0.weights(range) }))
        layers[layer - 1].logGain.append(Self.mean(members.map { $0.logNorms(range) }))
        layers[layer - 1].whiteNoise.append(
          Self.whiteNoise(
            Self.mean(members.map { $0.noiseVariances(range) }), times: Array(times[span]),
            learningRate: configuration.optimizer.learningRate))
      }
    }
    (self.layers, self.origins, self.ends) = (layers, origins, ends)
  }

  /// The courses of all layers; an initial state is the independent unit, and its information the
  /// mean over replicas.
  func courses(_ log: InformationLog) throws -> [LayerCourse] {
    let places = try epochs.map { epoch in
      guard let place = log.epochs.firstIndex(of: epoch) else {
        throw CommandFailure(.badData, "The information was not measured at epoch \(Int(epoch)).")
      }
      return place
    }
    return layers.indices.map { layer in
      let curves = log.inputCurves(layer: layer).values
      return LayerCourse(
        layer: layer + 1, times: elapsed,
        information: (0..<groupCount).map { group in
          Self.mean(
            (0..<replicas).map { replica in
              places.map { curves[group * replicas + replica][$0] }
            })
        }, entropy: layers[layer].spreads.map { Array($0.entropyPerWeight.dropFirst()) },
        logGain: layers[layer].logGain.map { Array($0.dropFirst()) })
    }
  }

  /// η Σ S Δs over the recorded intervals, with the mean variance S of a batch's gradient at the start
  /// of each.
  private static func whiteNoise(
    _ variances: [Double], times: [Double], learningRate: Double
  ) -> [Double] {
    var sum = 0.0
    return times.indices.dropFirst().map { time in
      sum += learningRate * variances[time - 1] * (times[time] - times[time - 1])
      return sum
    }
  }

  private static func mean(_ curves: [[Double]]) -> [Double] {
    curves[0].indices.map { index in
      curves.reduce(0) { $0 + $1[index] } / Double(curves.count)
    }
  }
}

/// One network from the branching epoch on.
private struct Replica {
  private let weights: [[Double]]
  private let deviations: [[Double]]

  init(_ path: String, network: Int, _ layout: ParameterLayout, epochs: Range<Int>) throws {
    let names = ["weight", "gradient_standard_deviation"]
    let part = try NetCDF.read(path, variables: names, at: network, along: "network")
    func rows(_ name: String) throws -> [[Double]] {
      let values = try part.doubles(named: name, dimensions: ["epoch", "parameter"])
      let count = layout.parameterCount
      return epochs.map { Array(values[$0 * count..<($0 + 1) * count]) }
    }
    (weights, deviations) = (try rows(names[0]), try rows(names[1]))
  }

  /// All weights and biases at the branch.
  var first: [Double] { weights[0] }

  /// All weights and biases at the end.
  var last: [Double] { weights[weights.count - 1] }

  /// The weights of a layer, shape [time][weight].
  func weights(_ range: Range<Int>) -> [[Double]] { weights.map { Array($0[range]) } }

  /// ln‖W‖ of a layer at each time.
  func logNorms(_ range: Range<Int>) -> [Double] {
    weights.map { state in Double.log(range.reduce(0) { $0 + state[$1] * state[$1] }) / 2 }
  }

  /// The mean variance of a batch's gradient in a layer at each time.
  func noiseVariances(_ range: Range<Int>) -> [Double] {
    deviations.map { state in
      range.reduce(0) { $0 + state[$1] * state[$1] } / Double(range.count)
    }
  }
}
