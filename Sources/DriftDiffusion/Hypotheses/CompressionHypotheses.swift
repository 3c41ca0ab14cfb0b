/// What a test says of a hypothesis in one layer.
public enum HypothesisVerdict: String, Codable, CaseIterable, Hashable, Sendable {
  /// The effect is there, and it may explain half of the compression or more.
  case supported
  /// The effect is there, but it explains less than half of the compression.
  case minor
  /// No effect is seen, and one that explains half of the compression is excluded.
  case rejected
  /// No effect is seen, but one that explains half of the compression is not excluded.
  case undecided
}

/// The effect of one cause on the information of a layer.
public struct CauseTest: Hashable, Sendable {
  /// The loss of information per unit of the cause, in bits: κ of dI = −κ dS − γ d ln‖W‖, or γ.
  public var coefficient: CoefficientTest
  /// The probability corrected for the number of layers.
  public var correctedPValue: Double
  /// The fraction of the mean compression that the mean change of the cause explains.
  public var share: BootstrapInterval

  /// The share of the compression that separates a main cause from a minor one.
  public static let mainShare = 0.5

  /// What the test says at the 5 % level.
  public var verdict: HypothesisVerdict {
    let isSeen = correctedPValue <= 0.05 && coefficient.interval.estimate > 0
    let isExcluded = share.upper < Self.mainShare
    return switch (isSeen, isExcluded) {
    case (true, false): .supported
    case (true, true): .minor
    case (false, true): .rejected
    case (false, false): .undecided
    }
  }
}

/// The tests of one layer.
public struct LayerHypotheses: Hashable, Sendable {
  /// The layer's number; 1 is the first hidden layer.
  public var layer: Int
  /// H1, diffusion: the information falls as the entropy of the weights grows.
  public var diffusion: CauseTest
  /// H2, saturation: the information falls as the gain of the layer grows.
  public var saturation: CauseTest
  /// H1 against swapped pairings.
  ///
  /// The partial correlation of the loss of information with the growth of the entropy in the same unit,
  /// once the gain and what all units do are taken out; the null pairs the entropy of one unit with the
  /// information of another.
  public var pairing: PermutationTest
  /// The probability of the pairing corrected for the number of layers.
  public var correctedPairingPValue: Double
  /// The correlation over time of the mean information with the mean entropy, which is shown and never
  /// the verdict: within one layer everything correlates with everything.
  public var trendCorrelation: Double
  /// By how much the variance of a coefficient is larger because entropy and gain change together.
  public var varianceInflation: Double

  /// H3, a shared trend alone: both causes are excluded as main ones.
  public var trend: HypothesisVerdict {
    let others = [diffusion.verdict, saturation.verdict]
    if others.contains(.supported) { return .rejected }
    return others.contains(.undecided) ? .undecided : .supported
  }
}

/// Tests of what causes compression, from the courses of several layers.
///
/// From the peak of its mean information on, the changes of a layer's information between times that
/// are even in ln s are explained by those of the entropy and of ln‖W‖ in the same unit,
///
/// ```
/// ΔI_rt = −κ ΔS_rt − γ Δln‖W‖_rt + unit_r + time_t + error_rt
/// ```
///
/// What all units do at the same time is taken out by the time effects, and what one unit does all
/// along by its own, so a shared trend gives no κ. Tests are those of ``PanelRegression``; the
/// probabilities of H1 and H2 are corrected over layers by Holm's method, each hypothesis by itself.
///
/// Beside them stands the null of swapped pairings: the entropy of one unit with the information of
/// another (``PermutationTest/pairing(_:draws:seed:)``). It assumes nothing of the errors but that units
/// are exchangeable, and does not enter the verdicts.
public struct CompressionHypotheses: Hashable, Sendable {
  /// The layers whose information falls, in the order of the courses.
  public var layers: [LayerHypotheses]
  /// H1 against swapped pairings in all layers together, with the entropies of all layers of a unit
  /// swapped as one: the mean of their correlations; nil without layers.
  public var pairing: PermutationTest?

