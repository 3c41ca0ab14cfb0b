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
  /// Fourier, cosine or sine modes; in several variables Fourier modes.
  case spectral
  /// Polynomials of high degree on elements that adapt; one variable, any walls.
  case spectralElements = "spectral-elements"
  /// Finite volumes on faces that move with the drift; reflecting walls.
  case movingMesh = "moving-mesh"
  /// A joint density of many variables in a tensor train.
  case tensorTrain = "tensor-train"
  /// Means and covariances of many variables, as if the law stayed normal.
  case gaussianClosure = "gaussian-closure"

  /// Whether there is no grid of the joint density, so that the number of variables does not matter.
  var isGridless: Bool { self == .tensorTrain || self == .gaussianClosure }
}

/// How finite volumes advance the time, by the names that users give.
enum EquationTimeScheme: String, Hashable, Codable, CaseIterable, Sendable {
  /// TR-BDF2 in one variable, Hundsdorfer and Verwer in several.
  case automatic
  case trapezoidBackwardDifference = "tr-bdf2"
  case backwardEuler = "backward-euler"
  case crankNicolson = "crank-nicolson"
  case hundsdorferVerwer = "hundsdorfer-verwer"
  case strangSplitting = "strang-splitting"
  case positiveSplitting = "positive-splitting"

  /// The method for one variable.
  var lineScheme: TimeScheme {
    get throws {
      switch self {
      case .automatic, .trapezoidBackwardDifference: return .trapezoidBackwardDifference
      case .backwardEuler: return .backwardEuler
      case .crankNicolson: return .crankNicolson
      default:
        throw CommandFailure(.usage, "solve.timeScheme=\(rawValue) is for several variables.")
      }
    }
  }

  /// The method for several variables.
  var boxScheme: BoxTimeScheme {
    get throws {
      switch self {
      case .automatic, .hundsdorferVerwer: return .hundsdorferVerwer
      case .strangSplitting: return .strangSplitting
      case .positiveSplitting: return .positiveSplitting
      default: throw CommandFailure(.usage, "solve.timeScheme=\(rawValue) is for one variable.")
      }
    }
  }
}
