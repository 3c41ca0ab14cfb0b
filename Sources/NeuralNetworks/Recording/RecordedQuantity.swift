/// What is measured of a network at every recorded epoch.
///
/// Losses are in nats. Gradients are those of the mean loss over the network's training set, or over
/// a batch of it; weight decay is no part of them. With N training patterns, a batch size B and the
/// gradients g_s of the single patterns s at the recorded weights, *frozen* for the measurement,
///
/// ```
/// ḡ = Σ g_s / N,   C = Σ (g_s − ḡ)(g_s − ḡ)ᵀ / (N − 1)
/// ```
///
/// are the mean gradient and the per-sample covariance; the covariance of a batch's gradient is C/B.
/// A layer's norms and traces go over its weights and biases.
public enum RecordedQuantity: String, CaseIterable, Hashable, Sendable {
  // MARK: One number per parameter

  /// The weights and biases.
  case parameters
  /// The mean gradient ḡ at frozen weights, which is the exact one of the training set.
  case gradientMeans
  /// The standard deviation √(C/B) of a mini-batch's gradient at frozen weights, estimated without
  /// bias (in its square) from a random cut of the training set into batches.
  case gradientStandardDeviations
  /// The mean of the gradients of the steps of the epoch that follows, each at the weights of its
  /// step: the *moving* mean. After the last epoch one more is made to measure it.
  ///
  /// It differs from the frozen one where the weights oscillate from step to step.
  case movingGradientMeans
  /// The standard deviation of the gradients of the steps of the epoch that follows, scaled to the
  /// batch size B; not a number when an epoch has one step.
  ///
  /// It contains the change of the mean gradient along the epoch.
  case movingGradientStandardDeviations
  /// The displacement over the epoch that follows, divided by its learning time.
  ///
  /// For plain stochastic gradient descent it is minus the moving mean gradient; for every
  /// optimiser it is the drift of the weights, weight decay, norm bounds and noise included.
  case velocities

  // MARK: One number per layer

  /// The norm |ḡ| of the mean gradient.
  case meanGradientNorms
  /// The root √(tr C/B) of the trace of the mini-batch covariance, from the same cut as the standard
  /// deviations.
  case gradientNoiseNorms
  /// The unbiased estimate |ḡ|² − tr C/N of the squared norm of the gradient that all data of the
  /// same kind would give, from the same cut; negative where noise dominates.
  case squaredGradientNorms
  /// The signal-to-noise ratio |ḡ|/√(tr C/B), from the same cut.
  case signalToNoiseRatios
  /// The trace tr C of the per-sample covariance, exactly that of the training set when the
  /// gradients of single patterns are measured, and from the cut otherwise.
  case covarianceTraces
  /// The noise batch size B* = tr C/|g|² with the unbiased |g|² = |ḡ|² − tr C/N and the trace of
  /// ``covarianceTraces``; not a number where |g|² is not positive.
  ///
  /// S. McCandlish, J. Kaplan, D. Amodei and the OpenAI Dota team, "An empirical model of
  /// large-batch training", arXiv:1812.06162 (2018).
  case noiseBatchSizes
  /// The participation ratio (tr C)²/tr C² of the per-sample covariance of the training set: how many
  /// directions share the noise, from 1 to the number of parameters.
  ///
  /// Not a number at epochs where it is not measured
  /// (``RecordingConfiguration/covarianceEpochs``) and for layers with more than
  /// ``RecordingConfiguration/largestCovariance`` parameters.
  case participationRatios
  /// The excess kurtosis of the noise: μ₄/μ₂² − 3 of the gradients of the single training patterns
  /// with respect to one parameter, averaged over the layer's parameters that have any noise.
  ///
  /// For the mean gradient of B patterns drawn independently it is B times smaller. Not a number
  /// unless the gradients of single patterns are measured.
  case excessKurtoses
  /// The correlation of the gradients of successive steps of the epoch that follows, each at the
  /// weights of its step, after their mean over the epoch was taken away:
  ///
  /// ```
  /// Σ_m (g_m − ⟨g⟩)·(g_{m+1} − ⟨g⟩) M / (Σ_m |g_m − ⟨g⟩|² (M − 1)),   M steps
  /// ```
  ///
  /// Batches of a reshuffled epoch at frozen weights have −1/(M − 1) on average; weights that
  /// overshoot from step to step, at the edge of stability, come near −1. Not a number for an epoch
  /// of less than three steps.
  case stepAutocorrelations
  /// The fraction of the proposals of the epoch that follows that a chain of Metropolis accepted; not a
  /// number in epochs without one.
  case acceptances
  /// The Frobenius norm ‖W‖ of the weights, without biases.
  case weightNorms

  // MARK: One number per network

  /// The largest eigenvalue λ of the Hessian of the mean loss over the training set.
  ///
  /// η λ above 2 makes gradient descent overshoot further at every step; a diffusion in continuous
  /// time needs η λ well below 1. Not a number at epochs where it is not measured
  /// (``RecordingConfiguration/sharpnessEpochs``).
  case sharpnesses
  /// The mean loss over the training set.
  case trainingLosses
  /// The fraction of correctly classified training patterns.
  case trainingAccuracies
  /// The mean loss over the test set; not a number when there is no test set.
  case testLosses
  /// The fraction of correctly classified test patterns; not a number without any.
  case testAccuracies
}

extension RecordedQuantity {
  /// What a quantity has one number for, at every recorded epoch of a network.
  public enum Extent: Hashable, Sendable {
    /// Every weight and bias, in the order of the layout.
    case parameter
    /// Every layer but the input.
    case layer
    /// The network as a whole.
    case network
  }

  /// What the quantity has one number for.
  public var extent: Extent {
    switch self {
    case .parameters, .gradientMeans, .gradientStandardDeviations, .movingGradientMeans,
      .movingGradientStandardDeviations, .velocities:
      .parameter
    case .meanGradientNorms, .gradientNoiseNorms, .squaredGradientNorms, .signalToNoiseRatios,
      .covarianceTraces, .noiseBatchSizes, .participationRatios, .excessKurtoses,
      .stepAutocorrelations, .acceptances, .weightNorms:
      .layer
    case .sharpnesses, .trainingLosses, .trainingAccuracies, .testLosses, .testAccuracies: .network
    }
  }

  /// Whether it is measured along the epoch that follows a recorded one.
  public var isMeasuredAfterwards: Bool {
    switch self {
    case .movingGradientMeans, .movingGradientStandardDeviations, .velocities,
      .stepAutocorrelations, .acceptances:
      true
    default: false
    }
  }
}

extension ParameterLayout {
  /// The number of values of a quantity at one recorded epoch of one network.
  public func count(of quantity: RecordedQuantity) -> Int {
    switch quantity.extent {
    case .parameter: parameterCount
    case .layer: layerCount
    case .network: 1
    }
  }
}
