/// The phases of one layer's training: its gradient curves, its transitions and its plateau.
public struct LayerPhases: Hashable, Sendable {
  /// The number of the layer.
  public var layer: Int
  /// The curves of the published figure.
  public var curves: GradientPhaseCurves
  /// The transitions in the order of ``TransitionDefinition/allCases``.
  public var transitions: [PhaseTransition]
  /// The pairs of definitions in the order of ``TransitionPair/all``.
  public var agreements: [TransitionAgreement]
  /// The end of the course, where the signal-to-noise ratio is said to become constant.
  public var plateau: GradientPlateau

  /// Computes the phases of one layer.
  ///
  /// - Parameters:
  ///   - history: The gradients of all networks.
  ///   - information: The information of the same networks and layers, if it was measured.
  ///   - layerIndex: The place of the layer in the history.
  ///   - configuration: Resamples, level, seed, window and plateau.
  /// - Throws: ``DriftDiffusionError`` when history and information do not belong together, and
  ///   ``DriftDiffusionError/cancelled``.
  public init(
    _ history: GradientHistory, information: InformationLog?, layerIndex: Int,
    _ configuration: PhaseConfiguration
  ) throws(DriftDiffusionError) {
    try Self.check(information, against: history)
    let ensemble = LayerEnsemble(history, information, layerIndex: layerIndex)
    let statistics = PhaseStatistics(ensemble, configuration)
    let bootstrap = NetworkBootstrap(
      networkCount: history.networkCount, resamples: configuration.resamples,
      level: configuration.level, seed: configuration.seed)
    let intervals = try bootstrap.intervals { networks throws(DriftDiffusionError) in
      if Task.isCancelled { throw .cancelled }
      return statistics.numbers(of: networks)
    }
    let (epochs, definitions) = (history.epochs.count, TransitionDefinition.allCases.count)
    let curveEnd = PhaseStatistics.curveCount * epochs
    let pairStart = curveEnd + definitions
    let plateauStart = pairStart + TransitionPair.all.count
    layer = history.layers[layerIndex]
    curves = GradientPhaseCurves(
      intervals[..<curveEnd], epochCount: epochs, negativeFractions: ensemble.negativeFractions)
    transitions = Self.transitions(intervals[curveEnd..<pairStart], statistics, history)
    agreements = zip(TransitionPair.all, intervals[pairStart..<plateauStart]).map {
      TransitionAgreement(pair: $0, logRatio: $1, level: configuration.level)
    }
    plateau = GradientPlateau(
      intervals[plateauStart...],
      firstEpoch: statistics.plateau.isEmpty ? .nan : history.epochs[statistics.plateau.lowerBound],
      noiseFloor: (1 / history.batchCount).squareRoot())
  }

  private static func transitions(
    _ intervals: ArraySlice<BootstrapInterval>, _ statistics: PhaseStatistics,
    _ history: GradientHistory
  ) -> [PhaseTransition] {
    let networks = Array(0..<history.networkCount)
    let together = statistics.transitions(statistics.ensemble.means(of: networks))
    let alone = networks.map { statistics.transitions(statistics.ensemble.means(of: [$0])) }
    return zip(TransitionDefinition.allCases, intervals).enumerated().map { index, pair in
      PhaseTransition(
        definition: pair.0, epoch: pair.1, occurrences: together[index].occurrences,
        networkEpochs: alone.map { $0[index].epoch })
    }
  }

  private static func check(
    _ information: InformationLog?, against history: GradientHistory
  ) throws(DriftDiffusionError) {
    guard let information else { return }
    let counts = [
      ("information (networks)", history.networkCount, information.networkCount),
      ("information (layers)", history.layers.count, information.layerCount),
    ]
    for (quantity, expected, found) in counts where expected != found {
      throw .wrongCount(
        quantity: quantity, layer: history.layers[0], expected: expected, found: found)
    }
  }
}

