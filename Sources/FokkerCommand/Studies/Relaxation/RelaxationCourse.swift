import Archives
import DriftDiffusion
import NeuralNetworks

/// What one ensemble does after the transition: information, loss, and what it costs.
struct RelaxationCourse: Sendable {
  /// The branching epoch.
  let branch: Int
  /// The information of all layers.
  let log: InformationLog
  /// The loss on the training set.
  let trainingLoss: NetworkCurves
  /// The fraction of accepted proposals in every layer, mean over networks and recorded epochs after the
  /// branch; not numbers for steps.
  let acceptances: [Double]
  /// The evaluations of a network up to every recorded epoch.
  let evaluations: [EvaluationCount]
  private let outline: TrainingOutline

  init(_ run: StudyRun) throws {
    let configuration = run.studyCase.configuration.training
    branch = configuration.continuation.epoch
    outline = try NetworkEnsemble(
      configuration, patterns: try run.context.trainedData().patterns
    ).outline
    log = try run.information()
    let outline = outline
    evaluations = outline.epochs.map { outline.evaluations(upTo: $0) }
    let training = try run.context.input(.train, variables: ["training_loss", "acceptance"])
    let losses = try training.doubles(named: "training_loss", dimensions: ["network", "epoch"])
    let count = outline.epochs.count
    trainingLoss = NetworkCurves(
      epochs: outline.epochs.map(Double.init),
      values: stride(from: 0, to: losses.count, by: count).map { Array(losses[$0..<$0 + count]) })
    let all = try training.doubles(named: "acceptance", dimensions: ["network", "epoch", "layer"])
    let layers = outline.layout.layerCount
    acceptances = (0..<layers).map { layer in
      let values = stride(from: layer, to: all.count, by: layers).map { all[$0] }
        .filter { !$0.isNaN }
      return values.reduce(0, +) / Double(values.count)
    }
  }

  /// Passes forward of one pattern through one network from the branch to an epoch after it.
  func cost(until epoch: Double) -> Double {
    let (preparation, perEpoch) = prices
    return preparation + (epoch - Double(branch)) * perEpoch
  }

  /// The epoch to which a number of passes forward after the branch reaches; the branch when they do not
  /// even prepare the motion.
  func epoch(ofCost passes: Double) -> Double {
    let (preparation, perEpoch) = prices
    guard perEpoch > 0 else { return .infinity }
    return Double(branch) + max(passes - preparation, 0) / perEpoch
  }

  private var prices: (preparation: Double, perEpoch: Double) {
    let passes = (0...2).map { outline.evaluations(upTo: branch + $0).forwardPasses }
    let perEpoch = passes[2] - passes[1]
    return (Double(passes[1] - passes[0] - perEpoch), Double(perEpoch))
  }

  /// The mean of I(X;T) over some layers, counted from 0, in every network.
  func information(ofLayers layers: [Int]) -> NetworkCurves {
    let curves = layers.map { log.inputCurves(layer: $0) }
    return NetworkCurves(
      epochs: curves[0].epochs,
      values: curves[0].values.indices.map { network in
        curves[0].epochs.indices.map { epoch in
          curves.reduce(0) { $0 + $1.values[network][epoch] } / Double(curves.count)
        }
      })
  }
}

extension NetworkCurves {
  /// The change of every network's curve from one epoch to another.
  func changes(from start: Double, to end: Double) -> [Double] {
    values.indices.map { self[$0].value(at: end) - self[$0].value(at: start) }
  }
}

extension EpochCurve {
  /// The first epoch, from a given one on, at which the curve has fallen to a level; NaN if it never does.
  func epoch(fallingTo level: Double, from start: Double) -> Double {
    guard level > 0, let first = epochs.firstIndex(where: { $0 >= start }) else { return .nan }
    return EpochCurve(epochs: Array(epochs[first...]), values: Array(values[first...]))
      .downwardCrossings(of: level).first ?? .nan
  }
}
