internal import LinearAlgebra

/// The solution of the system of one core.
struct LocalSolution {
  private(set) var elements: [Double]
  private(set) var norm = 0.0
  /// The norm of the change divided by the norm of the solution.
  private(set) var relativeChange = 0.0
  /// The residual of the guess divided by the norm of the right-hand side.
  private(set) var initialResidual = 0.0
  private(set) var products = 0
  /// Whether the residual reached its bound; that of a direct solution does.
  private(set) var isSolved = true

  /// Solves to a residual of a fraction of `share`, directly up to an order.
  init(
    _ system: LocalSystem, target: [Double], guess: [Double], share: Double, directOrder: Int
  ) throws(TensorTrainError) {
    elements = guess
    let scale = target.reduce(0) { $0 + $1 * $1 }.squareRoot()
    if system.order <= directOrder {
      var residual = [Double](repeating: 0, count: system.order)
      system.apply(guess, into: &residual)
      for index in residual.indices { residual[index] -= target[index] }
      initialResidual = residual.reduce(0) { $0 + $1 * $1 }.squareRoot() / max(scale, 1e-300)
      let factors = try decomposed { () throws(LinearAlgebraError) in
        try TriangularFactorization(order: system.order, elements: system.matrix)
      }
      elements = target
      factors.solve(&elements)
    } else {
      var method = GeneralizedMinimalResidual(order: system.order)
      let outcome = method.solve(
        system, rightHandSide: target, x: &elements, residualBound: 0.3 * share * scale)
      initialResidual = outcome.initialResidual / max(scale, 1e-300)
      products = outcome.products
      // The bound on the residual has a margin of three to the share of the error.
      isSolved = outcome.residual <= share * scale
    }
    var change = 0.0
    for (new, old) in zip(elements, guess) {
      change += (new - old) * (new - old)
      norm += new * new
    }
    norm = norm.squareRoot()
    relativeChange = norm > 0 ? change.squareRoot() / norm : 0
  }
}
