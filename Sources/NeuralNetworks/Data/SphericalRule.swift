internal import RealModule

/// The rule on the twelve vertices of an icosahedron that every rotation leaves unchanged.
///
/// A pattern is a subset of the vertices, written as twelve bits whose most significant one is
/// vertex 0. With n vertices in the subset, a adjacent pairs and c antipodal pairs among them,
///
/// ```
/// f(x) = n² + 26 n − 8 a − 12 c
/// ```
///
/// is linear in the spherical power spectrum of the subset. The 4096 patterns fall into 64 distinct
/// triples (n, a, c), each a union of orbits under rotations, and f takes 44 values on them.
///
/// ## Reference
///
/// R. Shwartz-Ziv and N. Tishby, "Opening the black box of deep neural networks via information",
/// arXiv:1703.00810 (2017).
public enum SphericalRule {
  /// The number of vertices, which is the number of input bits.
  public static let vertexCount = 12
  /// The number of patterns, 2¹².
  public static let patternCount = 4096
  /// The least f whose hard label is 1.
  public static let threshold = 120

  /// The number of orbits of the patterns under the 60 rotations of the icosahedron.
  ///
  /// By the lemma of Burnside it is (2¹² + 15·2⁶ + 44·2⁴)/60, from the cycles of the rotations on the
  /// vertices: 12 of the identity, 6 of each half turn and 4 of each other rotation.
  public static let rotationOrbitCount = 96
  /// The number of orbits of the patterns under the rotations and reflections of the icosahedron.
  ///
  /// By the lemma of Burnside it is (60·96 + 2⁶ + 15·2⁸ + 44·2²)/120, with the cycles of the
  /// inversion, the reflections and the rotary reflections.
  public static let symmetryOrbitCount = 82

  /// The pairs of opposite vertices.
  public static let antipodalPairs: [(Int, Int)] = [
    (0, 9), (1, 7), (2, 5), (3, 6), (4, 10), (8, 11),
  ]

  /// The pairs of vertices that share an edge.
  public static let adjacentPairs: [(Int, Int)] = [
    (0, 2), (0, 4), (0, 6), (0, 7), (0, 8), (1, 5), (1, 6), (1, 8), (1, 9), (1, 10),
    (2, 6), (2, 7), (2, 10), (2, 11), (3, 4), (3, 5), (3, 7), (3, 9), (3, 11), (4, 5),
    (4, 7), (4, 8), (5, 8), (5, 9), (6, 8), (6, 10), (7, 11), (9, 10), (9, 11), (10, 11),
  ]

  /// Whether a vertex belongs to the subset that `pattern` stands for.
  public static func contains(_ vertex: Int, in pattern: Int) -> Bool {
    pattern >> (vertexCount - 1 - vertex) & 1 == 1
  }

  /// The numbers that decide the label of a pattern from 0 to 4095.
  public static func invariants(of pattern: Int) -> SubsetInvariants {
    func count(_ pairs: [(Int, Int)]) -> Int {
      pairs.count { contains($0.0, in: pattern) && contains($0.1, in: pattern) }
    }
    return SubsetInvariants(
      vertices: pattern.nonzeroBitCount, adjacentPairs: count(adjacentPairs),
      antipodalPairs: count(antipodalPairs))
  }

  /// The probability of the label 1 given the value of f.
  ///
  /// - Parameters:
  ///   - value: The value of f.
  ///   - rule: Whether the label is a step of f or a smooth function of it.
  ///   - softness: The slope γ of the smooth rule p = 1/(1 + exp(−γ (f − 119.5))).
  /// - Returns: A probability; 0 or 1 for the hard rule.
  public static func probability(value: Int, rule: LabelRule, softness: Double) -> Double {
    switch rule {
    case .hard: value >= threshold ? 1 : 0
    case .soft: 1 / (1 + Double.exp(-softness * (Double(value) - 119.5)))
    }
  }

  /// All 4096 patterns with the probabilities of their two labels.
  ///
  /// - Parameters:
  ///   - rule: Whether the label is a step of f or a smooth function of it.
  ///   - softness: The slope γ of the smooth rule; not used by the hard one.
  /// - Returns: Patterns of 12 features, 0 or 1, with p(y = 0 | x) and p(y = 1 | x).
  public static func patterns(rule: LabelRule, softness: Double) -> LabelledPatterns {
    var inputs: [Double] = []
    var probabilities: [Double] = []
    for pattern in 0..<patternCount {
      for vertex in 0..<vertexCount { inputs.append(contains(vertex, in: pattern) ? 1 : 0) }
      let value = invariants(of: pattern).value
      let one = probability(value: value, rule: rule, softness: softness)
      probabilities += [1 - one, one]
    }
    return LabelledPatterns(
      uncheckedInputs: inputs, featureCount: vertexCount, classProbabilities: probabilities,
      classCount: 2)
  }
}

/// The counts of vertices and pairs that the spherical rule depends on.
public struct SubsetInvariants: Hashable, Sendable {
  /// The number n of vertices in the subset.
  public let vertices: Int
  /// The number a of adjacent pairs in the subset.
  public let adjacentPairs: Int
  /// The number c of antipodal pairs in the subset.
  public let antipodalPairs: Int

  /// The value f = n² + 26 n − 8 a − 12 c.
  public var value: Int {
    vertices * vertices + 26 * vertices - 8 * adjacentPairs - 12 * antipodalPairs
  }
}
