import InformationTheory

extension InformationMeasurement {
  /// How each estimator made its numbers, one sentence each.
  ///
  /// - Parameter numbers: The number of every layer.
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
    return zip(numbers, zip(units, last)).compactMap { number, layer in
      layer.1.map { binned in
        let binning = configuration.binning.resolved(for: layer.0)
        let width = binning.placement == .fixedWidth
        let size = width ? "width \(binning.binWidth)" : "\(binning.binCount)"
        return "layer \(number) \(binning.placement.rawValue) \(size) from "
          + "\(short(binned.lowerEdge)) to \(short(binned.upperEdge))"
      }
    }.joined(separator: ", ")
  }

  private func short(_ value: Double) -> String {
    value == value.rounded() ? fixed(value, 0) : fixed(value, 3)
  }
}
