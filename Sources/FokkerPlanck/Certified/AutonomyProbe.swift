internal import Grids
internal import StochasticProcesses

/// Compares the coefficients of a process at many times.
struct AutonomyProbe {
  private static let timeCount = 32
  private static let pointCount = 32

  let domain: ClosedRange<Double>
  let startTime: Double
  let times: [Double]

  /// Whether both coefficients are equal, bit by bit, at all times that are looked at.
  ///
  /// The points avoid the ends of the domain, where a drift may be infinite; a coefficient that is
  /// not a number counts as different.
  func finds<Process: DiffusionProcess>(_ process: Process) -> Bool
  where Process.Scalar == Double {
    guard let last = times.last, last > startTime else { return true }
    let length = domain.upperBound - domain.lowerBound
    // Multiples of the golden ratio fill an interval evenly and hit no period.
    let points = (1...Self.pointCount).map { domain.lowerBound + length * fraction($0) }
    let between = (1...Self.timeCount).map { startTime + (last - startTime) * fraction($0) }
    let reference = points.map {
      (process.drift(at: $0, time: startTime), process.diffusion(at: $0, time: startTime))
    }
    for time in between + times.suffix(Self.timeCount) {
      for (x, known) in zip(points, reference) {
        let now = (process.drift(at: x, time: time), process.diffusion(at: x, time: time))
        guard now == known else { return false }
      }
    }
    return true
  }

  private func fraction(_ index: Int) -> Double {
    let turns = 0.618_033_988_749_894_9 * Double(index)
    return turns - turns.rounded(.down)
  }
}
