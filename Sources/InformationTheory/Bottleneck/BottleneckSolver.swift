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

  /// What the search may leave between the objective and its minimum, in nats.
  static let acceptedGap = 1e-10
  private static let rounds = 8

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
    return solve(beta: beta, from: ClusterLaw(identityOf: classes)).point
  }

  /// A point of the curve with the clusters that make it.
  struct Solution {
    var point: BottleneckPoint
    var law: ClusterLaw
  }

  /// The best encoder at one β, from clusters that are near it.
  func solve(beta: Double, from start: ClusterLaw) -> Solution {
    var iteration = FixedPointIteration(
      BottleneckStep(classes), from: start, beta: beta, tolerance: configuration.tolerance,
      limit: configuration.iterationLimit)
    var law = iteration.converge(start)
    var gap = search.best(logarithms: iteration.step.logarithms, beta: beta)
    for _ in 0..<Self.rounds {
      guard gap.excess > Self.acceptedGap, iteration.iterations < iteration.limit else { break }
      // Clusters that belong apart may have been joined, so fewer count as near from now on.
      iteration.reach *= 0.1
      law = iteration.converge(insert(gap.law, into: law, iteration.step, beta))
      gap = search.best(logarithms: iteration.step.logarithms, beta: beta)
    }
    if iteration.reach < FixedPointIteration.reach {
      rejoin(&iteration, &law, &gap)
    }
    return Solution(point: point(iteration, law, gap: max(0, gap.excess)), law: law)
  }

  /// Joins clusters that were kept apart while others were added, if that costs nothing.
  private func rejoin(
    _ iteration: inout FixedPointIteration, _ law: inout ClusterLaw,
    _ gap: inout (excess: Double, law: [Double])
  ) {
    var simpler = iteration
    simpler.reach = FixedPointIteration.reach
    simpler.limit += 500
    let simplerLaw = simpler.converge(law)
    let simplerGap = search.best(
      logarithms: simpler.step.logarithms, beta: simpler.beta)
    if simplerLaw.count < law.count, simplerGap.excess <= Self.acceptedGap {
      (iteration, law, gap) = (simpler, simplerLaw, simplerGap)
    }
  }

  /// Adds a cluster with that one of a few weights which lowers the objective most.
  private func insert(
    _ cluster: [Double], into law: ClusterLaw, _ step: BottleneckStep, _ beta: Double
  ) -> ClusterLaw {
    var step = step
    let candidates = [0.3, 0.1, 0.03, 0.01, 1e-3, 1e-4].map { law.adding(cluster, weight: $0) }
    var scratch = law
    let objectives = candidates.map { step.apply(to: $0, beta: beta, result: &scratch) }
    let best = objectives.indices.min { objectives[$0] < objectives[$1] } ?? 0
    return candidates[best]
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
