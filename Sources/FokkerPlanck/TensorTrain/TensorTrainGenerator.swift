internal import LinearAlgebra
internal import StochasticProcesses
internal import TensorTrains

/// Where the generator of a process on given axes comes from.
protocol GeneratorSource {
  /// Whether the generator is the same at all times.
  var isAutonomous: Bool { get }

  /// The generator at a time.
  ///
  /// ```
  /// L p = Σᵢ Eᵢ (aᵢ p − Σⱼ ∂ⱼ Dᵢⱼ p)
  /// ```
  ///
  /// E is the transpose of the derivative: minus the derivative, with no current through walls.
  /// Whatever the coefficients are, the integral of L p vanishes.
  func generator(
    on tables: [SpectralTables], time: Double
  ) throws(FokkerPlanckError) -> TensorTrainOperator
}

/// The generator of a process whose coefficients are sums of products: exact.
struct SeparableGenerator<Process: SeparableDiffusionProcess>: GeneratorSource {
  let process: Process
  var isAutonomous: Bool { process.isAutonomous }

  func generator(
    on tables: [SpectralTables], time: Double
  ) throws(FokkerPlanckError) -> TensorTrainOperator {
    var terms: [TensorTrainOperator.Term] = []
    for row in tables.indices {
      for term in process.driftTerms(of: row, time: time) {
        var matrices = try diagonals(term, tables, time: time) { value, x in
          .driftNotFinite(value: value, x: x, time: time)
        }
        matrices[row] = tables[row].outflow * (matrices[row] ?? .identity(tables[row].axis.count))
        terms.append(.init(matrices))
      }
      for column in tables.indices {
        let (low, high) = (min(row, column), max(row, column))
        for term in process.diffusionTerms(low, high, time: time) {
          var matrices = try diagonals(term, tables, time: time) { value, x in
            .invalidDiffusion(value: value, x: x, time: time)
          }
          let slope = tables[column].derivative
          matrices[column] = matrices[column].map { slope * $0 } ?? slope
          let inner = matrices[row] ?? .identity(tables[row].axis.count)
          matrices[row] = -1 * (tables[row].outflow * inner)
          terms.append(.init(matrices))
        }
      }
    }
    let sizes = tables.map(\.axis.count)
    return try translated(at: time) { () throws(TensorTrainError) in
      try TensorTrainOperator(sumOf: terms, sizes: sizes)
    }
  }

  /// The factors of a term as diagonal matrices, the constant with the first of them.
  private func diagonals(
    _ term: ProductTerm, _ tables: [SpectralTables], time: Double,
    failure: (_ value: Double, _ x: Double) -> FokkerPlanckError
  ) throws(FokkerPlanckError) -> [Int: Matrix] {
    var matrices: [Int: Matrix] = [:]
    for (variable, function) in term.factors {
      let values = tables[variable].nodes.map(function)
      if let node = values.firstIndex(where: { !$0.isFinite }) {
        throw failure(values[node], tables[variable].nodes[node])
      }
      matrices[variable] = Matrix.diagonal(values)
    }
    guard term.coefficient.isFinite else { throw failure(term.coefficient, .nan) }
    let first = term.factors.keys.min() ?? 0
    matrices[first] =
      term.coefficient * (matrices[first] ?? .identity(tables[first].axis.count))
    return matrices
  }
}

/// The generator of any process, whose coefficients are interpolated by crosses.
struct InterpolatedGenerator<Process: MultivariateDiffusionProcess>: GeneratorSource
where Process.Scalar == Double {
  let process: Process
  let interpolation: CrossInterpolation
  var isAutonomous: Bool { process.isAutonomous }

  func generator(
    on tables: [SpectralTables], time: Double
  ) throws(FokkerPlanckError) -> TensorTrainOperator {
    let sizes = tables.map(\.axis.count)
    let sampler = CoefficientTensor(process: process, nodes: tables.map(\.nodes), time: time)
    var parts: [TensorTrainOperator] = []
    for row in tables.indices {
      if let drift = try interpolated(sampler, .drift(row), time: time) {
        parts.append(
          TensorTrainOperator(diagonal: drift).followed(by: tables[row].outflow, on: row))
      }
      for column in tables.indices {
        guard let diffusion = try interpolated(sampler, .diffusion(row, column), time: time)
        else { continue }
        parts.append(
          -1
            * TensorTrainOperator(diagonal: diffusion)
            .followed(by: tables[column].derivative, on: column)
            .followed(by: tables[row].outflow, on: row))
      }
    }
    return try translated(at: time) { () throws(TensorTrainError) in
      var sum = try TensorTrainOperator(sumOf: [], sizes: sizes)
      for part in parts { sum = try (sum + part).rounded(tolerance: 1e-13) }
      return sum
    }
  }

  /// A coefficient as a train, or nil when it is zero.
  private func interpolated(
    _ sampler: CoefficientTensor<Process>, _ coefficient: CoefficientTensor<Process>.Coefficient,
    time: Double
  ) throws(FokkerPlanckError) -> TensorTrain? {
    var tensor = sampler
    tensor.coefficient = coefficient
    let middle = tensor.sizes.map { $0 / 2 }
    // A coefficient may vanish at the middle: begin at two further places.
    let starts = [middle, tensor.sizes.map { $0 / 4 }, tensor.sizes.map { 3 * $0 / 4 }]
    let result: CrossInterpolant
    do {
      result = try interpolation.interpolate(tensor, startingAt: starts)
    } catch {
      switch error {
      case .onlyZeros: return nil
      case .notFinite: throw tensor.failure(time: time)
      case .cancelled: throw .cancelled(time: time)
      default: throw .numericalFailure(reason: error.description)
      }
    }
    guard result.hasConverged else {
      let failure = TensorTrainError.notConverged(
        process: "cross interpolation of a coefficient", error: result.change,
        tolerance: interpolation.tolerance, sweeps: result.sweeps)
      throw .numericalFailure(reason: failure.description)
    }
    return result.train
  }
}

extension SpectralTables {
  /// Minus the derivative, without a current through walls.
  var outflow: Matrix { derivative.transposed }
}
