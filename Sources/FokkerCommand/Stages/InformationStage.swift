import Archives
import InformationTheory
import NeuralNetworks

/// Estimates I(X;T) and I(T;Y) of every layer, network and recorded epoch.
func measureInformation(_ context: StageContext) async throws -> String {
  let data = try context.trainedData()
  let training = try context.input(.train, variables: ["epoch", "layer", "network", "parameter"])
  let source = try RunActivations(
    training, context.configuration.training, patterns: data.patterns)
  let measurement = try await InformationMeasurement(
    source, context.configuration.information, seed: context.configuration.training.seed,
    threads: context.threads, progress: context.progress)
  var dataset = try context.dataset("information", .information)
  for name in ["network", "epoch", "layer"] { try dataset.addAxis(name, from: training) }
  try dataset.add(measurement)
  try context.write(dataset, .information)
  for warning in measurement.warnings(numbers: Array(1...source.layerCount)) {
    context.progress.note("warning: \(warning)")
  }
  return "measured \(source.layerCount) layers at \(source.epochCount) epochs on all "
    + "\(data.patterns.patternCount) patterns, H(Y) \(fixed(data.patterns.labelEntropy, 3)) bit"
}
