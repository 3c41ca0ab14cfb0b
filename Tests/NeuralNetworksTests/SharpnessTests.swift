import LinearAlgebra
import NeuralNetworks
import Testing

@Suite("The curvature and the correlation of steps")
struct SharpnessTests {
  /// The Hessian by differences of the exact gradient, column after column.
  private func hessian(
    of parameters: [Double], _ ensemble: NetworkEnsemble
  ) throws -> Matrix {
    let split = ensemble.split(ofNetwork: 0)
    let chosen = split.trainingPatterns
    let labels = chosen.map { split.labels[$0] }
    let patterns = try LabelledPatterns(
      inputs: chosen.flatMap { ensemble.patterns.inputs[12 * $0..<12 * $0 + 12] },
      featureCount: 12, classes: labels, classCount: 2)
    let evaluator = try NetworkEvaluator<Double>(
      ensemble.configuration.network, patterns: patterns, labels: labels)
    let count = parameters.count
    func gradient(_ index: Int, _ step: Double) -> [Double] {
      var (moved, result) = (parameters, [Double](repeating: 0, count: count))
      moved[index] += step
      var span = result.mutableSpan
      _ = evaluator.lossAndGradient(of: moved.span, into: &span)
      return result
    }
    var matrix = Matrix(rowCount: count, columnCount: count)
    for column in 0..<count {
      let (ahead, behind) = (gradient(column, 1e-5), gradient(column, -1e-5))
      for row in 0..<count {
        let element = (ahead[row] - behind[row]) / 2e-5
        matrix[row, column] += element / 2
        matrix[column, row] += element / 2
      }
    }
    return matrix
  }

  @Test(
    "The largest eigenvalue is that of the whole Hessian",
    arguments: [NumericalPrecision.float32, .float64])
  func largestEigenvalue(precision: NumericalPrecision) async throws {
    let (ensemble, record) = try await MovingGradientTests.train {
      $0.precision = precision
      $0.epochs = 30
      $0.optimizer.learningRate = 0.2
      $0.recording.recordedEpochs = 4
      $0.recording.sharpnessEpochs = 2
    }
    let sharpnesses = record[.sharpnesses]
    #expect(sharpnesses.map(\.isNaN) == [false, true, true, false])
    for index in [0, 3] {
      let parameters = Array(record.parameters[294 * index..<294 * (index + 1)])
      let exact = try SymmetricEigenDecomposition(hessian(of: parameters, ensemble)).eigenvalues
      let largest = try #require(exact.max())
      #expect(abs(sharpnesses[index] - largest) < 0.01 * largest)
    }
  }

  /// Fixed weights need a learning rate of almost nothing; then only the reshuffling correlates
  /// steps, by −1/(M − 1).
  @Test("Steps at frozen weights are anticorrelated by the reshuffling alone")
  func reshuffling() async throws {
    let record = try await MovingGradientTests.train {
      $0.networks = 30
      $0.epochs = 40
      $0.optimizer.learningRate = 1e-9
      $0.optimizer.batchSize = 41
      $0.recording.recordedEpochs = 20
      $0.recording.sharpnessEpochs = 0
    }.record
    // 410 patterns in 10 batches. Correlations of one network's layers and epochs are not independent.
    let perNetwork = record[.stepAutocorrelations].count / 30
    let means = (0..<30).map { network in
      record[.stepAutocorrelations][network * perNetwork..<(network + 1) * perNetwork]
        .reduce(0, +) / Double(perNetwork)
    }
    let mean = means.reduce(0, +) / 30
    let deviation = means.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let error = (deviation / 29 / 30).squareRoot()
    #expect(abs(mean + 1.0 / 9) < 3.5 * error)
    #expect(error < 0.01)
    #expect(record[.sharpnesses].allSatisfy { $0.isNaN })
  }
}
