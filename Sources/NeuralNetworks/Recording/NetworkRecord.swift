/// What is recorded of one network; the shapes are those of a training record without the network.
struct NetworkRecord: Sendable {
  var parameters: [Double] = []
  var gradientMeans: [Double] = []
  var movingGradientMeans: [Double] = []
  var gradientStandardDeviations: [Double] = []
  var meanGradientNorms: [Double] = []
  var gradientNoiseNorms: [Double] = []
  var squaredGradientNorms: [Double] = []
  var weightNorms: [Double] = []
  var trainingLosses: [Double] = []
  var trainingAccuracies: [Double] = []
  var testLosses: [Double] = []
  var testAccuracies: [Double] = []
  var membership: [UInt8] = []

  /// Appends the layers' norms of one epoch, from its parameters and gradient statistics.
  mutating func appendNorms(
    layout: ParameterLayout, parameters: [Double], gradient: GradientStatistics, batchSize: Int
  ) {
    func sum(_ range: Range<Int>, _ values: [Double]) -> Double {
      range.reduce(0) { $0 + values[$1] }
    }
    func squares(_ range: Range<Int>, _ values: [Double]) -> Double {
      range.reduce(0) { $0 + values[$1] * values[$1] }
    }
    for layer in layout.layers {
      let range = layout.parameters(ofLayer: layer)
      let meanSquare = squares(range, gradient.mean)
      let trace = sum(range, gradient.covariance)
      meanGradientNorms.append(meanSquare.squareRoot())
      gradientNoiseNorms.append((trace / Double(batchSize)).squareRoot())
      squaredGradientNorms.append(meanSquare - trace / Double(gradient.sampleCount))
      weightNorms.append(squares(layout.weights(ofLayer: layer), parameters).squareRoot())
    }
  }
}

extension TrainingRecord {
  /// Appends the record of the next network.
  mutating func append(_ network: NetworkRecord) {
    parameters += network.parameters
    gradientMeans += network.gradientMeans
    movingGradientMeans += network.movingGradientMeans
    gradientStandardDeviations += network.gradientStandardDeviations
    meanGradientNorms += network.meanGradientNorms
    gradientNoiseNorms += network.gradientNoiseNorms
    squaredGradientNorms += network.squaredGradientNorms
    weightNorms += network.weightNorms
    trainingLosses += network.trainingLosses
    trainingAccuracies += network.trainingAccuracies
    testLosses += network.testLosses
    testAccuracies += network.testAccuracies
    membership += network.membership
  }
}
