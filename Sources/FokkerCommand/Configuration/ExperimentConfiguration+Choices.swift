import DriftDiffusion
import InformationTheory
import NeuralNetworks

extension ExperimentConfiguration: ConfigurationTree {
  /// The keys whose values are one of a few words, with the words.
  static let choices: [String: [String]] = [
    "training.ensemble": EnsembleKind.allCases.map(\.rawValue),
    "training.continuation.motion": ContinuedMotion.allCases.map(\.rawValue),
    "training.optimizer.schedule": LearningRateSchedule.allCases.map(\.rawValue),
    "training.data.labels": LabelTreatment.allCases.map(\.rawValue),
    "training.data.source": DataSource.allCases.map(\.rawValue),
    "training.data.boolean.kind": BooleanRuleKind.allCases.map(\.rawValue),
    "training.data.file.scaling": FeatureScaling.allCases.map(\.rawValue),
    "training.data.rule": LabelRule.allCases.map(\.rawValue),
    "training.network.activation": Activation.allCases.map(\.rawValue),
    "training.network.output": OutputKind.allCases.map(\.rawValue),
    "training.network.initialLaw": InitialLaw.allCases.map(\.rawValue),
    "training.optimizer.kind": OptimizerKind.allCases.map(\.rawValue),
    "training.optimizer.sampling": BatchSampling.allCases.map(\.rawValue),
    "training.precision": NumericalPrecision.allCases.map(\.rawValue),
    "information.estimators": InformationMethod.allCases.map(\.rawValue),
    "information.binning.placement": BinPlacement.allCases.map(\.rawValue),
    "information.binning.correction": EntropyCorrection.allCases.map(\.rawValue),
    "gradients.mode": GradientMode.allCases.map(\.rawValue),
    "gradients.bend": BendDirection.allCases.map(\.rawValue),
    "fit.gradients": GradientMode.allCases.map(\.rawValue),
    "fit.meanField.baseline": MeanFieldBaseline.allCases.map(\.rawValue),
    "fit.meanField.orderParameters": LayerOrderParameter.allCases.map(\.rawValue),
    "compare.estimator": EntropyEstimator.allCases.map(\.rawValue),
  ]

  /// The files of the data.
  static let paths: Set<String> = ["training.data.file.path", "training.data.file.labelPath"]

  static let seedKeys = ["training.seed", "gradients.seed", "simulate.seed"]
  static let exampleAssignment = "training.epochs=500"
}
