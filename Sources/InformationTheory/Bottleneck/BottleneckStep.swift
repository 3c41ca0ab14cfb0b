internal import RealModule

/// One step of the bottleneck's iteration, with the memory it works in.
///
/// With the clusters' joint law p(t, y) given, the encoder is
///
/// ```
/// p(t|x) = p(t) exp(−β KL[p(y|x)‖p(y|t)])/Z(x),   Z(x) = Σ_t p(t) exp(−β KL[p(y|x)‖p(y|t)])
/// ```
///
/// and the new joint law Σ_x p(x) p(t|x) p(y|x). The objective −Σ_x p(x) ln Z(x) never grows.
struct BottleneckStep: Sendable {
  let classes: PatternClasses
  /// Σ_y p(y|x) ln p(y|x) of each class.
  private let negativeEntropies: [Double]
  /// ln Z(x) of the law that was last applied.
  private(set) var logarithms: [Double]
  private var exponents: [Double] = []
  private var labelLogarithms: [Double] = []
  private var weightLogarithms: [Double] = []

  /// Stands for ln 0: its product with zero is zero, and with a probability it is as good as −∞.
  private static let logarithmOfZero = -1e300

  init(_ classes: PatternClasses) {
    self.classes = classes
    logarithms = Array(repeating: 0, count: classes.count)
    negativeEntropies = classes.negativeLabelEntropies
  }

  /// Replaces `result` by the image of `law`, and returns the objective of `law` in nats.
  mutating func apply(to law: ClusterLaw, beta: Double, result: inout ClusterLaw) -> Double {
    setLogarithms(of: law)
    if result.joint.count != law.joint.count { result = law }
    if exponents.count != law.count { exponents = Array(repeating: 0, count: law.count) }
    let labels = law.labelCount
    var objective = 0.0
    let (classes, entropies) = (classes, negativeEntropies)
    let (weightLogarithms, labelLogarithms) = (weightLogarithms, labelLogarithms)
    let (rows, weights) = (classes.labelProbabilities.span, weightLogarithms.span)
    let laws = labelLogarithms.span
    var joint = result.joint.mutableSpan
    for place in joint.indices { joint[place] = 0 }
    for index in logarithms.indices {
      let row = rows.extracting(index * labels..<(index + 1) * labels)
      var terms = exponents.mutableSpan
      let scale = encode(row, entropies[index], weights, laws, beta, into: &terms)
      accumulate(row, terms.span, factor: classes.weights[index] * scale.factor, into: &joint)
      objective -= classes.weights[index] * scale.logarithm
      logarithms[index] = scale.logarithm
    }
    return objective
  }

  /// Finds ln p(t) and ln p(y|t).
  private mutating func setLogarithms(of law: ClusterLaw) {
    weightLogarithms.removeAll(keepingCapacity: true)
    labelLogarithms.removeAll(keepingCapacity: true)
    for cluster in 0..<law.count {
      let weight = law.weight(of: cluster)
      weightLogarithms.append(weight > 0 ? Double.log(weight) : Self.logarithmOfZero)
      for place in law.range(of: cluster) {
        let p = law.joint[place] / weight
        labelLogarithms.append(p > 0 ? Double.log(p) : Self.logarithmOfZero)
      }
    }
  }

  /// p(t|x) of one cluster for all classes, for the law that was last applied.
  func encoder(of law: ClusterLaw, cluster: Int, beta: Double) -> [Double] {
    (0..<classes.count).map { index in
      let exponent = zip(classes.labelLaw(of: index), law.range(of: cluster)).reduce(
        weightLogarithms[cluster] - beta * negativeEntropies[index]
      ) { $0 + beta * $1.0 * labelLogarithms[$1.1] }
      return Double.exp(exponent - logarithms[index])
    }
  }

  /// I(X;T) and I(T;Y) in nats of the encoder that was last applied, and whose image is `image`.
  func information(
    objective: Double, image: ClusterLaw, beta: Double
  ) -> (input: Double, label: Double) {
    let marginal = classes.labelMarginal
    var (input, label) = (objective, 0.0)
    for (weight, entropy) in zip(classes.weights, negativeEntropies) {
      input -= beta * weight * entropy
    }
    for cluster in 0..<image.count {
      let weight = image.weight(of: cluster)
      guard weight > 0 else { continue }
      input += weight * (weightLogarithms[cluster] - Double.log(weight))
      for (place, total) in zip(image.range(of: cluster), marginal) {
        let p = image.joint[place]
        guard p > 0 else { continue }
        input += beta * p * labelLogarithms[place]
        label += p * Double.log(p / (weight * total))
      }
    }
    return (max(0, input), max(0, label))
  }
}

/// Writes p(t) exp(−β KL[p(y|x)‖p(y|t)]) of all clusters, scaled by its largest value.
///
/// - Returns: The logarithm of their sum, and the factor that makes the scaled sum 1.
@inline(__always)
private func encode(
  _ row: Span<Double>, _ negativeEntropy: Double, _ weights: Span<Double>, _ laws: Span<Double>,
  _ beta: Double, into terms: inout MutableSpan<Double>
) -> (logarithm: Double, factor: Double) {
  var largest = -Double.infinity
  for cluster in terms.indices {
    var mean = -negativeEntropy
    let start = cluster &* row.count
    for label in row.indices { mean += row[label] * laws[start &+ label] }
    let exponent = weights[cluster] + beta * mean
    terms[cluster] = exponent
    largest = exponent > largest ? exponent : largest
  }
  var sum = 0.0
  for cluster in terms.indices {
    let difference = terms[cluster] - largest
    let value = difference > -700 ? Double.exp(difference) : 0
    terms[cluster] = value
    sum += value
  }
  return (largest + Double.log(sum), 1 / sum)
}

/// Adds factor · p(t|x) p(y|x) to the joint law.
@inline(__always)
private func accumulate(
  _ row: Span<Double>, _ encoder: Span<Double>, factor: Double,
  into joint: inout MutableSpan<Double>
) {
  for cluster in encoder.indices where encoder[cluster] > 0 {
    let probability = factor * encoder[cluster]
    let start = cluster &* row.count
    for label in row.indices { joint[start &+ label] += probability * row[label] }
  }
}
