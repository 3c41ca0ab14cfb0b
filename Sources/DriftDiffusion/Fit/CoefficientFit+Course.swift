internal import Grids
internal import KramersMoyal
internal import RealModule

extension CoefficientFit {
  /// Estimates at all recorded times at once, with errors over networks.
  ///
  /// Smoothing in time is part of what is resampled, so the errors are those of the smooth course.
  ///
  /// - Parameters:
  ///   - samples: The layer at every time.
  ///   - sums: Additive statistics of one network at one time, and the time's index.
  ///   - estimator: Turns summed statistics of one time into estimates, always as many.
  /// - Returns: The estimates, time by time.
  /// - Throws: What `sums` and `estimator` throw, and
  ///   ``DriftDiffusionError/badParameter(name:value:remedy:)`` for knots that are too many.
  func course(
    _ samples: [LayerSample],
    sums: (LayerSample.Network, Int) throws(DriftDiffusionError) -> [Double],
    _ estimator: ([Double], Int) throws(DriftDiffusionError) -> [Double]
  ) throws(DriftDiffusionError) -> [Estimates] {
    let times = samples.count
    var clusters: [[Double]] = []
    for network in samples[0].networks.indices {
      var sum: [Double] = []
      for time in 0..<times { sum += try sums(samples[time].networks[network], time) }
      clusters.append(sum)
    }
    let width = clusters[0].count / times
    let smoother = try CourseSmoother(log.learningTimes, knots: configuration.timeKnots)
    var count = 0
    let all = try ClusterJackknife.estimate(clusters: clusters) {
      total throws(DriftDiffusionError) in
      var values: [Double] = []
      for time in 0..<times {
        values += try estimator(Array(total[time * width..<(time + 1) * width]), time)
      }
      count = values.count / times
      return smoother.smoothed(values, width: count)
    }
    return (0..<times).map { time in
      let range = time * count..<(time + 1) * count
      return Estimates(
        values: Array(all.values[range]), standardErrors: Array(all.standardErrors[range]))
    }
  }
}

/// Least squares by natural cubic splines in the logarithm of the learning time.
///
/// The coordinate is ln(s + s₁), with s₁ the first positive learning time, so that the start is a
/// finite point.
struct CourseSmoother {
  /// The linear map from a raw to a smooth course, row by row; empty when nothing is smoothed.
  private let rows: [[Double]]

  /// Prepares a smoother with the given number of knots; none leaves courses as they are.
  init(_ times: [Double], knots: Int) throws(DriftDiffusionError) {
    guard knots > 0, knots < times.count else {
      rows = []
      return
    }
    let first = times.first { $0 > 0 } ?? 1
    let points = times.map { Double.log($0 + first) }
    let places = (0..<knots).map { index in
      points[0] + (points[points.count - 1] - points[0]) * Double(index) / Double(knots - 1)
    }
    do throws(KramersMoyalError) {
      let regression = try SplineRegression(knots: places)
      var columns: [[Double]] = []
      for index in times.indices {
        var unit = [Double](repeating: 0, count: times.count)
        unit[index] = 1
        let sums = regression.sums(x: points[...], y: unit[...])
        let curve = try Self.curve(places, try regression.values(fromSums: sums))
        columns.append(points.map { curve($0) })
      }
      rows = times.indices.map { row in columns.map { $0[row] } }
    } catch {
      throw .badParameter(
        name: "fit.timeKnots", value: Double(knots),
        remedy: "the recorded epochs do not determine so many; choose fewer, or 0")
    }
  }

  private static func curve(
    _ knots: [Double], _ values: [Double]
  ) throws(KramersMoyalError) -> NaturalCubicSpline {
    do throws(GridError) {
      return try NaturalCubicSpline(knots: knots, values: values)
    } catch {
      throw .badKnots(error)
    }
  }

  /// Smooths `width` interleaved courses, shape [time][course].
  func smoothed(_ values: [Double], width: Int) -> [Double] {
    guard !rows.isEmpty else { return values }
    var result = [Double](repeating: 0, count: values.count)
    for (time, row) in rows.enumerated() {
      for (other, factor) in row.enumerated() {
        for course in 0..<width {
          result[time * width + course] += factor * values[other * width + course]
        }
      }
    }
    return result
  }
}
