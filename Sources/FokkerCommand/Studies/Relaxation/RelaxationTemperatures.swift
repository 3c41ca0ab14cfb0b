import Archives
import DriftDiffusion
import NeuralNetworks

/// The temperatures that the noise of the gradient stands for at the branching epoch.
struct RelaxationTemperatures: Sendable {
  /// The mean over all parameters, mean over networks.
  let network: BootstrapInterval
  /// The mean over the parameters of every layer, mean over networks.
  let layers: [BootstrapInterval]

  init(_ run: StudyRun, _ bootstrap: NetworkBootstrap) throws {
    let configuration = run.studyCase.configuration.training
    let layout = ParameterLayout(
      widths: configuration.network.widths(for: try run.context.trainedData().patterns))
    let training = try run.context.input(.train, variables: ["network", "epoch"])
    let epochs = try training.doubles(named: "epoch", dimensions: ["epoch"])
    guard let row = epochs.firstIndex(of: Double(configuration.continuation.epoch)) else {
      throw CommandFailure(.badData, "\(training.source) does not hold the branching epoch.")
    }
    let name = "gradient_standard_deviation"
    let range = row * layout.parameterCount..<(row + 1) * layout.parameterCount
    let measured = try (0..<bootstrap.networkCount).map { network in
      let values = try NetCDF.read(
        training.source, variables: [name], at: network, along: "network"
      ).doubles(named: name, dimensions: ["epoch", "parameter"])
      return GradientTemperature(
        gradientDeviations: Array(values[range]), layout: layout,
        learningRate: configuration.branchLearningRate)
    }
    network = bootstrap.meanInterval(measured.map(\.network))
    layers = (0..<layout.layerCount).map { layer in
      bootstrap.meanInterval(measured.map { $0.layers[layer] })
    }
  }
}
