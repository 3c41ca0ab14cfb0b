extension BottleneckStep {
  /// Joins clusters that are about to coincide, and drops those that have died.
  ///
  /// Two near clusters become one when the joined one would not split again: when β ρ² ≤ 1 for the
  /// classes that it holds, ρ being their maximal correlation with the label.
  ///
  /// - Parameters:
  ///   - law: The clusters.
  ///   - beta: β.
  ///   - reach: The largest ``ClusterLaw/separation(_:_:_:)`` of clusters that count as near.
  /// - Returns: The clusters that remain.
  mutating func simplified(_ law: ClusterLaw, beta: Double, reach: Double) -> ClusterLaw {
    var law = law
    law.removeClusters(lighterThan: 1e-13)
    law.mergeEqualClusters()
    var scratch = law
    while law.count > 1 {
      _ = apply(to: law, beta: beta, result: &scratch)
      let pairs = coincidingPairs(of: law, beta, reach)
      guard !pairs.isEmpty else { break }
      for pair in pairs { law.add(pair.second, to: pair.first) }
      law.removeClusters(lighterThan: 0)
    }
    return law
  }

  /// Disjoint pairs of near clusters that would not split again.
  private func coincidingPairs(
    of law: ClusterLaw, _ beta: Double, _ reach: Double
  ) -> [(first: Int, second: Int)] {
    var isFree = [Bool](repeating: true, count: law.count)
    var pairs: [(first: Int, second: Int)] = []
    for cluster in 0..<law.count where isFree[cluster] {
      guard let other = nearest(to: cluster, in: law, beta, reach, among: isFree),
        isStable(law, cluster, other, beta)
      else { continue }
      isFree[cluster] = false
      isFree[other] = false
      pairs.append((cluster, other))
    }
    return pairs
  }

  private func nearest(
    to cluster: Int, in law: ClusterLaw, _ beta: Double, _ reach: Double, among isFree: [Bool]
  ) -> Int? {
    var best = (index: cluster, separation: reach)
    for other in 0..<law.count where other != cluster && isFree[other] {
      let separation = law.separation(cluster, other, beta)
      if separation < best.separation { best = (other, separation) }
    }
    return best.index == cluster ? nil : best.index
  }

  /// Whether the cluster that two make together would not split.
  private func isStable(
    _ law: ClusterLaw, _ first: Int, _ second: Int, _ beta: Double
  ) -> Bool {
    let shares = [first, second].map { encoder(of: law, cluster: $0, beta: beta) }
    let weights = classes.weights.indices.map {
      classes.weights[$0] * (shares[0][$0] + shares[1][$0])
    }
    return beta * classes.squaredCorrelation(weights: weights) <= 1
  }
}

extension ClusterLaw {
  /// Joins clusters whose p(y|t) are equal.
  mutating func mergeEqualClusters() {
    var indices: [[Double]: Int] = [:]
    var merged: [Double] = []
    for cluster in 0..<count {
      let weight = weight(of: cluster)
      let law = joint[range(of: cluster)].map { $0 / weight }
      if let place = indices[law] {
        for (offset, source) in range(of: cluster).enumerated() {
          merged[place + offset] += joint[source]
        }
      } else {
        indices[law] = merged.count
        merged += joint[range(of: cluster)]
      }
    }
    joint = merged
  }
}
