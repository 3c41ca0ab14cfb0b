import Figures

/// A figure that is drawn from the files of a run; its raw value is its name on the command line.
enum RunFigure: String, CaseIterable, Sendable {
  case informationPlane = "information-plane"
  case snapshots
  case informationMovie = "information-movie"
  case information
  case learning
  case gradients
  case gradientLayers = "gradient-layers"
  case weights
  case coefficients
  case drift
  case diffusion
  case assumptions
  case densityMap = "density-map"
  case densityCurves = "density-curves"
  case densities
  case ensemble
  case distance
  case entropy
  case compression
  case hypotheses
  case forecast
  case bound

  /// What it shows, in one sentence.
  var summary: String {
    switch self {
    case .informationPlane: "Mean path of every layer through the information plane."
    case .snapshots: "All networks in the information plane at three moments."
    case .informationMovie: "All networks in the information plane, a frame per recorded epoch."
    case .information: "I(X;T) and I(T;Y) of every layer against the epoch."
    case .learning: "Loss and accuracy against the epoch."
    case .gradients: "Gradient mean, noise and their ratio with the transitions of all layers."
    case .gradientLayers: "The same layer by layer, with intervals and unbiased ratio."
    case .weights: "Histograms of the weights of every layer, a frame per recorded epoch."
    case .coefficients: "Fitted drift and diffusion against learning time."
    case .drift: "Fitted drift against the weight, a frame per recorded epoch."
    case .diffusion: "Fitted diffusion against the weight, a frame per recorded epoch."
    case .assumptions: "What the data say of the assumptions behind the fit."
    case .densityMap: "Measured and predicted densities over epoch and weight."
    case .densityCurves: "Measured and predicted densities at a few epochs."
    case .densities: "Measured and predicted densities, a frame per recorded epoch."
    case .ensemble: "Histogram of the Langevin ensemble laid over the solved density."
    case .distance: "Wasserstein-1 distance of predicted and measured weights."
    case .entropy: "Predicted and measured change of the weights' entropy."
    case .compression: "Entropy of the weights beside the information about the input."
    case .hypotheses: "Effects of diffusion and saturation on compression, with intervals."
    case .forecast: "Skill of every forecast on held-out networks."
    case .bound: "Layers of every network against the information-bottleneck curve."
    }
  }

  /// The files that it is drawn from.
  var files: [RunFile] {
    switch self {
    case .informationPlane, .snapshots, .informationMovie, .information: [.stage(.information)]
    case .learning, .weights: [.stage(.train)]
    case .gradients, .gradientLayers: [.stage(.gradients)]
    case .coefficients, .drift, .diffusion, .assumptions: [.stage(.fit)]
    case .densityMap, .densityCurves, .densities: [.stage(.train), .stage(.solve)]
    case .ensemble: [.stage(.solve), .stage(.simulate)]
    case .distance, .entropy, .compression, .hypotheses, .forecast: [.stage(.compare)]
    case .bound: [.bound]
    }
  }

  /// The files that are missing in a run.
  func missingFiles(in run: RunFiles) -> [RunFile] { files.filter { !run.holds($0) } }

  /// Makes the figure from the files of a run.
  ///
  /// - Throws: ``CommandFailure`` when a file is missing or holds no such numbers, such as the
  ///   information in a run of imported gradients.
  func figure(of run: RunFiles) throws -> Figure {
    switch self {
    case .informationPlane: try InformationFigures(run).plane()
    case .snapshots: try InformationFigures(run).snapshots()
    case .informationMovie: try InformationFigures(run).movie()
    case .information: try InformationFigures(run).curves()
    case .learning: try LearningFigure(run).figure()
    case .gradients: try GradientFigure(run.read(.gradients)).figure()
    case .gradientLayers: try GradientFigure(run.read(.gradients)).layerFigure()
    case .weights: try WeightFigures(run).movie()
    case .coefficients: try CoefficientFigures(run).courses()
    case .drift: try CoefficientFigures(run).profiles(.drift)
    case .diffusion: try CoefficientFigures(run).profiles(.diffusion)
    case .assumptions: try CoefficientFigures(run).assumptions()
    case .densityMap: try DensityFigures(run).map()
    case .densityCurves: try DensityFigures(run).curves()
    case .densities: try DensityFigures(run).movie()
    case .ensemble: try EnsembleFigure(run).figure()
    case .distance: try ComparisonFigures(run).distance()
    case .entropy: try ComparisonFigures(run).entropy()
    case .compression: try ComparisonFigures(run).compression()
    case .hypotheses: try VerdictFigures(run).hypotheses()
    case .forecast: try VerdictFigures(run).forecast()
    case .bound: try BoundFigure(run.read(.bound)).figure()
    }
  }
}
