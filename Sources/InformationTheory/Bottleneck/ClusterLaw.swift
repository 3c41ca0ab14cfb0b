/// The joint law p(t, y) of clusters and labels, which is the state of the bottleneck's iteration.
struct ClusterLaw: Hashable, Sendable {
  /// The number of labels.
  let labelCount: Int
  /// p(t, y) in the order [cluster][label].
  var joint: [Double]

  /// The number of clusters.
  var count: Int { joint.count / labelCount }

  /// Every symbol a cluster, from p(t) and p(y|t).
  init(_ symbols: PatternClasses) { self.init(identityOf: symbols) }

  /// Every class a cluster of its own: the identity map.
  init(identityOf classes: PatternClasses) {
    labelCount = classes.labelCount
    joint = (0..<classes.count).flatMap { index in
      classes.labelLaw(of: index).map { $0 * classes.weights[index] }
    }
  }

  /// All classes in one cluster: the encoder that keeps nothing.
  init(trivialOf classes: PatternClasses) {
    labelCount = classes.labelCount
    joint = classes.labelMarginal
  }

  /// The places of a cluster in ``joint``.
  func range(of cluster: Int) -> Range<Int> {
    cluster * labelCount..<(cluster + 1) * labelCount
  }

  /// The probability p(t) of a cluster.
  func weight(of cluster: Int) -> Double { joint[range(of: cluster)].reduce(0, +) }

  /// Removes the clusters whose weight is at most `least`, and restores the sum 1.
  mutating func removeClusters(lighterThan least: Double) {
    let kept = (0..<count).filter { weight(of: $0) > least }
    guard kept.count < count, !kept.isEmpty else { return }
    joint = kept.flatMap { joint[range(of: $0)] }
    normalise()
  }

  /// Moves the weight of one cluster to another, and leaves it empty.
  mutating func add(_ other: Int, to cluster: Int) {
    for (place, source) in zip(range(of: cluster), range(of: other)) {
      joint[place] += joint[source]
      joint[source] = 0
    }
  }

  /// Leaves a cluster empty.
  mutating func clear(_ cluster: Int) {
    for place in range(of: cluster) { joint[place] = 0 }
  }

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

  /// The law with a further cluster of the given weight and label law.
  func adding(_ law: [Double], weight: Double) -> ClusterLaw {
    var result = self
    result.joint = joint.map { $0 * (1 - weight) } + law.map { $0 * weight }
    return result
  }

  mutating func normalise() {
    let sum = joint.reduce(0, +)
    for place in joint.indices { joint[place] /= sum }
  }

  /// β Σ_y (p(y|t) − p(y|t′))²/(p(y|t) + p(y|t′)): how far apart two clusters are, in units of the
  /// resolution at β.
  func separation(_ first: Int, _ second: Int, _ beta: Double) -> Double {
    let (u, v) = (weight(of: first), weight(of: second))
    var sum = 0.0
    for (i, j) in zip(range(of: first), range(of: second)) {
      let (p, q) = (joint[i] / u, joint[j] / v)
      if p + q > 0 { sum += (p - q) * (p - q) / (p + q) }
    }
    return beta * sum
  }
}
