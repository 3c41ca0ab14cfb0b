internal import LinearAlgebra

/// The sweeps of the alternating method, always from left to right: between two sweeps everything
/// is read from the other end.
struct AlternatingSweep {
  private let parameters: AlternatingMinimalEnergySolver
  private var system: LinearSystem
  private var mirroredSystem: LinearSystem
  private var solution: FramedTrain
  private var residual: FramedTrain
  private(set) var count = 0
  private(set) var products = 0

  init(
    _ operation: TensorTrainOperator, rightHandSide: TensorTrain, guess: TensorTrain,
    parameters: AlternatingMinimalEnergySolver
  ) throws(TensorTrainError) {
    self.parameters = parameters
    system = LinearSystem(
      blocks: zip(operation.train.cores, operation.sizes).map { OperatorBlock($0, size: $1) },
      rightHandSide: rightHandSide.cores)
    mirroredSystem = system.mirrored
    solution = FramedTrain(cores: guess.cores)
    residual = FramedTrain(
      cores: TensorTrain.starting(sizes: operation.sizes, rank: parameters.enrichmentRank).cores)
    try orthogonalize()
  }

  /// The solution, in the order of the modes that it was given in.
  var train: TensorTrain {
    let cores = solution.cores
    return TensorTrain(
      unchecked: count % 2 == 0 ? cores : cores.reversed().map(\.mirrored))
  }

  /// Makes all cores but the first right-orthogonal and sets the interfaces: one pass from the
  /// right without solving.
  private mutating func orthogonalize() throws(TensorTrainError) {
    turnAround()
    count = 0
    for mode in 0..<solution.cores.count - 1 {
      try orthogonalize(&solution.cores, mode)
      try orthogonalize(&residual.cores, mode)
      advance(over: mode)
    }
    turnAround()
    count = 0
  }

  private func orthogonalize(
    _ cores: inout [TensorCore], _ mode: Int
  ) throws(TensorTrainError) {
    let unfolding = cores[mode].leftUnfolding
    let factors = try decomposed { () throws(LinearAlgebraError) in
      try unfolding.orthogonalTriangular()
    }
    cores[mode] = TensorCore(leftUnfolding: factors.orthogonal, size: cores[mode].size)
    cores[mode + 1] = cores[mode + 1].multipliedFromLeft(by: factors.triangular)
  }

  private mutating func advance(over mode: Int) {
    solution.advance(over: mode, system: system, state: solution.cores[mode])
    residual.advance(over: mode, system: system, state: solution.cores[mode])
  }

  /// Reads everything from the other end.
  mutating func turnAround() {
    swap(&system, &mirroredSystem)
    solution.turnAround()
    residual.turnAround()
    count += 1
  }

  /// Solves for all cores from left to right.
  mutating func run() throws(TensorTrainError) -> SweepRecord {
    var record = SweepRecord()
    let share = parameters.tolerance / Double(solution.cores.count).squareRoot()
    for mode in solution.cores.indices {
      let core = try solve(mode, share: share, &record)
      guard mode < solution.cores.count - 1 else {
        solution.cores[mode] = core
        break
      }
      try moveOn(from: mode, core, share: share)
      advance(over: mode)
    }
    return record
  }

  /// Solves the local system of one core.
  private mutating func solve(
    _ mode: Int, share: Double, _ record: inout SweepRecord
  ) throws(TensorTrainError) -> TensorCore {
    let local = LocalSystem(
      left: solution.left[mode].operation, block: system.blocks[mode],
      right: solution.right[mode + 1].operation)
    let target = system.projectedRightHandSide(
      at: mode, left: solution.left[mode], right: solution.right[mode + 1])
    let before = solution.cores[mode]
    let outcome = try LocalSolution(
      local, target: target.elements, guess: before.elements, share: share,
      directOrder: parameters.directOrder)
    guard outcome.norm.isFinite else { throw .notFinite(mode: mode) }
    record.largestChange = max(record.largestChange, outcome.relativeChange)
    record.largestResidual = max(record.largestResidual, outcome.initialResidual)
    if !outcome.isSolved { record.unsolvedCores += 1 }
    products += outcome.products
    return TensorCore(
      leftRank: before.leftRank, size: before.size, rightRank: before.rightRank,
      elements: outcome.elements)
  }

  /// Truncates a core, enriches it by the residual and moves the rest to the next core.
  private mutating func moveOn(
    from mode: Int, _ core: TensorCore, share: Double
  ) throws(TensorTrainError) {
    let norm = core.elements.reduce(0) { $0 + $1 * $1 }.squareRoot()
    let unfolding = core.leftUnfolding
    let (left, right, _) = try decomposed { () throws(LinearAlgebraError) in
      try truncatedFactors(
        of: unfolding, bound: share * norm, maximumRank: parameters.maximumRank)
    }
    let kept = TensorCore(leftUnfolding: left * right, size: core.size)
    let enrichment = residualCore(
      mode, of: kept, left: solution.left[mode], right: residual.right[mode + 1])
    residual.cores[mode] = residualCore(
      mode, of: kept, left: residual.left[mode], right: residual.right[mode + 1])
    try orthogonalize(&residual.cores, mode)
    // The enrichment comes with zeros for the next core: the train itself does not change.
    let widened = Matrix.joined(left, enrichment.leftUnfolding)
    let factors = try decomposed { () throws(LinearAlgebraError) in
      try widened.orthogonalTriangular()
    }
    solution.cores[mode] = TensorCore(leftUnfolding: factors.orthogonal, size: core.size)
    let rest = factors.triangular.firstColumns(left.columnCount) * right
    solution.cores[mode + 1] = solution.cores[mode + 1].multipliedFromLeft(by: rest)
  }

  /// b − A x at a core, tested by the frames of two interfaces.
  private func residualCore(
    _ mode: Int, of core: TensorCore, left: FramedTrain.Interface, right: FramedTrain.Interface
  ) -> TensorCore {
    var result = system.projectedRightHandSide(at: mode, left: left, right: right)
    let action = left.operation.projected(
      core, block: system.blocks[mode], right: right.operation)
    for index in result.elements.indices { result.elements[index] -= action.elements[index] }
    return result
  }
}

extension Matrix {
  /// The columns of two matrices side by side.
  fileprivate static func joined(_ left: Matrix, _ right: Matrix) -> Matrix {
    var result = Matrix(
      rowCount: left.rowCount, columnCount: left.columnCount + right.columnCount)
    for row in 0..<left.rowCount {
      for column in 0..<left.columnCount { result[row, column] = left[row, column] }
      for column in 0..<right.columnCount {
        result[row, left.columnCount + column] = right[row, column]
      }
    }
    return result
  }
}
