import InformationTheory

extension InformationMeasurement {
  /// What a reader of the numbers must know, one sentence each.
  ///
  /// - Parameter numbers: The number of every layer.
  /// - Returns: The sentences.
  func warnings(numbers: [Int]) -> [String] {
    zip(0..<layerCount, numbers).flatMap { binningWarnings($0, number: $1) }
      + nearestNeighborWarnings
  }

  private func binningWarnings(_ layer: Int, number: Int) -> [String] {
    let binned = measurements(ofLayer: layer).compactMap(\.binned)
    guard let last = binned.last else { return [] }
    var warnings: [String] = []
    let outside = binned.max { $0.outsideCount < $1.outsideCount }
    if let outside, outside.outsideCount > 0 {
      warnings.append(
        "Layer \(number): up to \(outside.outsideCount) activations of a snapshot lie outside "
          + "the bins, \(last.lowerEdge) to \(last.upperEdge), and were put into the end bins; "
          + "consider information.binning.placement=activationRange.")
    }
    let full = binned.count { $0.occupiedSymbols == patternCount }
    if full > 0 {
      warnings.append(
        "Layer \(number): in \(full) of \(binned.count) snapshots every pattern has its own "
          + "symbol, so the binned I(X;T) is log2 \(patternCount) and I(T;Y) all that the pattern "
          + "tells, whatever the layer does; use wider bins or another estimator.")
    }
    return warnings
  }

  private var nearestNeighborWarnings: [String] {
    guard configuration.estimators.contains(.nearestNeighbor) else { return [] }
    guard hasInputs else {
      return [
        "The inputs are not given, so the nearest-neighbour estimate of I(X;T) is missing."
      ]
    }
    guard layers.contains(where: { $0.nearestNeighbor?.isDeterministic ?? false }) else {
      return []
    }
    return [
      "The layers are functions of the input, so the true I(X;T) is H(X) or infinite and the "
        + "nearest-neighbour estimate of it says nothing; its I(T;Y) is not concerned."
    ]
  }

  private func measurements(ofLayer layer: Int) -> [LayerMeasurement] {
    stride(from: layer, to: layers.count, by: layerCount).map { layers[$0] }
  }
}
