/// A one-step method for the finite-volume equations.
public enum TimeScheme: String, Hashable, Codable, CaseIterable, Sendable {
  /// Backward Euler: first order, L-stable, never negative for any step.
  case backwardEuler
  /// TR-BDF2, a trapezoid and a backward difference: second order, L-stable.
  case trapezoidBackwardDifference
  /// TR-BDF2 mixed with backward Euler where it would become negative: second order, L-stable, never
  /// negative for any step.
  case positiveTrapezoidBackwardDifference
  /// Crank-Nicolson after two starting steps of backward Euler: second order, A-stable.
  case crankNicolson

  /// The order in the time step, also for coefficients that depend on time.
  public var order: Double {
    switch self {
    case .backwardEuler: 1
    case .trapezoidBackwardDifference, .positiveTrapezoidBackwardDifference, .crankNicolson: 2
    }
  }
}
