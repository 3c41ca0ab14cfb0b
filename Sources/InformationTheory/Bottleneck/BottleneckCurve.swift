internal import RealModule

/// A value of β at which the number of clusters of the best encoder changes.
public struct BottleneckBifurcation: Hashable, Codable, Sendable {
  /// β, a pure number.
  public var beta: Double
  /// The number of clusters just below.
  public var clustersBelow: Int
  /// The number of clusters just above.
  public var clustersAbove: Int

  /// Creates a bifurcation.
  public init(beta: Double, clustersBelow: Int, clustersAbove: Int) {
    self.beta = beta
    self.clustersBelow = clustersBelow
    self.clustersAbove = clustersAbove
  }
}

/// The bottleneck curve: the largest I(T;Y) that any T made from X has at a given I(X;T).
public struct BottleneckCurve: Hashable, Codable, Sendable {
  /// The points, from the origin on by rising β and I(X;T).
  public var points: [BottleneckPoint]
  /// Where the number of clusters changes, by rising β.
  public var bifurcations: [BottleneckBifurcation]
  /// The β up to which the best encoder keeps nothing; infinite for independent X and Y.
  ///
  /// Its inverse is the curve's slope at the origin, the largest I(T;Y)/I(X;T) that any T has
  /// (V. Anantharam, A. Gohari, S. Kamath and C. Nair, "On maximal correlation,
  /// hypercontractivity, and the data processing inequality studied by Erkip and Cover",
  /// arXiv:1304.6133).
  public var onsetBeta: Double
  /// 1/ρ² with the maximal correlation ρ of X and Y: the β at which the encoder that keeps nothing
  /// turns unstable against small changes; never below ``onsetBeta`` and often equal to it.
  public var criticalBeta: Double
  /// The number of classes of patterns with different p(y|x).
  public var classCount: Int
  /// H(X) of those classes in bits: from here on the curve is flat.
  public var classEntropy: Double
  /// H(Y) in bits.
  public var labelEntropy: Double
  /// I(X;Y) in bits, the height of the curve.
  public var patternLabelInformation: Double
  /// Whether Y is a function of X, and the curve therefore min(I(X;T), H(Y)).
  ///
  /// All points of its straight part then belong to β = 1 and all β above to its corner; only the
  /// squared multiplier tells them apart.
  public var isDegenerate: Bool
}

// MARK: - Annealing

extension BottleneckSolver {
  /// The whole curve, by reverse annealing from the largest β down.
  ///
  /// The values of β are spaced evenly in ln(β/β_c − 1) with β_c = 1/ρ². For a deterministic rule
  /// the curve is known and is sampled evenly in I(X;T).
  ///
  /// - Parameter progress: Called with the fraction that is done.
  /// - Returns: The curve.
  /// - Throws: ``InformationError/cancelled`` when the task is.
  public func curve(
    progress: (Double) -> Void = { _ in }
  ) throws(InformationError) -> BottleneckCurve {
    let correlation = classes.squaredMaximalCorrelation
    let isDegenerate = classes.isDeterministic
    var curve = BottleneckCurve(
      points: [], bifurcations: [], onsetBeta: onsetBeta(correlation),
      criticalBeta: correlation > 1e-14 ? 1 / correlation : .infinity,
      classCount: classes.count, classEntropy: classes.entropy, labelEntropy: classes.labelEntropy,
      patternLabelInformation: classes.informationAboutLabel, isDegenerate: isDegenerate)
    if isDegenerate {
      fillDegenerate(&curve)
    } else {
      try anneal(&curve, progress)
    }
    return curve
  }

  private func anneal(
    _ curve: inout BottleneckCurve, _ progress: (Double) -> Void
  ) throws(InformationError) {
    curve.points = [
      BottleneckPoint(beta: curve.onsetBeta, aboutInput: 0, aboutLabel: 0, clusterCount: 1)
    ]
    let betas = annealingBetas(curve.onsetBeta)
    var law = ClusterLaw(identityOf: classes)
    var points: [Solution] = []
    for (index, beta) in betas.enumerated() {
      guard !Task.isCancelled else { throw .cancelled }
      let next = solve(beta: beta, from: law)
      if let last = points.last, last.point.clusterCount != next.point.clusterCount {
        curve.bifurcations += bifurcations(between: next, and: last)
      }
      points.append(next)
      law = next.law
      progress(Double(index + 1) / Double(betas.count))
    }
    if let last = points.last?.point.clusterCount, last > 1 {
      curve.bifurcations.append(
        BottleneckBifurcation(beta: curve.onsetBeta, clustersBelow: 1, clustersAbove: last))
    }
    curve.points += points.reversed().map(\.point)
    curve.bifurcations.sort { $0.beta < $1.beta }
  }

