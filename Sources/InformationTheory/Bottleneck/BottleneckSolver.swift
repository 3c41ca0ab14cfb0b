internal import RealModule

/// The information bottleneck of a discrete joint law: the encoder p(t|x) that keeps most about the
/// label for what it keeps about the input.
///
/// It minimises I(X;T) − β I(T;Y) by the self-consistent equations
///
/// ```
/// p(t|x) ∝ p(t) exp(−β KL[p(y|x)‖p(y|t)]),   p(t) = Σ p(x) p(t|x),   p(y|t) = Σ p(x|t) p(y|x)
/// ```
///
/// started from the identity map. Steps are extrapolated, clusters that coincide are joined, and
/// after convergence new clusters are tried wherever they would lower the objective, which makes
/// the fixed point the global minimum up to the reported ``BottleneckPoint/optimalityGap``: as a
/// function of the measure that p(t) puts on label laws, the objective is convex.
///
/// ## Reference
///
/// N. Tishby, F. C. Pereira and W. Bialek, "The information bottleneck method",
/// arXiv:physics/0004057 (1999).
public struct BottleneckSolver: Sendable {
  /// The joint law, with classes of equal p(y|x) joined if that was asked for.
  public let classes: PatternClasses
  /// How the iteration runs.
  public let configuration: BottleneckConfiguration
  let search: OptimalitySearch

  private static let rounds = 30

  /// Creates a solver.
  ///
  /// - Parameters:
  ///   - classes: The joint law.
  ///   - configuration: How the iteration runs.
  ///   - mergesEqualClasses: Whether classes of equal p(y|x) are joined first, which changes
  ///     nothing but the time.
  /// - Throws: ``InformationError/invalidParameter(_:value:remedy:)``.
  public init(
    _ classes: PatternClasses, configuration: BottleneckConfiguration = .init(),
    mergesEqualClasses: Bool = true
  ) throws(InformationError) {
    try configuration.validate()
    self.classes = mergesEqualClasses ? classes.merged().classes : classes
    self.configuration = configuration
    search = OptimalitySearch(self.classes)
  }

  /// The best encoder at one β, from the identity map.
  ///
  /// - Parameter beta: The multiplier β, positive; a pure number.
  /// - Returns: The point of the curve.
  /// - Throws: ``InformationError/invalidParameter(_:value:remedy:)``.
  public func point(beta: Double) throws(InformationError) -> BottleneckPoint {
    guard beta > 0, beta <= 1e6 else {
      throw .invalidParameter("beta", value: beta, remedy: "use a positive β of at most 10⁶")
    }
    // Up to the onset nothing beats the encoder that keeps nothing.
    let trivial = solve(beta: beta, from: ClusterLaw(trivialOf: classes), isFinal: true)
    if trivial.point.optimalityGap <= acceptedGap(beta) { return trivial.point }
    return solve(beta: beta, from: ClusterLaw(identityOf: classes)).point
  }

  /// What the search may leave between the objective and its minimum, in nats: some times the
  /// rounding of exponents of the size of β.
  func acceptedGap(_ beta: Double) -> Double { 1e-12 + 2e-14 * beta }

  /// A point of the curve with the clusters that make it.
  struct Solution {
    var point: BottleneckPoint
    var law: ClusterLaw
  }

  /// The best encoder at one β, from clusters that are near it.
  ///
  /// - Parameters:
  ///   - beta: β.
  ///   - start: The clusters that the iteration starts from.
  ///   - isFinal: Whether no clusters may be added.
  /// - Returns: The encoder, with the gap that the search found.
  func solve(beta: Double, from start: ClusterLaw, isFinal: Bool = false) -> Solution {
    var iteration = FixedPointIteration(
      BottleneckStep(classes), from: start, beta: beta, tolerance: configuration.tolerance,
      limit: configuration.iterationLimit)
    var law = iteration.converge(start)
    var summits = summits(iteration, law)
    var rounds = isFinal ? 0 : Self.rounds
    while rounds > 0, summits[0].excess > acceptedGap(beta), iteration.iterations < iteration.limit
    {
      for summit in summits where summit.excess > acceptedGap(beta) {
        law = iteration.step.inserting(summit.law, into: law, beta: beta)
      }
      law = iteration.converge(law)
      summits = self.summits(iteration, law)
      rounds -= 1
    }
    let solution = Solution(point: point(iteration, law, gap: max(0, summits[0].excess)), law: law)
    return isFinal ? solution : simplest(solution, iteration)
  }

  /// The solution with fewer clusters, if those are certified as well.
  private func simplest(_ solution: Solution, _ iteration: FixedPointIteration) -> Solution {
    var iteration = iteration
    let beta = iteration.beta
    let start = iteration.step.simplified(
      solution.law, beta: beta, tolerance: acceptedGap(beta))
    guard start.count < solution.law.count else { return solution }
    let law = iteration.converge(start)
    let gap = max(0, summits(iteration, law)[0].excess)
    guard gap <= acceptedGap(beta), iteration.iterations < iteration.limit else { return solution }
    return Solution(point: point(iteration, law, gap: gap), law: law)
  }

  private func summits(
    _ iteration: FixedPointIteration, _ law: ClusterLaw
  ) -> [(excess: Double, law: [Double])] {
    search.summits(
      logarithms: iteration.step.logarithms, beta: iteration.beta,
      clusters: (0..<law.count).map { cluster in
        let weight = law.weight(of: cluster)
        return law.joint[law.range(of: cluster)].map { $0 / weight }
      })
  }

  private func point(
    _ iteration: FixedPointIteration, _ law: ClusterLaw, gap: Double
  ) -> BottleneckPoint {
    let information = iteration.step.information(
      objective: iteration.objective, image: iteration.image, beta: iteration.beta)
    let bit = Double.log(2)
    return BottleneckPoint(
      beta: iteration.beta, aboutInput: law.count == 1 ? 0 : information.input / bit,
      aboutLabel: law.count == 1 ? 0 : information.label / bit, clusterCount: law.count,
      residual: iteration.residual, optimalityGap: gap, iterations: iteration.iterations)
  }
}
