import LinearAlgebra
import TensorTrains
import Testing

@Suite("Arithmetic of tensor trains")
struct ArithmeticTests {
  let sizes = [3, 4, 2, 5]

  @Test("A product has the products of its factors as elements")
  func product() throws {
    let factors = [[1.0, -2], [3.0, 5, 7], [0.5, 2]]
    let train = try TensorTrain(product: factors)
    for indices in allIndices([2, 3, 2]) {
      let expected = factors[0][indices[0]] * factors[1][indices[1]] * factors[2][indices[2]]
      #expect(train[indices] == expected)
    }
    #expect(train.ranks == [1, 1])
  }

  @Test("Sums, multiples, products and inner products agree with the elements")
  func agreesWithElements() throws {
    let x = try sampleTrain(sizes: sizes, ranks: [2, 3, 2], seed: 1)
    let y = try sampleTrain(sizes: sizes, ranks: [3, 2, 4], seed: 2)
    let (a, b) = (elements(of: x), elements(of: y))
    #expect(largestDifference(elements(of: x + y), zip(a, b).map { $0 + $1 }) < 1e-14)
    #expect(largestDifference(elements(of: x - y), zip(a, b).map { $0 - $1 }) < 1e-14)
    #expect(largestDifference(elements(of: 3 * x), a.map { 3 * $0 }) < 1e-14)
    let products = elements(of: x.multipliedElementwise(by: y))
    #expect(largestDifference(products, zip(a, b).map { $0 * $1 }) < 1e-14)
    let inner = zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
    #expect(abs(x.dot(y) - inner) < 1e-13)
    let squares = a.reduce(0) { $0 + $1 * $1 }
    #expect(abs(try x.norm() - squares.squareRoot()) < 1e-13)
    let single = try TensorTrain(product: [[1, 2]])
    #expect(elements(of: single + single) == [2, 4])
  }

  @Test("Sums over indices and Gram matrices agree with the elements")
  func contractions() throws {
    let x = try sampleTrain(sizes: sizes, ranks: [2, 3, 2], seed: 3)
    var numbers = SampleNumbers(seed: 4)
    let weights = sizes.map { size in (0..<size).map { _ in numbers.next() } }
    var (total, kept) = (0.0, [Double](repeating: 0, count: sizes[1] * sizes[3]))
    var gram = Matrix(rowCount: sizes[1], columnCount: sizes[1])
    for index in allIndices(sizes) {
      let weight = zip(weights, index).map { $0[$1] }
      total += x[index] * weight.reduce(1, *)
      kept[index[1] * sizes[3] + index[3]] += x[index] * weight[0] * weight[2]
      for other in 0..<sizes[1] {
        gram[index[1], other] += x[index] * x[[index[0], other, index[2], index[3]]]
      }
    }
    #expect(abs(x.contracted(with: weights) - total) < 1e-14)
    let pair = x.contracted(keeping: [1, 3], weights: weights)
    #expect(largestDifference(elements(of: pair), kept) < 1e-14)
    let grams = x.modeGramMatrices()
    #expect(largestDifference(grams[1].elements, gram.elements) < 1e-13)
    for matrix in grams {
      let trace = (0..<matrix.rowCount).reduce(0) { $0 + matrix[$1, $1] }
      #expect(abs(trace - x.dot(x)) < 1e-13)
    }
  }

  @Test("Rounding a sum of equal trains finds their rank and loses nothing")
  func roundingFindsRank() throws {
    let x = try sampleTrain(sizes: sizes, ranks: [2, 3, 2], seed: 5)
    let rounded = try (x + x + x).rounded(tolerance: 1e-12)
    #expect(rounded.train.ranks == [2, 3, 2])
    #expect(rounded.relativeError < 1e-12)
    #expect(largestDifference(elements(of: rounded.train), elements(of: 3 * x)) < 1e-13)
  }

