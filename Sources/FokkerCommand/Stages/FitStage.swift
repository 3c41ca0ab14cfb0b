import Archives
import DriftDiffusion

/// Fits drift and diffusion of every layer to the recorded gradients.
func fitCoefficients(_ context: StageContext) async throws -> String {
  let training = try context.input(.train, variables: ["epoch", "learning_time"])
  let log = try context.gradientLog()
  let layers = try CoefficientFit(log, context.configuration.fit).layers()
  var dataset = try context.dataset("drift and diffusion", .fit)
  for name in ["epoch", "learning_time"] { try dataset.addAxis(name, from: training) }
  try dataset.add(layers)
  try context.write(dataset, .fit)
  return "fitted \(layers.count) layers at \(log.epochs.count) epochs"
}
