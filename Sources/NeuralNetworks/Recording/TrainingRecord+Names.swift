extension TrainingRecord {
  /// The configuration of the training.
  public var configuration: TrainingConfiguration { outline.configuration }
  /// The layers and the order of the parameters.
  public var layout: ParameterLayout { outline.layout }
  /// The number of networks.
  public var networkCount: Int { outline.networkCount }
  /// The recorded epochs; 0 stands for the initial weights.
  public var epochs: [Int] { outline.epochs }
  /// The number of optimiser steps before every recorded epoch.
  public var steps: [Int] { outline.steps }
  /// The learning time s of every recorded epoch.
  public var learningTimes: [Double] { outline.learningTimes }
  /// The number of optimiser steps in an epoch.
  public var stepsPerEpoch: Int { outline.stepsPerEpoch }
  /// The number N of training patterns of a network.
  public var trainingSetSize: Int { outline.trainingSetSize }
  /// The number of patterns B that a step averages over.
  public var batchSize: Int { outline.batchSize }
  /// How strongly the training feels the gradient's noise, 1 or 0.
  public var noiseScale: Double { outline.noiseScale }
  /// What injected noise adds to the diffusion coefficient per unit of learning time.
  public var injectedDiffusion: Double { outline.injectedDiffusion }

  /// The weights and biases, shape [network][epoch][parameter].
  public var parameters: [Double] { self[.parameters] }
  /// The mean gradient at frozen weights, same shape.
  public var gradientMeans: [Double] { self[.gradientMeans] }
  /// The standard deviation of a mini-batch's gradient at frozen weights, same shape.
  public var gradientStandardDeviations: [Double] { self[.gradientStandardDeviations] }
  /// The mean gradient of the steps of the epoch that follows, same shape.
  public var movingGradientMeans: [Double] { self[.movingGradientMeans] }
  /// The norm of the mean gradient, shape [network][epoch][layer].
  public var meanGradientNorms: [Double] { self[.meanGradientNorms] }
  /// The root of the trace of the mini-batch covariance, same shape.
  public var gradientNoiseNorms: [Double] { self[.gradientNoiseNorms] }
  /// The unbiased squared norm of the gradient, same shape.
  public var squaredGradientNorms: [Double] { self[.squaredGradientNorms] }
  /// The Frobenius norm of the weights, same shape.
  public var weightNorms: [Double] { self[.weightNorms] }
  /// The mean loss over the training set, shape [network][epoch].
  public var trainingLosses: [Double] { self[.trainingLosses] }
  /// The fraction of correctly classified training patterns, same shape.
  public var trainingAccuracies: [Double] { self[.trainingAccuracies] }
  /// The mean loss over the test set, same shape.
  public var testLosses: [Double] { self[.testLosses] }
  /// The fraction of correctly classified test patterns, same shape.
  public var testAccuracies: [Double] { self[.testAccuracies] }
}
