/// A layer's encoder after one iteration of the information bottleneck's encoder-decoder equations.
///
/// A layer without noise is a hard encoder: pattern x takes the symbol t(x). Its p(t) and p(y|t) give the
/// next one,
///
/// ```
/// p′(t|x) = p(t) exp(−β KL[p(y|x)‖p(y|t)])/Z(x)
/// ```
///
/// and with it the place where x would be on average when every symbol keeps the place of its patterns.
///
/// ## Reference
///
/// N. Tishby, F. C. Pereira and W. Bialek, "The information bottleneck method",
/// arXiv:physics/0004057 (1999).
public struct EncoderImprovement: Sendable {
  /// The number of symbols.
  public let symbolCount: Int
  /// −Σ_x p(x) ln Z(x) of the layer's p(t) and p(y|t), in nats: an upper bound of
  /// I(X;T) − β I(T;Y) + β I(X;Y) of the improved encoder, and not above that of the layer.
  public let objective: Double
  /// p(t) of the improved encoder.
  public let symbolWeights: [Double]
  private let layer: LayerSymbols
  /// The class of equal p(y|x) of each pattern.
  private let membership: [Int]
  /// p′(t|x) in the order [class][symbol].
  private let encoder: [Double]

  /// Iterates once.
  ///
  /// - Parameters:
  ///   - layer: The symbol of each pattern.
  ///   - patterns: The weight and the label law of each pattern, not joined into classes.
  ///   - beta: β, positive.
  /// - Throws: ``InformationError/wrongActivationCount(units:patterns:found:)`` when the symbols are
  ///   not as many as the patterns.
  public init(
    _ layer: LayerSymbols, of patterns: PatternClasses, beta: Double
  ) throws(InformationError) {
    precondition(beta > 0, "β must be positive")
    guard layer.indices.count == patterns.count else {
      throw .wrongActivationCount(
        units: 1, patterns: patterns.count, found: layer.indices.count)
    }
    let (classes, membership) = patterns.merged()
    var step = BottleneckStep(classes)
    let law = ClusterLaw(LayerLaw.symbolClasses(layer, of: patterns))
    var image = law
    objective = step.apply(to: law, beta: beta, result: &image)
    (self.layer, self.membership, encoder) = (layer, membership, step.encoder)
    symbolCount = layer.count
    symbolWeights = (0..<layer.count).map { image.weight(of: $0) }
  }

  /// p′(t|x) of a symbol and a pattern.
  public func probability(ofSymbol symbol: Int, pattern: Int) -> Double {
    encoder[membership[pattern] * symbolCount + symbol]
  }

  /// The mean place of every pattern under the improved encoder, Σ_t p′(t|x) c(t), with the mean c(t) of
  /// the values of the patterns that had the symbol t.
  ///
  /// - Parameter values: What is averaged, in the order [unit][pattern].
  /// - Returns: The places in the same order.
  public func places(of values: [Double]) -> [Double] {
    let (patterns, classes) = (membership.count, encoder.count / symbolCount)
    var sizes = [Double](repeating: 0, count: symbolCount)
    for symbol in layer.indices { sizes[symbol] += 1 }
    var result = values
    for unit in 0..<values.count / patterns {
      let start = unit * patterns
      var centres = [Double](repeating: 0, count: symbolCount)
      for (pattern, symbol) in layer.indices.enumerated() {
        centres[symbol] += values[start + pattern]
      }
      for symbol in centres.indices { centres[symbol] /= sizes[symbol] }
      let places = (0..<classes).map { index in
        (0..<symbolCount).reduce(0) { $0 + encoder[index * symbolCount + $1] * centres[$1] }
      }
      for pattern in 0..<patterns { result[start + pattern] = places[membership[pattern]] }
    }
    return result
  }
}
