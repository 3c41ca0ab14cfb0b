import NeuralNetworks

/// What takes the place of stochastic gradient descent after the transition.
enum RelaxationRow: String, CaseIterable, Sendable {
  case langevin
  case metropolis
  case langevinBottleneck = "langevin-bottleneck"
  case metropolisBottleneck = "metropolis-bottleneck"

  /// What it is, for tables.
  var label: String {
    switch self {
    case .langevin: "Langevin, measured noise"
    case .metropolis: "Metropolis, measured T"
    case .langevinBottleneck: "Langevin and bottleneck"
    case .metropolisBottleneck: "Metropolis and bottleneck"
    }
  }

  /// The same without information-bottleneck iterations; nil when it has none.
  var withoutBottleneck: RelaxationRow? {
    switch self {
    case .langevin, .metropolis: nil
    case .langevinBottleneck: .langevin
    case .metropolisBottleneck: .metropolis
    }
  }

  /// The motion after the branching epoch, which bears the name of the row.
  private var motion: ContinuedMotion { ContinuedMotion(rawValue: rawValue) ?? .training }

  /// The ensemble of the row, which shares all up to the branch with the reference.
  func studyCase(_ reference: StudyCase) -> StudyCase {
    StudyCase("relaxation-\(rawValue)", label, reference.configuration) {
      $0.training.continuation.motion = motion
    }
  }
}
