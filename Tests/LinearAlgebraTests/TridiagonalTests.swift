import LinearAlgebra
import Testing

@Suite("Tridiagonal systems")
struct TridiagonalTests {
  /// Interleaved diagonally dominant systems and the product of their matrices with `x`.
  struct Systems {
    var lower: [Double]
    var diagonal: [Double]
    var upper: [Double]
    var x: [Double]
    let batch: Int

    init(order: Int, batch: Int, seed: UInt64) {
      var numbers = TestNumbers(seed: seed)
      func draw() -> [Double] { (0..<order * batch).map { _ in numbers.next() } }
      (lower, upper, x) = (draw(), draw(), draw())
      diagonal = draw().map { 2.5 + $0 / 4 }
      self.batch = batch
    }

    func product(isCyclic: Bool) -> [Double] {
      let count = x.count
      return x.indices.map { k in
        var sum = diagonal[k] * x[k]
        if k >= batch || isCyclic { sum += lower[k] * x[(k + count - batch) % count] }
        if k + batch < count || isCyclic { sum += upper[k] * x[(k + batch) % count] }
        return sum
      }
    }
  }

  @Test("Every system of a batch is solved", arguments: [1, 2, 3, 50, 1000], [1, 2, 8])
  func solvesBatches(order: Int, batch: Int) throws {
    let systems = Systems(order: order, batch: batch, seed: UInt64(order + batch))
    var solution = systems.product(isCyclic: false)
    var workspace = [Double](repeating: 0, count: solution.count)
    var solutionSpan = solution.mutableSpan
    var workspaceSpan = workspace.mutableSpan
    try TridiagonalSystems.solve(
      lower: systems.lower.span, diagonal: systems.diagonal.span, upper: systems.upper.span,
      solution: &solutionSpan, workspace: &workspaceSpan, batch: batch)
    #expect(largestMagnitude(zip(solution, systems.x).map { $0 - $1 }) < 1e-13)
  }

  @Test("Cyclic systems are solved with both corners", arguments: [3, 4, 17, 500])
  func solvesCyclic(order: Int) throws {
    let systems = Systems(order: order, batch: 1, seed: UInt64(order))
    var solution = systems.product(isCyclic: true)
    var (a, b, c) = (solution, solution, solution)
    var solutionSpan = solution.mutableSpan
    var aSpan = a.mutableSpan
    var bSpan = b.mutableSpan
    var cSpan = c.mutableSpan
    try TridiagonalSystems.solveCyclic(
      lower: systems.lower.span, diagonal: systems.diagonal.span, upper: systems.upper.span,
      solution: &solutionSpan, workspace: &aSpan, modifiedDiagonal: &bSpan, correction: &cSpan)
    #expect(largestMagnitude(zip(solution, systems.x).map { $0 - $1 }) < 1e-13)
  }

  @Test("A singular system names its row")
  func singular() throws {
    let (lower, diagonal, upper) = ([0.0, 1, 1], [1.0, 1, 1], [1.0, 1, 0])
    var (solution, workspace) = ([1.0, 2, 3], [0.0, 0, 0])
    #expect(throws: LinearAlgebraError.singular(row: 1)) {
      var solutionSpan = solution.mutableSpan
      var workspaceSpan = workspace.mutableSpan
      try TridiagonalSystems.solve(
        lower: lower.span, diagonal: diagonal.span, upper: upper.span, solution: &solutionSpan,
        workspace: &workspaceSpan)
    }
  }
}

@Suite("Resolvent of a birth-death chain")
struct BirthDeathResolventTests {
  /// Rates between 0 and `scale`, some of them exactly zero.
  static func rates(_ count: Int, scale: Double, seed: UInt64) -> [Double] {
    var numbers = TestNumbers(seed: seed)
    return (0..<count).map { _ in max(0, numbers.next() + 0.7) * scale }
  }

  static func solve(
    _ rightHandSide: [Double], rightward: [Double], leftward: [Double], tau: Double, isRing: Bool
  ) -> [Double] {
    var resolvent = BirthDeathResolvent(count: rightHandSide.count, isRing: isRing)
    resolvent.factorize(tau: tau, rightward: rightward.span, leftward: leftward.span)
    var solution = rightHandSide
    var span = solution.mutableSpan
    resolvent.solve(&span)
    return solution
  }

  @Test(
    "The solution satisfies its equation", arguments: [2, 3, 4, 60], [false, true])
  func satisfiesEquation(count: Int, isRing: Bool) {
    let rightward = Self.rates(count, scale: 3, seed: 1)
    let leftward = Self.rates(count, scale: 3, seed: 2)
    var numbers = TestNumbers(seed: 3)
    let rightHandSide = (0..<count).map { _ in numbers.next() }
    let x = Self.solve(
      rightHandSide, rightward: rightward, leftward: leftward, tau: 0.8, isRing: isRing)
    for i in 0..<count {
      var inflow = 0.0
      if i > 0 || isRing {
        inflow += rightward[(i + count - 1) % count] * x[(i + count - 1) % count]
      }
      if i < count - 1 || isRing { inflow += leftward[(i + 1) % count] * x[(i + 1) % count] }
      let product = x[i] - 0.8 * (inflow - (rightward[i] + leftward[i]) * x[i])
      #expect(abs(product - rightHandSide[i]) < 1e-13)
    }
  }

  @Test(
    "Sum and sign are kept for any step", arguments: [1e-3, 1.0, 1e6, 1e15], [false, true])
  func keepsSumAndSign(tau: Double, isRing: Bool) {
    let count = 200
    var rightward = Self.rates(count, scale: 10, seed: 4)
    var leftward = Self.rates(count, scale: 10, seed: 5)
    if !isRing { (rightward[count - 1], leftward[0]) = (0, 0) }
    var rightHandSide = [Double](repeating: 0, count: count)
    rightHandSide[70] = 1
    let x = Self.solve(
      rightHandSide, rightward: rightward, leftward: leftward, tau: tau, isRing: isRing)
    #expect(abs(x.reduce(0, +) - 1) < 1e-13)
    #expect(x.allSatisfy { $0 >= 0 })
  }
}
