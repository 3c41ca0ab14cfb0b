import FokkerPlanck
import StochasticProcesses

/// How a typed equation is solved, by the names that users give.
enum EquationScheme: String, Hashable, Codable, CaseIterable, Sendable {
  /// What fits the problem, with cells and steps chosen by the tolerance.
  case automatic
  /// Scharfetter-Gummel finite volumes with time steps.
  case finiteVolume = "finite-volume"
  /// The same on two spacings, extrapolated: fourth order for smooth problems.
  case extrapolated
  /// The same generator exponentiated without time steps; autonomous equations.
  case rationalExponential = "rational-exponential"
  /// Fourier, cosine or sine modes.
  case spectral
  /// Finite volumes on faces that move with the drift; reflecting walls.
  case movingMesh = "moving-mesh"
}

/// How finite volumes advance the time, by the names that users give.
enum EquationTimeScheme: String, Hashable, Codable, CaseIterable, Sendable {
  case trapezoidBackwardDifference = "tr-bdf2"
  case backwardEuler = "backward-euler"
  case crankNicolson = "crank-nicolson"

  /// The solver's name of the method.
  var timeScheme: TimeScheme {
    switch self {
    case .trapezoidBackwardDifference: .trapezoidBackwardDifference
    case .backwardEuler: .backwardEuler
    case .crankNicolson: .crankNicolson
    }
  }
}
