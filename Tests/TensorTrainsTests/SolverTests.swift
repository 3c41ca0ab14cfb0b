import LinearAlgebra
import TensorTrains
import Testing

@Suite("Linear systems in tensor trains")
struct SolverTests {
  @Test("A small system agrees with elimination")
  func agreesWithElimination() throws {
    let sizes = [4, 4, 4]
    let operation = try TensorTrainOperator(
      sumOf: convectionDiffusionTerms(dimension: 3, size: 4, coupling: 1), sizes: sizes)
    let x = try sampleTrain(sizes: sizes, ranks: [2, 2], seed: 1)
    let right = elements(of: operation(x))
    // The dense matrix, column by column from unit tensors.
    var matrix = Matrix(rowCount: 64, columnCount: 64)
    for (column, index) in allIndices(sizes).enumerated() {
      let unit = try TensorTrain(
        product: zip(sizes, index).map { size, place in (0..<size).map { $0 == place ? 1 : 0 } })
      for (row, value) in elements(of: operation(unit)).enumerated() {
        matrix[row, column] = value
      }
    }
    let dense = try matrix.solve(Matrix(rowCount: 64, columnCount: 1, elements: right))
    var solver = AlternatingMinimalEnergySolver(tolerance: 1e-10)
    solver.directOrder = 8
    let guess = try TensorTrain(product: sizes.map { [Double](repeating: 1, count: $0) })
    let solution = try solver.solve(operation, rightHandSide: operation(x), guess: guess)
    #expect(solution.hasConverged)
    #expect(largestDifference(elements(of: solution.train), dense.elements) < 1e-8)
  }

  @Test("The residual of a large system follows the tolerance", arguments: [1e-3, 1e-6])
  func residualFollowsTolerance(tolerance: Double) throws {
    let sizes = [Int](repeating: 20, count: 6)
    var terms = convectionDiffusionTerms(dimension: 6, size: 20, coupling: 0.5)
    terms.append(TensorTrainOperator.Term([:]))
    let operation = try TensorTrainOperator(sumOf: terms, sizes: sizes)
    let bump = (0..<20).map { (place: Int) -> Double in
      let distance = Double(place - 9)
      return 1 / (1 + distance * distance / 8)
    }
    let right = try TensorTrain(product: sizes.map { _ in bump })
    let solution = try AlternatingMinimalEnergySolver(tolerance: tolerance).solve(
      operation, rightHandSide: right, guess: right)
    #expect(solution.hasConverged)
    let residual = try operation.relativeResidual(of: solution.train, rightHandSide: right)
    // The local residual estimates the whole one from the frames of the solution alone.
    #expect(residual < 5 * tolerance)
    #expect(solution.localResidual < 5 * tolerance)
    let rounded = try solution.train.rounded(tolerance: tolerance)
    #expect(rounded.train.maximumRank < 16)
  }

  @Test("A bound on the rank is kept and shows in the residual")
  func rankBound() throws {
    let sizes = [Int](repeating: 12, count: 4)
    let operation = try TensorTrainOperator(
      sumOf: convectionDiffusionTerms(dimension: 4, size: 12, coupling: 2), sizes: sizes)
    let right = try sampleTrain(sizes: sizes, ranks: [3, 3, 3], seed: 9)
    var solver = AlternatingMinimalEnergySolver(tolerance: 1e-8)
    solver.maximumRank = 3
    solver.enrichmentRank = 2
    solver.maximumSweeps = 8
    let solution = try solver.solve(operation, rightHandSide: right, guess: right)
    #expect(solution.train.maximumRank <= 5)
    #expect(!solution.hasConverged)
    #expect(try operation.relativeResidual(of: solution.train, rightHandSide: right) > 1e-6)
  }
}
