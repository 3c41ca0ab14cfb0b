/// A block of paths that can be taken through the steps of a schedule.
@usableFromInline
protocol PathMarch: ~Copyable {
  /// The number of variables.
  var dimension: Int { get }
  /// Takes all paths through one step of size h from time t on.
  mutating func step(_ number: Int, from t: Double, by h: Double) throws(LangevinError)
  /// One coordinate of one path, counted from the block's first.
  func coordinate(ofPath path: Int, variable: Int) -> Double
}

extension PathMarch where Self: ~Copyable {
  /// Takes the block through a schedule.
  ///
  /// - Parameters:
  ///   - schedule: The steps and the requested times.
  ///   - firstStep: The number of the first step.
  ///   - traces: What to keep of single paths.
  ///   - record: Called at each requested time with its index.
  /// - Throws: ``LangevinError/diverged(path:step:time:)`` and ``LangevinError/cancelled``.
  @inlinable
  mutating func march(
    along schedule: TimeSchedule, firstStep: Int, traces: inout BlockTraces,
    record: (borrowing Self, Int) -> Void
  ) throws(LangevinError) {
    var step = firstStep
    trace(into: &traces)
    for time in schedule.times.indices {
      for run in schedule.runs[time] {
        for index in 0..<run.count {
          if index & 63 == 0, Task.isCancelled { throw .cancelled }
          try self.step(step, from: run.start + Double(index) * run.size, by: run.size)
          step += 1
          if !traces.places.isEmpty, (step - firstStep) % traces.stride == 0 {
            trace(into: &traces)
          }
        }
      }
      record(self, time)
    }
  }

  @inlinable
  func trace(into traces: inout BlockTraces) {
    for (index, path) in traces.places.enumerated() {
      for variable in 0..<dimension {
        traces.append(coordinate(ofPath: path, variable: variable), to: index)
      }
    }
  }
}
