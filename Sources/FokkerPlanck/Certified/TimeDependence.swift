/// What is known about the dependence of the coefficients on time.
public enum TimeDependence: String, Hashable, Codable, CaseIterable, Sendable {
  /// Taken from the process where it declares itself autonomous, otherwise found by comparing the
  /// coefficients bit by bit at the start, the output times and 32 times between.
  ///
  /// A process that changes only for less than a thirtieth of the time can be overlooked; declare
  /// such a process ``dependent``.
  case automatic
  /// The coefficients are the same at all times, by the caller's word.
  case autonomous
  /// The coefficients depend on time.
  case dependent
}
