import DriftDiffusion
import InformationTheory
import NeuralNetworks

/// The keys whose values are one of a few words, with the words.
let configurationChoices: [String: [String]] = [
  "training.ensemble": EnsembleKind.allCases.map(\.rawValue),
  "training.optimizer.schedule": LearningRateSchedule.allCases.map(\.rawValue),
  "training.data.labels": LabelTreatment.allCases.map(\.rawValue),
  "training.data.rule": LabelRule.allCases.map(\.rawValue),
  "training.network.activation": Activation.allCases.map(\.rawValue),
  "training.network.output": OutputKind.allCases.map(\.rawValue),
  "training.network.initialLaw": InitialLaw.allCases.map(\.rawValue),
  "training.optimizer.kind": OptimizerKind.allCases.map(\.rawValue),
  "training.optimizer.sampling": BatchSampling.allCases.map(\.rawValue),
  "training.precision": NumericalPrecision.allCases.map(\.rawValue),
  "information.placement": BinPlacement.allCases.map(\.rawValue),
  "information.correction": EntropyCorrection.allCases.map(\.rawValue),
  "gradients.mode": GradientMode.allCases.map(\.rawValue),
  "gradients.bend": BendDirection.allCases.map(\.rawValue),
  "fit.gradients": GradientMode.allCases.map(\.rawValue),
  "compare.estimator": EntropyEstimator.allCases.map(\.rawValue),
]
