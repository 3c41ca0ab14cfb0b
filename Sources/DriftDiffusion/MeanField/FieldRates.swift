internal import Grids
internal import KramersMoyal

/// The affine drift α + β w of a layer in a given field.
public struct AffineRates: Hashable, Sendable {
  /// The drift α at w = 0.
  public var intercept: Double
  /// The slope β.
  public var slope: Double

  /// Creates rates.
  public init(intercept: Double, slope: Double) {
    self.intercept = intercept
    self.slope = slope
  }
}

/// The mean and the mean square of a layer's weights.
public struct WeightMoments: Hashable, Sendable {
  /// ⟨w⟩.
  public var mean: Double
  /// ⟨w²⟩.
  public var secondMoment: Double

  /// Creates the moments.
  public init(mean: Double, secondMoment: Double) {
    self.mean = mean
    self.secondMoment = secondMoment
  }
}

/// The fitted rates of all layers as functions of time and of the moments of all layers.
///
/// Between recorded times the coefficients are linear, beyond them constant.
public struct FieldRates: Sendable {
  private let coefficients: MeanFieldCoefficients
  private let places: PiecewiseLinear
  /// The place among the layers of each order parameter's layer.
  private let layerOfParameter: [Int]

  /// Prepares fitted coefficients for evaluation.
  ///
  /// - Throws: ``DriftDiffusionError/timesNotAscending(index:)`` and
  ///   ``DriftDiffusionError/wrongCount(quantity:layer:expected:found:)``.
  public init(_ coefficients: MeanFieldCoefficients) throws(DriftDiffusionError) {
    self.coefficients = coefficients
    do throws(GridError) {
      places = try PiecewiseLinear(knots: coefficients.times, values: coefficients.times)
    } catch {
      throw .timesNotAscending(index: 0)
    }
    let numbers = coefficients.layers.map(\.layer)
    layerOfParameter = coefficients.parameters.compactMap { numbers.firstIndex(of: $0.layer) }
    guard layerOfParameter.count == coefficients.parameters.count else {
      throw .wrongCount(
        quantity: "order parameters", layer: 0, expected: coefficients.parameters.count,
        found: layerOfParameter.count)
    }
  }

  /// The number of layers.
  public var layerCount: Int { coefficients.layers.count }

  /// The drift of a layer at a time, when all layers have the given moments.
  ///
  /// - Parameters:
  ///   - index: The layer's place, from 0.
  ///   - time: The learning time.
  ///   - moments: The moments of all layers.
  /// - Returns: The rates.
  public func rates(
    ofLayer index: Int, at time: Double, moments: [WeightMoments]
  ) -> AffineRates {
    let place = places.position(of: time)
    func now(_ series: [Double]) -> Double {
      let start = series[place.interval]
      guard place.fraction > 0 else { return start }
      return start + place.fraction * (series[place.interval + 1] - start)
    }
    let layer = coefficients.layers[index]
    var rates = AffineRates(intercept: now(layer.intercept), slope: now(layer.slope))
    guard layer.isCoupled else { return rates }
    var (level, tilt) = (0.0, 0.0)
    for (place, parameter) in coefficients.parameters.enumerated() {
      let own = moments[layerOfParameter[place]]
      let value = parameter.value(mean: own.mean, secondMoment: own.secondMoment)
      let deviation = (value - now(coefficients.centers[place])) / coefficients.scales[place]
      level += deviation * layer.interceptCoupling.values[place]
      tilt += deviation * layer.slopeCoupling.values[place]
    }
    let noise = now(layer.noise)
    tilt /= now(layer.weightDeviation)
    rates.intercept += noise * (level - tilt * now(layer.weightMean))
    rates.slope += noise * tilt
    return rates
  }
}
