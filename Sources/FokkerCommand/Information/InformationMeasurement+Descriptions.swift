import InformationTheory

extension InformationMeasurement {
  /// How each estimator made its numbers, one sentence each.
  ///
  /// - Parameter numbers: The number of every layer.
  /// - Returns: The sentences.
  func descriptions(_ numbers: [Int]) -> [String] {
    configuration.estimators.map { estimator in
      switch estimator {
      case .binned: "binned: \(bins(numbers))."
      case .kernelDensity:
        "kernelDensity: Gaussian noise of variance \(configuration.kernelDensity.noiseVariance); "
          + "Lower and Upper are bounds, the plain one is I(X;T) Upper and, for I(T;Y), the "
          + "difference of two upper bounds."
      case .nearestNeighbor: "nearestNeighbor: k = \(configuration.nearestNeighbor.neighbors)."
      case .noisy:
        "noisy: Gaussian noise of variance \(configuration.noisy.noiseVariance), draws: "
          + "\(configuration.noisy.draws)."
      }
    }
  }

  /// The bins of the layers in the last snapshot.
  private func bins(_ numbers: [Int]) -> String {
    let last = layers.suffix(layerCount).map(\.binned)
    let texts = zip(units, last).map { units, binned in
      let binning = configuration.binning.resolved(for: units)
      let size =
        binning.placement == .fixedWidth ? "width \(binning.binWidth)" : "\(binning.binCount)"
      return "\(binning.placement.rawValue) \(size) from \(short(binned?.lowerEdge ?? .nan)) to "
        + short(binned?.upperEdge ?? .nan)
    }
    guard Set(texts).count > 1 else { return texts[0] }
    return zip(numbers, texts).map { "layer \($0) \($1)" }.joined(separator: ", ")
  }

  private func short(_ value: Double) -> String {
    value == value.rounded() ? fixed(value, 0) : fixed(value, 3)
  }
}