  /// The values of β from the largest to just above the onset.
  private func annealingBetas(_ onset: Double) -> [Double] {
    guard onset < configuration.largestBeta else { return [] }
    let count = configuration.pointCount - 1
    let (low, high) = (1e-3, configuration.largestBeta / onset - 1)
    guard high > low, count > 1 else { return [configuration.largestBeta] }
    return (0..<count).map { index in
      let fraction = Double(index) / Double(count - 1)
      return onset * (1 + high * Double.pow(low / high, fraction))
    }
  }

  /// The least β at which a further cluster helps an encoder that keeps nothing.
  private func onsetBeta(_ squaredCorrelation: Double) -> Double {
    guard squaredCorrelation > 1e-14 else { return .infinity }
    let marginal = classes.labelMarginal
    let divergences = (0..<classes.count).map { index in
      zip(classes.labelLaw(of: index), marginal).reduce(0) { sum, pair in
        pair.0 > 0 ? sum + pair.0 * Double.log(pair.0 / pair.1) : sum
      }
    }
    var (low, high) = (1.0, 1 / squaredCorrelation)
    for _ in 0..<40 where high - low > 1e-9 * high {
      let middle = (low + high) / 2
      let excess = search.best(
        logarithms: divergences.map { -middle * $0 }, beta: middle
      ).excess
      if excess > 1e-12 { high = middle } else { low = middle }
    }
    return high
  }

  /// Locates the changes of the number of clusters between two solutions.
  ///
  /// The clusters of the lower solution are followed upwards, where they stay a fixed point; they
  /// stop being the best where a further cluster would help.
  private func bifurcations(
    between lower: Solution, and upper: Solution, depth: Int = 0
  ) -> [BottleneckBifurcation] {
    guard lower.point.clusterCount < upper.point.clusterCount, depth < 4 else { return [] }
    var (low, high, law) = (lower.point.beta, upper.point.beta, lower.law)
    guard isImprovable(lower.law, beta: high).isImprovable else { return [] }
    while high - low > configuration.bifurcationAccuracy * high {
      let middle = (low * high).squareRoot()
      let trial = isImprovable(law, beta: middle)
      if trial.isImprovable { high = middle } else { (low, law) = (middle, trial.law) }
    }
    let next = solve(beta: min(upper.point.beta, high * (1 + 1e-3)), from: upper.law)
    let count = next.point.clusterCount
    let isBetween = count > lower.point.clusterCount && count < upper.point.clusterCount
    let bifurcation = BottleneckBifurcation(
      beta: high, clustersBelow: lower.point.clusterCount,
      clustersAbove: isBetween ? count : upper.point.clusterCount)
    return [bifurcation]
      + (isBetween ? bifurcations(between: next, and: upper, depth: depth + 1) : [])
  }

  /// Whether a further cluster would help the fixed point that a law's clusters make at β.
  private func isImprovable(
    _ start: ClusterLaw, beta: Double
  ) -> (isImprovable: Bool, law: ClusterLaw) {
    var iteration = FixedPointIteration(
      BottleneckStep(classes), from: start, beta: beta, tolerance: configuration.tolerance,
      limit: 1000)
    let law = iteration.converge(start)
    let gap = search.best(logarithms: iteration.step.logarithms, beta: beta)
    return (gap.excess > Self.acceptedGap, law)
  }

  /// The curve min(I(X;T), H(Y)) of a deterministic rule.
  private func fillDegenerate(_ curve: inout BottleneckCurve) {
    let labels = classes.labelMarginal.count { $0 > 0 }
    let count = configuration.pointCount
    curve.points = (0..<count).map { index in
      let information = curve.labelEntropy * Double(index) / Double(count - 1)
      return BottleneckPoint(
        beta: 1, aboutInput: information, aboutLabel: information,
        clusterCount: index == 0 ? 1 : index == count - 1 ? labels : labels + 1)
    }
    guard labels > 1 else { return }
    curve.bifurcations = [BottleneckBifurcation(beta: 1, clustersBelow: 1, clustersAbove: labels)]
  }
}
