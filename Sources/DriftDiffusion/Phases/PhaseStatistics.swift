internal import RealModule

/// Reads curves, transitions and plateau of one layer off any list of networks, as one array of
/// numbers, so that all of them see the same resamples.
struct PhaseStatistics: Sendable {
  /// The number of curves, which come first; transitions, pairs and the plateau follow.
  static let curveCount = 4

  let ensemble: LayerEnsemble
  let curvature: LocalCurvature
  let bend: BendDirection
  /// The recorded epochs of the plateau.
  let plateau: Range<Int>

  init(_ ensemble: LayerEnsemble, _ configuration: PhaseConfiguration) {
    self.ensemble = ensemble
    let epochs = ensemble.epochs
    curvature = LocalCurvature(
      epochs: epochs, smoothingFactor: configuration.smoothingFactor)
    bend = configuration.bend
    let start = (epochs.last ?? 0) / configuration.plateauFactor
    plateau = (epochs.firstIndex { $0 >= start && $0 > 0 } ?? epochs.endIndex)..<epochs.endIndex
  }

  /// The numbers of one list of networks.
  func numbers(of networks: [Int]) -> [Double] {
    let means = ensemble.means(of: networks)
    let transitions = transitions(means).map(\.epoch)
    let logarithms = Dictionary(
      uniqueKeysWithValues: zip(TransitionDefinition.allCases, transitions.map { Double.log($0) }))
    let differences = TransitionPair.all.map { pair in
      (logarithms[pair.first] ?? .nan) - (logarithms[pair.second] ?? .nan)
    }
    return means.normalizedMean + means.normalizedNoise + means.signalToNoise
      + means.squaredSignalToNoise + transitions + differences + plateauNumbers(means)
  }

  /// Epoch and number of occurrences by every definition, in the order of the cases.
  func transitions(_ means: LayerEnsemble.Means) -> [(epoch: Double, occurrences: Int)] {
    let falls = EpochCurve(epochs: ensemble.epochs, values: means.signalToNoise)
      .downwardCrossings(of: 1)
    // B* rises through B where B/B* falls through 1.
    let rises = EpochCurve(epochs: ensemble.epochs, values: means.squaredSignalToNoise)
      .downwardCrossings(of: 1)
    let peak = EpochCurve(epochs: ensemble.informationEpochs, values: means.information).peak()
    let bend = curvature.sharpestBend(of: means.normalizedMean.map { .log($0) }, bend).epoch
    return TransitionDefinition.allCases.map { definition in
      switch definition {
      case .firstSignalToNoise: (falls.first ?? .nan, falls.count)
      case .lastSignalToNoise: (falls.last ?? .nan, falls.count)
      case .firstNoiseBatch: (rises.first ?? .nan, rises.count)
      case .lastNoiseBatch: (rises.last ?? .nan, rises.count)
      case .informationPeak: (peak, peak.isNaN ? 0 : 1)
      case .gradientBend: (bend, bend.isNaN ? 0 : 1)
      }
    }
  }

  /// The slope of ln SNR, its level, and the level of the unbiased ratio, over the plateau.
  private func plateauNumbers(_ means: LayerEnsemble.Means) -> [Double] {
    guard plateau.count >= 3 else { return [.nan, .nan, .nan] }
    let count = Double(plateau.count)
    let x = ensemble.epochs[plateau].map { Double.log($0) }
    let y = means.signalToNoise[plateau].map { Double.log($0) }
    let (meanX, meanY) = (x.reduce(0, +) / count, y.reduce(0, +) / count)
    let products = zip(x, y).reduce(0) { $0 + ($1.0 - meanX) * ($1.1 - meanY) }
    let squares = x.reduce(0) { $0 + ($1 - meanX) * ($1 - meanX) }
    let unbiased = means.squaredSignalToNoise[plateau].reduce(0, +) / count
    return [products / squares, .exp(meanY), unbiased.isNaN ? .nan : max(unbiased, 0).squareRoot()]
  }
}
