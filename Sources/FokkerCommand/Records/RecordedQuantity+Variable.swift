import Archives
import NeuralNetworks

extension RecordedQuantity {
  /// The name of the variable in `training.nc`.
  var variableName: String {
    switch self {
    case .parameters: "weight"
    case .gradientMeans: "gradient_mean"
    case .gradientStandardDeviations: "gradient_standard_deviation"
    case .movingGradientMeans: "moving_gradient_mean"
    case .movingGradientStandardDeviations: "moving_gradient_standard_deviation"
    case .velocities: "weight_velocity"
    case .meanGradientNorms: "gradient_mean_norm"
    case .gradientNoiseNorms: "gradient_noise_norm"
    case .squaredGradientNorms: "squared_gradient_norm"
    case .signalToNoiseRatios: "signal_to_noise_ratio"
    case .covarianceTraces: "gradient_covariance_trace"
    case .noiseBatchSizes: "noise_batch_size"
    case .participationRatios: "participation_ratio"
    case .excessKurtoses: "gradient_excess_kurtosis"
    case .stepAutocorrelations: "step_autocorrelation"
    case .acceptances: "acceptance"
    case .sharpnesses: "sharpness"
    case .weightNorms: "weight_norm"
    case .trainingLosses: "training_loss"
    case .trainingAccuracies: "training_accuracy"
    case .testLosses: "test_loss"
    case .testAccuracies: "test_accuracy"
    }
  }

  /// The units of the variable.
  var units: String {
    switch self {
    case .parameters, .weightNorms: "weight"
    case .gradientMeans, .gradientStandardDeviations, .movingGradientMeans,
      .movingGradientStandardDeviations, .meanGradientNorms, .gradientNoiseNorms:
      "nat/weight"
    case .velocities: "weight/(learning rate * step)"
    case .squaredGradientNorms, .covarianceTraces: "nat2/weight2"
    case .sharpnesses: "nat/weight2"
    case .noiseBatchSizes: "pattern"
    case .trainingLosses, .testLosses: "nat"
    case .signalToNoiseRatios, .participationRatios, .excessKurtoses, .stepAutocorrelations,
      .acceptances, .trainingAccuracies, .testAccuracies:
      "1"
    }
  }

  /// What the variable is, as a phrase.
  var longName: String {
    switch self {
    case .parameters: "weights and biases"
    case .gradientMeans: "mean gradient over mini-batches at frozen weights"
    case .gradientStandardDeviations: "standard deviation of the gradient between mini-batches"
    case .movingGradientMeans: "mean gradient of the steps of the epoch that follows"
    case .movingGradientStandardDeviations:
      "standard deviation of the gradients of the steps of the epoch that follows"
    case .velocities: "displacement over the epoch that follows per learning time"
    case .meanGradientNorms: "norm of the mean gradient"
    case .gradientNoiseNorms: "root of the trace of the mini-batch gradient's covariance"
    case .squaredGradientNorms:
      "unbiased squared norm of the gradient; negative where noise dominates"
    case .signalToNoiseRatios: "norm of the mean gradient over that of the mini-batch noise"
    case .covarianceTraces: "trace of the covariance of single patterns' gradients"
    case .noiseBatchSizes: "batch size at which noise and gradient are equally large"
    case .participationRatios: "number of directions that share the gradient's noise"
    case .excessKurtoses: "mean excess kurtosis of single patterns' gradients"
    case .stepAutocorrelations:
      "correlation of the gradients of successive steps of the epoch that follows"
    case .acceptances: "fraction of accepted proposals in the epoch that follows"
    case .sharpnesses: "largest eigenvalue of the Hessian of the training loss"
    case .weightNorms: "Frobenius norm of the weights"
    case .trainingLosses: "training loss"
    case .trainingAccuracies: "training accuracy"
    case .testLosses: "test loss"
    case .testAccuracies: "test accuracy"
    }
  }

  /// The dimensions of one network's values after the epoch.
  var innerDimensions: [String] {
    switch extent {
    case .parameter: ["parameter"]
    case .layer: ["layer"]
    case .network: []
    }
  }
}
