import Archives
import DriftDiffusion
import NeuralNetworks

/// A branching epoch that is measured: the transition of the published experiment by some definition.
struct StudyBranching: Sendable {
  /// What is meant by the transition.
  var definition: TransitionDefinition
  /// The layer, from 1; nil for the median over the layers that have such a transition.
  var layer: Int?

  /// The stages that find transitions.
  static let stages: [Stage] = [.train, .information, .gradients]

  /// The ensemble whose transition it is: independent networks that are trained to the end.
  func preliminary(_ base: ExperimentConfiguration) -> StudyCase {
    var plain = base
    plain.training.continuation = .init()
    if plain.training.ensemble == .noise {
      plain.training.networks = max(plain.training.networks / plain.training.replicas, 1)
      plain.training.ensemble = .independent
    }
    return .published(plain)
  }

  /// The whole epoch nearest to the transition of the mean curves.
  func epoch(in run: StudyRun) throws -> Int {
    let gradients = try run.context.input(.gradients)
    let names = try gradients.strings(named: "definition", dimensions: ["definition"])
    let epochs = try gradients.doubles(
      named: "transition_epoch", dimensions: ["definition", "layer"])
    let layers = try gradients.length(of: "layer")
    guard let row = names.firstIndex(of: definition.rawValue) else {
      throw CommandFailure(
        .badData, "\(gradients.source) does not hold the transition '\(definition.rawValue)'.")
    }
    let found = Array(epochs[row * layers..<(row + 1) * layers])
    return try nearestEpoch(to: try transition(found), of: run)
  }

  /// The transition of the chosen layer, or the median of all.
  private func transition(_ epochs: [Double]) throws -> Double {
    if let layer, !(1...epochs.count).contains(layer) {
      throw CommandFailure(
        .usage, "Layers go from 1 to \(epochs.count), so --branch-layer \(layer) is none.")
    }
    let chosen = (layer.map { [epochs[$0 - 1]] } ?? epochs).filter { !$0.isNaN }.sorted()
    guard !chosen.isEmpty else {
      let which = layer.map { "Layer \($0) has" } ?? "No layer has"
      throw CommandFailure(
        .badData,
        "\(which) \(layer == nil ? "a" : "no") transition by '\(definition.rawValue)' in this "
          + "training; choose another definition, another layer, or train longer.")
    }
    let middle = chosen.count / 2
    return chosen.count % 2 == 1
      ? chosen[middle] : (chosen[middle - 1] * chosen[middle]).squareRoot()
  }

  private func nearestEpoch(to transition: Double, of run: StudyRun) throws -> Int {
    let last = run.studyCase.configuration.training.epochs - 1
    return min(max(Int(transition.rounded()), 1), last)
  }

  /// What was chosen, for notes and files.
  var text: String {
    "\(definition.rawValue), \(layer.map { "layer \($0)" } ?? "median of the layers")"
  }
}

extension FalsificationStudy {
  /// Its interventions set in at the branching epoch.
  var branches: Bool { true }
}