  @Test("Rounding keeps its tolerance and tells its error", arguments: [1e-1, 1e-2, 1e-4])
  func roundingError(tolerance: Double) throws {
    var x = try sampleTrain(sizes: [6, 6, 6, 6], ranks: [1, 1, 1], seed: 6)
    for power in 1..<6 {
      let part = try sampleTrain(sizes: [6, 6, 6, 6], ranks: [1, 1, 1], seed: UInt64(6 + power))
      x = x + (1 / Double(1 << (4 * power))) * part
    }
    let rounded = try x.rounded(tolerance: tolerance)
    let distance = try (x - rounded.train).norm() / x.norm()
    #expect(distance <= rounded.relativeError * (1 + 1e-9) + 1e-15)
    #expect(rounded.relativeError <= tolerance)
    #expect(rounded.train.maximumRank < 6)
    #expect(abs(rounded.norm - (try x.norm())) < 1e-13)
    let bounded = try x.rounded(tolerance: tolerance, maximumRank: 1)
    #expect(bounded.train.maximumRank == 1)
    #expect(try (x - bounded.train).norm() / x.norm() <= bounded.relativeError * (1 + 1e-9))
  }

  @Test("An operator acts as its dense matrix does, alone, rounded, summed and extended")
  func operators() throws {
    let sizes = [3, 2, 4]
    let matrices = sizes.enumerated().map { sampleMatrix($1, $1, seed: UInt64(20 + $0)) }
    let terms: [TensorTrainOperator.Term] = [
      .init([0: matrices[0], 2: matrices[2]]), .init([1: matrices[1]]),
    ]
    let operation = try TensorTrainOperator(sumOf: terms, sizes: sizes)
    #expect(operation.ranks == [2, 2])
    let x = try sampleTrain(sizes: sizes, ranks: [2, 2], seed: 7)
    let parts =
      elements(of: x.transformed(0, by: matrices[0]).transformed(2, by: matrices[2]))
    let expected = zip(parts, elements(of: x.transformed(1, by: matrices[1]))).map { $0 + $1 }
    #expect(largestDifference(elements(of: operation(x)), expected) < 1e-13)
    let followed = operation.followed(by: matrices[1], on: 1)
    let after = elements(of: operation(x).transformed(1, by: matrices[1]))
    #expect(largestDifference(elements(of: followed(x)), after) < 1e-13)
    let diagonal = TensorTrainOperator(diagonal: x)
    let square = elements(of: x).map { $0 * $0 }
    #expect(largestDifference(elements(of: diagonal(x)), square) < 1e-14)
    let time = sampleMatrix(2, 2, seed: 30)
    let longer = try sampleTrain(sizes: sizes + [2], ranks: [2, 2, 2], seed: 8)
    let extended = (operation + 2 * operation).extended(by: time)
    let one = try TensorTrainOperator(sumOf: terms, sizes: sizes).extended(by: Matrix.identity(2))
    let split = elements(of: (3 * one)(longer.transformed(3, by: time)))
    #expect(largestDifference(elements(of: extended(longer)), split) < 1e-13)
  }

  @Test("Shapes that do not fit are refused with the place")
  func refusals() throws {
    #expect(throws: TensorTrainError.noCores) { try TensorTrain(cores: []) }
    let narrow = TensorCore(leftRank: 1, size: 2, rightRank: 2)
    let wide = TensorCore(leftRank: 3, size: 2, rightRank: 1)
    #expect(throws: TensorTrainError.rankMismatch(bond: 1, left: 2, right: 3)) {
      try TensorTrain(cores: [narrow, wide])
    }
    #expect(throws: TensorTrainError.sizeMismatch(mode: 1, expected: 3, found: 2)) {
      try TensorTrainOperator(sumOf: [.init([1: .identity(2)])], sizes: [2, 3])
    }
    let solver = AlternatingMinimalEnergySolver()
    let operation = try TensorTrainOperator(sumOf: [.init([:])], sizes: [2, 3])
    let x = try TensorTrain(product: [[1, 1], [1, 1]])
    #expect(throws: TensorTrainError.sizeMismatch(mode: 1, expected: 3, found: 2)) {
      try solver.solve(operation, rightHandSide: x, guess: x)
    }
  }
}
