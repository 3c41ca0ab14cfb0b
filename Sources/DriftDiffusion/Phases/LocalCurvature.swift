internal import RealModule

/// The second derivative of a curve against ln epoch, by local quadratic regression.
///
/// At a place x the parabola b₀ + b₁u + b₂u², u = ln epoch − x, is fitted to the values at the
/// epochs with |u| < h = ln f by weighted least squares, with the tricube weights (1 − |u/h|³)³; the
/// curvature is 2b₂. The places are spread evenly in ln epoch, at least h away from both ends, where
/// the window would be one-sided. The estimate is linear in the values, so it is prepared once for
/// all resamples. Epoch 0 has no logarithm and is left out.
///
/// ## Reference
///
/// W. S. Cleveland, "Robust locally weighted regression and smoothing scatterplots", *Journal of the
/// American Statistical Association* 74 (1979) 829-836,
/// [doi:10.1080/01621459.1979.10481038](https://doi.org/10.1080/01621459.1979.10481038).
public struct LocalCurvature: Hashable, Sendable {
  /// The coefficients of the values around one place.
  private struct Window: Hashable, Sendable {
    var place: Double
    var start: Int
    var coefficients: [Double]
  }

  private let windows: [Window]
  /// The least number of values in a window; three would be interpolated, not smoothed.
  private static let leastCount = 5
  private static let placeCount = 241

  /// Prepares the regression for given epochs.
  ///
  /// - Parameters:
  ///   - epochs: The recorded epochs, ascending and not negative.
  ///   - smoothingFactor: The reach f of a window: from epoch/f to epoch·f; greater than 1.
  public init(epochs: [Double], smoothingFactor: Double) {
    precondition(smoothingFactor > 1, "the window must have a width")
    let first = epochs.firstIndex { $0 > 0 } ?? epochs.endIndex
    let logarithms = epochs[first...].map { Double.log($0) }
    let reach = Double.log(smoothingFactor)
    guard let low = logarithms.first, let high = logarithms.last, high - low > 2 * reach else {
      windows = []
      return
    }
    let step = (high - low - 2 * reach) / Double(Self.placeCount - 1)
    windows = (0..<Self.placeCount).compactMap { index in
      let place = low + reach + step * Double(index)
      return Self.window(at: place, reach: reach, logarithms, offset: first)
    }
  }

  private static func window(
    at place: Double, reach: Double, _ logarithms: [Double], offset: Int
  ) -> Window? {
    let members = logarithms.indices.filter { abs(logarithms[$0] - place) < reach }
    guard members.count >= leastCount else { return nil }
    let distances = members.map { (logarithms[$0] - place) / reach }
    let weights = distances.map { distance in
      let rest = 1 - abs(distance * distance * distance)
      return rest * rest * rest
    }
    func moment(_ power: Int) -> Double {
      zip(distances, weights).reduce(0) { $0 + $1.1 * Double.pow($1.0, power) }
    }
    let m = (0...4).map(moment)
    // The last row of the inverse of the moment matrix, times 2 for the second derivative.
    let row = [
      m[1] * m[3] - m[2] * m[2], m[1] * m[2] - m[0] * m[3], m[0] * m[2] - m[1] * m[1],
    ]
    let determinant = m[2] * row[0] + m[3] * row[1] + m[4] * row[2]
    guard determinant > 1e-12 * m[0] * m[2] * m[4] else { return nil }
    let scale = 2 / (determinant * reach * reach)
    let coefficients = zip(distances, weights).map { distance, weight in
      scale * weight * (row[0] + distance * (row[1] + distance * row[2]))
    }
    return Window(place: place, start: members[0] + offset, coefficients: coefficients)
  }

  /// The epochs at which the curvature is estimated.
  public var places: [Double] { windows.map { .exp($0.place) } }

  /// The curvature at every place, NaN where a value of its window is not finite.
  ///
  /// - Parameter values: One value for each recorded epoch.
  /// - Returns: d²value/d(ln epoch)², one number for each place.
  public func curvatures(of values: [Double]) -> [Double] {
    windows.map { window in
      var sum = 0.0
      for (index, coefficient) in window.coefficients.enumerated() {
        sum += coefficient * values[window.start + index]
      }
      return sum.isFinite ? sum : .nan
    }
  }

  /// The sharpest bend of a curve: where its curvature is most negative, or largest of either sign.
  ///
  /// Only places between others that bend less count; at an end of the places a sharper bend may lie
  /// beyond.
  ///
  /// - Parameters:
  ///   - values: One value for each recorded epoch.
  ///   - direction: Which bends count.
  /// - Returns: The epoch and the curvature there; both NaN when the curve has no such bend.
  public func sharpestBend(
    of values: [Double], _ direction: BendDirection = .downward
  ) -> (epoch: Double, curvature: Double) {
    let curvatures = curvatures(of: values)
    let strengths = curvatures.map { direction == .either ? abs($0) : -$0 }
    let peaks = strengths.indices.dropFirst().dropLast().filter { place in
      strengths[place] > 0 && strengths[place] >= strengths[place - 1]
        && strengths[place] >= strengths[place + 1]
    }
    guard let place = peaks.max(by: { strengths[$0] < strengths[$1] }) else {
      return (.nan, .nan)
    }
    let around = (place - 1)...(place + 1)
    let vertex = EpochCurve.vertex(around.map { windows[$0].place }, around.map { strengths[$0] })
    return (.exp(vertex), curvatures[place])
  }
}
