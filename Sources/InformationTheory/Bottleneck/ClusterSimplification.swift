internal import RealModule

extension BottleneckStep {
  /// Joins near clusters and drops weak ones wherever that does not raise the objective.
  ///
  /// - Parameters:
  ///   - law: The clusters.
  ///   - beta: β.
  ///   - tolerance: The largest rise of the objective that counts as none, in nats.
  /// - Returns: The clusters that remain.
  mutating func simplified(
    _ law: ClusterLaw, beta: Double, tolerance: Double = 1e-15
  ) -> ClusterLaw {
    var law = law
    law.removeClusters(lighterThan: 1e-13)
    law.mergeEqualClusters()
    var scratch = law
    while law.count > 1 {
      _ = apply(to: law, beta: beta, result: &scratch)
      let count = law.count
      dropAndJoin(&law, beta, tolerance)
      law.removeClusters(lighterThan: 0)
      guard law.count < count else { break }
    }
    return law
  }

  /// Drops or joins clusters of the law that was last applied, each at most once.
  private func dropAndJoin(_ law: inout ClusterLaw, _ beta: Double, _ tolerance: Double) {
    let clusters = law.count
    var isFree = [Bool](repeating: true, count: clusters)
    // Z(x) after the changes so far, relative to that before them.
    var ratios = [Double](repeating: 1, count: classes.count)
    for cluster in 0..<clusters where isFree[cluster] {
      let shares = shares(of: cluster, clusters)
      let dropped = change(ratios, by: shares.map { -$0 })
      if dropped + Double.log(onePlus: -law.weight(of: cluster)) <= 0 {
        ratios = zip(ratios, shares).map { $0 - $1 }
        isFree[cluster] = false
        law.clear(cluster)
        // The weights of the others are restored to the sum 1 only afterwards.
        return
      }
      guard let other = nearest(to: cluster, in: law, beta, among: isFree) else { continue }
      let joined = joinedShares(law, cluster, other, beta)
      let changes = joined.indices.map {
        joined[$0] - shares[$0] - encoder[$0 * clusters + other]
      }
      guard change(ratios, by: changes) <= tolerance else { continue }
      ratios = zip(ratios, changes).map { $0 + $1 }
      (isFree[cluster], isFree[other]) = (false, false)
      law.add(other, to: cluster)
    }
  }

  /// The largest ``ClusterLaw/separation(_:_:_:)`` of clusters that may be one.
  private static let reach = 0.5

  /// p(t|x) of one cluster.
  private func shares(of cluster: Int, _ clusters: Int) -> [Double] {
    (0..<classes.count).map { encoder[$0 * clusters + cluster] }
  }

  /// How much the objective changes when Z(x) changes, both relative to Z(x) at first.
  private func change(_ ratios: [Double], by changes: [Double]) -> Double {
    var sum = 0.0
    for index in ratios.indices {
      let relative = changes[index] / ratios[index]
      guard relative > -1 else { return .infinity }
      sum -= classes.weights[index] * Double.log(onePlus: relative)
    }
    return sum
  }

  /// The shares that the cluster would have that two make together.
  private func joinedShares(
    _ law: ClusterLaw, _ first: Int, _ second: Int, _ beta: Double
  ) -> [Double] {
    let masses = zip(law.range(of: first), law.range(of: second)).map {
      law.joint[$0] + law.joint[$1]
    }
    let weight = masses.reduce(0, +)
    return relativeKernel(masses.map { $0 / weight }, beta: beta).map { weight * $0 }
  }

  private func nearest(
    to cluster: Int, in law: ClusterLaw, _ beta: Double, among isFree: [Bool]
  ) -> Int? {
    var best = (index: cluster, separation: Self.reach)
    for other in 0..<law.count where other != cluster && isFree[other] {
      let separation = law.separation(cluster, other, beta)
      if separation < best.separation { best = (other, separation) }
    }
    return best.index == cluster ? nil : best.index
  }
}

// MARK: - Adding a cluster

extension BottleneckStep {
  /// exp(−β KL[p(y|x)‖r])/Z(x) of all classes, for the law that was last applied.
  func relativeKernel(_ law: [Double], beta: Double) -> [Double] {
    let labels = classes.labelCount
    let lawLogarithms = law.map { $0 > 0 ? Double.log($0) : -1e300 }
    return logarithms.indices.map { index in
      var mean = -negativeEntropies[index]
      for label in 0..<labels {
        mean += classes.labelProbabilities[index * labels + label] * lawLogarithms[label]
      }
      return Double.exp(beta * mean - logarithms[index])
    }
  }

  /// Adds a cluster to a law where it lowers the objective most.
  ///
  /// Its weight is taken from all clusters alike or from the nearest one, whichever is better.
  mutating func inserting(_ cluster: [Double], into law: ClusterLaw, beta: Double) -> ClusterLaw {
    var scratch = law
    _ = apply(to: law, beta: beta, result: &scratch)
    let kernel = relativeKernel(cluster, beta: beta)
    let added = law.adding(cluster, weight: bestShare(kernel.map { $0 - 1 }, upTo: 0.5))
    let nearest = (0..<law.count).min {
      added.separation($0, law.count, beta) < added.separation($1, law.count, beta)
    }
    guard let nearest else { return added }
    let weight = law.weight(of: nearest)
    let changes = kernel.indices.map { weight * kernel[$0] - encoder[$0 * law.count + nearest] }
    let share = bestShare(changes, upTo: 1)
    var moved = law
    for place in law.range(of: nearest) { moved.joint[place] *= 1 - share }
    moved.joint += cluster.map { $0 * weight * share }
    moved.removeClusters(lighterThan: 0)
    let objective = apply(to: moved, beta: beta, result: &scratch)
    return objective < apply(to: added, beta: beta, result: &scratch) ? moved : added
  }

  /// The share of a change of Z(x)/Z(x) that lowers the objective most.
  private func bestShare(_ changes: [Double], upTo limit: Double) -> Double {
    // The slope of the objective in the share rises, since the objective is convex.
    func slope(_ share: Double) -> Double {
      zip(classes.weights, changes).reduce(0) { $0 - $1.0 * $1.1 / (1 + share * $1.1) }
    }
    var (low, high) = (0.0, limit)
    guard slope(0) < 0 else { return 0 }
    for _ in 0..<50 {
      let middle = (low + high) / 2
      if slope(middle) < 0 { low = middle } else { high = middle }
    }
    return high
  }
}
