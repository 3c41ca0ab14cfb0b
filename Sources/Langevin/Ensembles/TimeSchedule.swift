/// The steps of an ensemble, arranged so that a step ends exactly at each requested time.
public struct TimeSchedule: Hashable, Sendable {
  /// Consecutive steps of one size.
  @frozen
  @usableFromInline
  struct StepRun: Hashable, Sendable {
    @usableFromInline let start: Double
    @usableFromInline let size: Double
    @usableFromInline let count: Int

    @usableFromInline
    init(start: Double, size: Double, count: Int) {
      self.start = start
      self.size = size
      self.count = count
    }
  }

  /// The time at which the particles have their initial positions.
  public let start: Double
  /// The requested times, in ascending order.
  public let times: [Double]
  /// The steps that lead to each requested time.
  @usableFromInline let runs: [[StepRun]]

  /// The number of steps.
  public var stepCount: Int { runs.joined().reduce(0) { $0 + $1.count } }

  /// The start and the end of every k-th step.
  func times(every stride: Int) -> [Double] {
    var (result, step) = ([start], 0)
    for run in runs.joined() {
      for index in 0..<run.count {
        step += 1
        if step % stride == 0 { result.append(run.start + Double(index + 1) * run.size) }
      }
    }
    return result
  }

  /// Creates a schedule of equal steps between requested times, each at most `maximumStep`.
  ///
  /// - Parameters:
  ///   - start: The time of the initial positions.
  ///   - times: The requested times in ascending order, none before the start.
  ///   - maximumStep: The largest step.
  /// - Throws: ``LangevinError/timesNotAscending(index:time:)`` and
  ///   ``LangevinError/invalidParameter(_:value:remedy:)``.
  public init(
    from start: Double, recordingAt times: [Double], maximumStep: Double
  ) throws(LangevinError) {
    try Self.validate(start, times)
    guard maximumStep > 0, maximumStep.isFinite else {
      throw .invalidParameter("maximumStep", value: maximumStep, remedy: "use a positive step")
    }
    var previous = start
    runs = times.map { time in
      defer { previous = time }
      guard time > previous else { return [] }
      // A hair below a whole number of steps counts as that number.
      let count = max(1, ((time - previous) / maximumStep - 1e-9).rounded(.up))
      return [StepRun(start: previous, size: (time - previous) / count, count: Int(count))]
    }
    self.start = start
    self.times = times
  }

  /// Creates a schedule of given steps; a step that would pass a requested time is cut in two.
  ///
  /// - Parameters:
  ///   - start: The time of the initial positions.
  ///   - times: The requested times in ascending order, none before the start.
  ///   - stepSizes: The steps, at least as long together as the last requested time is away.
  /// - Throws: ``LangevinError/timesNotAscending(index:time:)``,
  ///   ``LangevinError/invalidParameter(_:value:remedy:)`` and
  ///   ``LangevinError/stepsTooFew(reached:wanted:)``.
  public init(
    from start: Double, recordingAt times: [Double], stepSizes: [Double]
  ) throws(LangevinError) {
    try Self.validate(start, times)
    if let bad = stepSizes.first(where: { !($0 > 0 && $0.isFinite) }) {
      throw .invalidParameter("stepSizes", value: bad, remedy: "use positive steps")
    }
    var runs: [[StepRun]] = []
    var (now, next) = (start, 0)
    var left = stepSizes.first ?? 0
    for time in times {
      var steps: [StepRun] = []
      // What is left within rounding of the time is not a step.
      while time - now > 1e-12 * max(abs(time), abs(now), left) {
        guard next < stepSizes.count else { throw .stepsTooFew(reached: now, wanted: time) }
        let isWhole = left <= (time - now) * (1 + 1e-9)
        let size = isWhole ? left : time - now
        steps.append(StepRun(start: now, size: size, count: 1))
        now += size
        left -= size
        if isWhole {
          next += 1
          left = next < stepSizes.count ? stepSizes[next] : 0
        }
      }
      now = time
      runs.append(steps)
    }
    self.start = start
    self.times = times
    self.runs = runs
  }

  private static func validate(_ start: Double, _ times: [Double]) throws(LangevinError) {
    var previous = start
    for (index, time) in times.enumerated() {
      guard time.isFinite, start.isFinite, time >= previous else {
        throw .timesNotAscending(index: index, time: time)
      }
      previous = time
    }
  }
}
