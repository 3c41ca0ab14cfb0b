internal import RealModule

/// The discrete law of a layer without noise: which symbol t(x) each pattern takes.
public struct LayerLaw: Sendable {
  /// The classes of equal p(y|x).
  private let classes: PatternClasses
  /// p(t) and p(y|t) of the symbols; those of equal p(y|t) are joined.
  private let symbols: PatternClasses
  /// I(X;T) = H(T) in bits.
  public let aboutInput: Double
  /// I(T;Y) in bits.
  public let aboutLabel: Double
  /// The mean of KL[p(y|x)‖p(y|t(x))] over the patterns in nats, which is I(X;Y) − I(T;Y).
  public let meanDivergence: Double

  /// Creates the law of a layer.
  ///
  /// - Parameters:
  ///   - layer: The symbol of each pattern.
  ///   - patterns: The weight and the label law of each pattern, not joined into classes.
  /// - Throws: ``InformationError/wrongActivationCount(units:patterns:found:)`` when the symbols are
  ///   not as many as the patterns.
  public init(_ layer: LayerSymbols, of patterns: PatternClasses) throws(InformationError) {
    guard layer.indices.count == patterns.count else {
      throw .wrongActivationCount(
        units: 1, patterns: patterns.count, found: layer.indices.count)
    }
    let all = Self.symbolClasses(layer, of: patterns)
    aboutInput = max(0, all.entropy)
    aboutLabel = layer.count == 1 ? 0 : all.informationAboutLabel
    symbols = all.merged().classes
    classes = patterns.merged().classes
    meanDivergence =
      max(0, patterns.informationAboutLabel - aboutLabel) * Double.log(2)
  }
}

extension LayerLaw {
  /// p(t) and p(y|t) of the symbols of a layer, in their order.
  static func symbolClasses(_ layer: LayerSymbols, of patterns: PatternClasses) -> PatternClasses {
    let labels = patterns.labelCount
    var weights = [Double](repeating: 0, count: layer.count)
    var joint = [Double](repeating: 0, count: layer.count * labels)
    for (pattern, symbol) in layer.indices.enumerated() {
      weights[symbol] += patterns.weights[pattern]
      for (label, p) in patterns.labelLaw(of: pattern).enumerated() {
        joint[symbol * labels + label] += patterns.weights[pattern] * p
      }
    }
    for place in joint.indices { joint[place] /= weights[place / labels] }
    return PatternClasses(weights: weights, labelProbabilities: joint, labelCount: labels)
  }
}

// MARK: - The layer's β

extension LayerLaw {
  /// The β of the bottleneck encoder that is most like the layer.
  ///
  /// With the layer's own p(t) and p(y|t),
  ///
  /// ```
  /// p_β(t|x) = p(t) exp(−β KL[p(y|x)‖p(y|t)])/Z_β(x)
  /// ```
  ///
  /// and β minimises −⟨ln p_β(t(x)|x)⟩ over the patterns, a convex function whose slope is the
  /// layer's mean divergence minus the encoder's. A symbol with p(y|t) = 0 < p(y|x) has an infinite
  /// divergence and no part in Z_β(x) for any β > 0; the layer's own symbols never have.
  ///
  /// It is infinite when the layer puts every pattern where its divergence is least, so that every
  /// larger β is better; 0 when it does worse than symbols drawn from p(t); and NaN when all β
  /// describe it alike, as they do when all symbols have the same p(y|t). Up to the curve's
  /// ``BottleneckCurve/onsetBeta`` every bottleneck encoder is such a layer, so no layer made by one
  /// tells its β there.
  public var beta: Double {
    let divergences = divergenceRows()
    guard let first = slope(divergences, beta: 0) else { return .nan }
    if first.value >= 0 { return first.spread > 0 ? 0 : .nan }
    var (low, high) = (0.0, 1.0)
    while true {
      // Where the slope has vanished without a change of sign, larger β were better throughout.
      guard high < 1e9, let here = slope(divergences, beta: high) else { return .infinity }
      guard here.value < 0 else { break }
      (low, high) = (high, 2 * high)
    }
    for _ in 0..<80 where high - low > 1e-12 * high {
      let middle = (low + high) / 2
      guard let here = slope(divergences, beta: middle) else { break }
      if here.value < 0 { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }

  /// KL[p(y|x)‖p(y|t)] in nats for all classes and symbols, in the order [class][symbol].
  private func divergenceRows() -> [Double] {
    let labels = classes.labelCount
    let logarithms = symbols.labelProbabilities.map {
      $0 > 0 ? Double.log($0) : -Double.infinity
    }
    let entropies = classes.negativeLabelEntropies
    var rows = [Double](repeating: 0, count: classes.count * symbols.count)
    for index in 0..<classes.count {
      let law = classes.labelProbabilities[index * labels..<(index + 1) * labels]
      for symbol in 0..<symbols.count {
        var sum = entropies[index]
        for (p, logarithm) in zip(law, logarithms[symbol * labels..<(symbol + 1) * labels])
        where p > 0 {
          sum -= p * logarithm
        }
        rows[index * symbols.count + symbol] = max(0, sum)
      }
    }
    return rows
  }

  /// The slope in β of −⟨ln p_β(t(x)|x)⟩, and the encoder's spread of divergences.
  ///
  /// It is nil when every class sees symbols of one divergence only, so that β does not matter.
  private func slope(
    _ divergences: [Double], beta: Double
  ) -> (value: Double, spread: Double)? {
    var (mean, spread) = (0.0, 0.0)
    for index in 0..<classes.count {
      let row = divergences[index * symbols.count..<(index + 1) * symbols.count]
      let least = row.min() ?? 0
      var (sum, first, second) = (0.0, 0.0, 0.0)
      for (divergence, weight) in zip(row, symbols.weights) where divergence < .infinity {
        let excess = divergence - least
        let term = beta * excess < 700 ? weight * Double.exp(-beta * excess) : 0
        sum += term
        first += term * excess
        second += term * excess * excess
      }
      mean += classes.weights[index] * (least + first / sum)
      spread += classes.weights[index] * (second / sum - (first / sum) * (first / sum))
    }
    // Differences of the size of rounding say nothing about β.
    let value = meanDivergence - mean
    guard abs(value) > 1e-12 || spread > 1e-12 else { return nil }
    return (abs(value) > 1e-12 ? value : 0, spread)
  }
}