  /// Tests all layers.
  ///
  /// Layers whose mean information falls by less than `smallestFall`, or whose entropy and gain are
  /// not independent once the effects are taken out, are left out.
  ///
  /// - Parameters:
  ///   - courses: One course per layer.
  ///   - smallestFall: The least fall that is to be explained, in bits.
  ///   - intervals: The number of changes per unit, at most.
  ///   - seed: The seed of random sign patterns.
  public init(
    _ courses: [LayerCourse], smallestFall: Double = 0.1, intervals: Int = 12, seed: UInt64 = 1
  ) {
    let fits = courses.compactMap { course in
      LayerPanel(course, intervals: intervals).flatMap { panel in
        panel.fall >= smallestFall ? (course, panel) : nil
      }
    }
    let tests = fits.map { _, panel in
      (0...1).map { panel.regression.test(ofCoefficient: $0, seed: seed) }
    }
    let corrected = (0...1).map { cause in MultipleTests.holm(tests.map { $0[cause].pValue }) }
    let pairings = fits.map { PermutationTest.pairing($1.pairedProducts, seed: seed) }
    let correctedPairings = MultipleTests.holm(pairings.map(\.pValue))
    pairing = Self.pairing(fits.map(\.1.pairedProducts), seed: seed)
    layers = fits.indices.map { index in
      let (course, panel) = fits[index]
      func cause(_ place: Int, _ change: Double) -> CauseTest {
        CauseTest(
          coefficient: tests[index][place].reversed, correctedPValue: corrected[place][index],
          share: tests[index][place].interval.scaled(by: -change / panel.fall))
      }
      return LayerHypotheses(
        layer: course.layer, diffusion: cause(0, panel.entropyChange),
        saturation: cause(1, panel.gainChange), pairing: pairings[index],
        correctedPairingPValue: correctedPairings[index], trendCorrelation: panel.trendCorrelation,
        varianceInflation: panel.regression.varianceInflation(ofCoefficient: 0))
    }
  }
}

extension CompressionHypotheses {
  /// The test of all layers whose units are the same.
  private static func pairing(_ products: [[[Double]]], seed: UInt64) -> PermutationTest? {
    guard let first = products.first, products.allSatisfy({ $0.count == first.count }) else {
      return nil
    }
    let share = 1 / Double(products.count)
    let mean = first.indices.map { row in
      first.indices.map { column in products.reduce(0) { $0 + share * $1[row][column] } }
    }
    return .pairing(mean, seed: seed)
  }
}

/// The changes of one layer, ready to be explained.
private struct LayerPanel {
  let regression: PanelRegression
  /// The fall of the mean information over the window, in bits.
  let fall: Double
  /// The change of the mean entropy over the window.
  let entropyChange: Double
  /// The change of the mean ln‖W‖ over the window.
  let gainChange: Double
  let trendCorrelation: Double
  /// The growth of the entropy of unit j times the loss of information of unit i, as correlations.
  let pairedProducts: [[Double]]

  init?(_ course: LayerCourse, intervals: Int) {
    let places = course.spreadIndices(from: course.peakIndex, count: intervals)
    guard places.count >= 4, course.unitCount >= 3 else { return nil }
    let (first, last) = (places[0], places[places.count - 1])
    func changes(_ quantity: [[Double]]) -> [Double] {
      quantity.flatMap { unit in zip(places.dropFirst(), places).map { unit[$0] - unit[$1] } }
    }
    let count = places.count - 1
    let units = (0..<course.unitCount).flatMap { [Int](repeating: $0, count: count) }
    let times = (0..<course.unitCount).flatMap { _ in 0..<count }
    let panel = PanelData(
      response: changes(course.information),
      regressors: [changes(course.entropy), changes(course.logGain)], clusters: units,
      effects: [units, times])
    guard let regression = PanelRegression(panel),
      let products = regression.pairedProducts(ofCoefficient: 0)
    else { return nil }
    self.regression = regression
    pairedProducts = products.map { $0.map { -$0 } }
    let means = [course.information, course.entropy, course.logGain].map(course.mean)
    fall = means[0][first] - means[0][last]
    entropyChange = means[1][last] - means[1][first]
    gainChange = means[2][last] - means[2][first]
    trendCorrelation = correlation(places.map { means[0][$0] }, places.map { means[1][$0] })
  }
}

/// Pearson's correlation of paired values; NaN when one of them does not vary.
private func correlation(_ x: [Double], _ y: [Double]) -> Double {
  let count = Double(x.count)
  let (meanX, meanY) = (x.reduce(0, +) / count, y.reduce(0, +) / count)
  let product = zip(x, y).reduce(0) { $0 + ($1.0 - meanX) * ($1.1 - meanY) }
  let squareX = x.reduce(0) { $0 + ($1 - meanX) * ($1 - meanX) }
  let squareY = y.reduce(0) { $0 + ($1 - meanY) * ($1 - meanY) }
  return squareX > 0 && squareY > 0 ? product / (squareX * squareY).squareRoot() : .nan
}

extension BootstrapInterval {
  /// The interval of a multiple, with its ends in order.
  func scaled(by factor: Double) -> BootstrapInterval {
    let ends = [factor * lower, factor * upper]
    return BootstrapInterval(
      estimate: factor * estimate, lower: min(ends[0], ends[1]), upper: max(ends[0], ends[1]),
      definedFraction: definedFraction)
  }
}

extension CoefficientTest {
  /// The test of the coefficient with the other sign.
  var reversed: CoefficientTest {
    CoefficientTest(
      interval: interval.scaled(by: -1), standardError: standardError, pValue: pValue)
  }
}
