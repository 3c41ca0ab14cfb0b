import InformationTheory

/// A bottleneck curve and the layers against it as tables of at most 80 columns.
struct BoundReport {
  let summary: BoundSummary

  /// The rows of the table of the curve, beyond which some are left out.
  private static let rowLimit = 24

  /// All tables with their explanations.
  var text: String {
    let parts = summary.layers.isEmpty ? [curveTable, bifurcations] : [layerTable, onset]
    return ([heading] + parts + [degeneracy]).filter { !$0.isEmpty }.joined(separator: "\n\n")
  }

  private var heading: String {
    let curve = summary.curve
    return """
      \(summary.title)
      I(X;Y) = \(fixed(curve.patternLabelInformation, 4)) bit, H(Y) = \
      \(fixed(curve.labelEntropy, 4)) bit, \(curve.classCount) classes of p(y|x) with \
      \(fixed(curve.classEntropy, 4)) bit
      """
  }

  private var curveTable: String {
    let points = summary.curve.points
    let step = max(1, (points.count + Self.rowLimit - 2) / (Self.rowLimit - 1))
    var shown = stride(from: 0, to: points.count, by: step).map { points[$0] }
    if let last = points.last, shown.last != last { shown.append(last) }
    let rest =
      shown.count < points.count
      ? "\n\(shown.count) of \(points.count) points; --output or --format json gives all." : ""
    return Self.table(of: shown) + rest
  }

  /// A table of points.
  static func table(of points: [BottleneckPoint]) -> String {
    let rows = points.map { point in
      [
        fixed(point.beta, 4), fixed(point.squaredMultiplier, 4), fixed(point.aboutInput, 4),
        fixed(point.aboutLabel, 4), "\(point.clusterCount)", scientific(point.optimalityGap),
      ]
    }
    return TextTable(
      header: ["β", "β₂ [1/bit]", "I(X;T) [bit]", "I(T;Y) [bit]", "clusters", "gap [nat]"],
      rows: rows
    ).text
  }

  private var onset: String {
    let curve = summary.curve
    return """
      The curve leaves the origin at β = \(fixed(curve.onsetBeta, 4)); 1/ρ² = \
      \(fixed(curve.criticalBeta, 4))
      with ρ the maximal correlation of X and Y.
      """
  }

  private var bifurcations: String {
    let curve = summary.curve
    guard !curve.isDegenerate else { return "" }
    let rows = curve.bifurcations.map {
      [fixed($0.beta, 4), "\($0.clustersBelow)", "\($0.clustersAbove)"]
    }
    return "Bifurcations\n\n"
      + TextTable(header: ["β", "clusters below", "above"], rows: rows).text + "\n\n" + onset
  }

  private var layerTable: String {
    let rows = summary.layers.enumerated().map { index, layer in
      [
        "\(index + 1)", text(layer.aboutInput), text(layer.aboutLabel), Self.text(beta: layer),
        text(layer.labelDistance), text(layer.inputDistance),
      ]
    }
    let table = TextTable(
      header: ["layer", "I(X;T)", "I(T;Y)", "β", "below", "right"], rows: rows)
    let networks = summary.layers.first?.networkCount ?? 0
    return """
      Mean of \(networkPhrase(networks)) (± standard error), bits; β: median over networks;
      below: bound minus I(T;Y) at the layer's I(X;T); right: I(X;T) minus its least

      \(table.text)\(unbounded)
      """
  }

  private func text(_ value: MeanAndError) -> String {
    value.standardError.isFinite
      ? "\(fixed(value.mean, 3)) ± \(fixed(value.standardError, 3))" : fixed(value.mean, 3)
  }

  private static func text(beta layer: LayerBoundStatistics) -> String {
    layer.medianBeta == .infinity ? "∞" : fixed(layer.medianBeta, 2)
  }

  /// Which layers have networks without a finite β.
  private var unbounded: String {
    let lines = summary.layers.enumerated().compactMap { index, layer -> String? in
      guard layer.unboundedCount + layer.undeterminedCount > 0 else { return nil }
      return "\nLayer \(index + 1): β is unbounded in \(layer.unboundedCount) and undetermined in "
        + "\(layer.undeterminedCount) networks."
    }
    return lines.isEmpty ? "" : "\n" + lines.joined()
  }

  private var degeneracy: String {
    guard summary.curve.isDegenerate else { return "" }
    return """
      The label is a function of the pattern, so the curve is min(I(X;T), H(Y)):
      its straight part belongs to β = 1 as a whole and its corner to all larger β.
      Only β₂ tells its points apart (Kolchinsky, Tracey and Van Kuyk 2019, whose β
      is 1/β here).
      """
  }
}