/// The curves of one layer against the epoch, with bands over networks.
public struct GradientPhaseCurves: Hashable, Sendable {
  /// The mean over networks of |ḡ|/‖W‖.
  public var normalizedMean: [BootstrapInterval]
  /// The mean over networks of √tr(C/B)/‖W‖.
  public var normalizedNoise: [BootstrapInterval]
  /// The geometric mean over networks of the biased ratio |ḡ|/√tr(C/B).
  public var signalToNoise: [BootstrapInterval]
  /// The median over networks of the unbiased ratio squared, |g|²/tr(C/B) = B/B*; negative where
  /// noise dominates.
  public var squaredSignalToNoise: [BootstrapInterval]
  /// The fraction of networks whose unbiased |g|² is negative.
  public var negativeFractions: [Double]

  init(
    _ intervals: ArraySlice<BootstrapInterval>, epochCount: Int, negativeFractions: [Double]
  ) {
    func part(_ index: Int) -> [BootstrapInterval] {
      let start = intervals.startIndex + index * epochCount
      return Array(intervals[start..<start + epochCount])
    }
    normalizedMean = part(0)
    normalizedNoise = part(1)
    signalToNoise = part(2)
    squaredSignalToNoise = part(3)
    self.negativeFractions = negativeFractions
  }

  /// B*/B = tr(C/B)/|g|², infinite where the unbiased |g|² is not positive.
  public var relativeNoiseBatch: [BootstrapInterval] {
    squaredSignalToNoise.map { ratio in
      func inverse(_ value: Double) -> Double {
        value.isNaN ? .nan : value > 0 ? 1 / value : .infinity
      }
      return BootstrapInterval(
        estimate: inverse(ratio.estimate), lower: inverse(ratio.upper),
        upper: inverse(ratio.lower), definedFraction: ratio.definedFraction)
    }
  }
}

/// A transition by one definition.
public struct PhaseTransition: Hashable, Sendable {
  /// The definition.
  public var definition: TransitionDefinition
  /// The epoch, from the curve of the mean over networks; NaN when there is none.
  public var epoch: BootstrapInterval
  /// How often the mean curve meets the definition: more than one for several crossings.
  public var occurrences: Int
  /// The epoch from each network's own curve; NaN when there is none.
  public var networkEpochs: [Double]
}

/// How far two definitions of the transition lie apart.
public struct TransitionAgreement: Hashable, Sendable {
  /// The definitions.
  public var pair: TransitionPair
  /// ln(epoch by the first definition / epoch by the second).
  public var logRatio: BootstrapInterval
  /// Whether they differ: the interval excludes 0, and both exist in at least as large a fraction
  /// of the resamples as the interval is meant to cover.
  public var differ: Bool

  init(pair: TransitionPair, logRatio: BootstrapInterval, level: Double) {
    self.pair = pair
    self.logRatio = logRatio
    differ = (logRatio.lower > 0 || logRatio.upper < 0) && logRatio.definedFraction >= level
  }
}

/// The signal-to-noise ratio in the last part of the course.
public struct GradientPlateau: Hashable, Sendable {
  /// The first recorded epoch of the part; NaN when it holds none.
  public var firstEpoch: Double
  /// The slope d ln SNR / d ln epoch of the biased ratio; 0 for a constant one.
  public var slope: BootstrapInterval
  /// The geometric mean of the biased ratio.
  public var signalToNoise: BootstrapInterval
  /// The root of the mean of the unbiased ratio squared; 0 where that is negative.
  public var unbiasedSignalToNoise: BootstrapInterval
  /// The value 1/√M of the biased ratio when there is no gradient at all, only noise.
  public var noiseFloor: Double

  /// Whether the interval of the slope holds 0.
  public var isConstant: Bool { slope.contains(0) }

  init(_ intervals: ArraySlice<BootstrapInterval>, firstEpoch: Double, noiseFloor: Double) {
    let values = Array(intervals)
    self.firstEpoch = firstEpoch
    slope = values[0]
    signalToNoise = values[1]
    unbiasedSignalToNoise = values[2]
    self.noiseFloor = noiseFloor
  }
}
