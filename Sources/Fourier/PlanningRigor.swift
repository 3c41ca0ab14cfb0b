internal import CFFTW

/// How long FFTW searches for a fast plan.
///
/// Only ``estimate`` always chooses the same plan, and so gives the same last bits on every run.
public enum PlanningRigor: String, Hashable, Codable, CaseIterable, Sendable {
  /// Guesses a plan without measuring; microseconds.
  case estimate
  /// Measures several plans; up to seconds for large counts.
  case measure
  /// Measures many plans; up to minutes for large counts.
  case patient

  var flag: UInt32 {
    switch self {
    case .estimate: UInt32(FFTW_ESTIMATE)
    case .measure: UInt32(FFTW_MEASURE)
    case .patient: UInt32(FFTW_PATIENT)
    }
  }
}
