import Archives
import ArgumentParser
import DriftDiffusion
import Figures
import FokkerPlanck
import Grids
import InformationTheory
import Langevin
import NeuralNetworks
import RunServer
import TypedProcesses

/// How a command ends when it cannot do what was asked.
enum ExitStatus: Int32 {
  /// The work itself failed, such as a training that diverged.
  case failed = 1
  /// The command line was wrong.
  case usage = 64
  /// A file holds something that cannot be used.
  case badData = 65
  /// A file cannot be read or written.
  case inputOutput = 74
  /// The work was stopped by Ctrl-C.
  case interrupted = 130
}

/// A failure with the sentence for the user and the exit code of its kind.
struct CommandFailure: Error, CustomStringConvertible {
  /// The exit code.
  let status: ExitStatus
  /// What went wrong, where, and what helps.
  let description: String

  init(_ status: ExitStatus, _ description: String) {
    self.status = status
    self.description = description
  }

  /// Classifies any error that a command meets.
  init(_ error: any Error) {
    switch error {
    case let failure as CommandFailure: self = failure
    case ArchiveError.fileExists(let path):
      self.init(
        .inputOutput, "\(path) exists already; choose another name, or --force to replace it.")
    case let error as ArchiveError: self.init(Self.status(of: error), error.description)
    case let error as ConfigurationError: self.init(Self.status(of: error), error.description)
    case let error as TrainingError: self.init(Self.status(of: error), error.description)
    case let error as DriftDiffusionError: self.init(Self.status(of: error), error.description)
    case let error as TypedProcessError: self.init(.usage, error.description)
    case let error as FokkerPlanckError: self.init(Self.status(of: error), error.description)
    case let error as LangevinError: self.init(Self.status(of: error), error.description)
    case let error as GridError: self.init(Self.status(of: error), error.description)
    case let error as InformationError: self.init(.badData, error.description)
    case let error as FigureError: self.init(Self.status(of: error), error.description)
    case let error as RunServerError: self.init(Self.status(of: error), error.description)
    case is CancellationError: self = .interrupted
    default: self.init(.failed, "\(error)")
    }
  }

  /// The work was stopped and can be resumed.
  static let interrupted = CommandFailure(
    .interrupted,
    "Stopped. Give the same command again to go on; what is finished is kept, networks in training "
      + "too.")

  private static func status(of error: ArchiveError) -> ExitStatus {
    switch error {
    case .missingFile, .unreadable, .fileExists, .missingDirectory, .notWritable: .inputOutput
    default: .badData
    }
  }

  private static func status(of error: FigureError) -> ExitStatus {
    if case .unwritable = error { .inputOutput } else { .failed }
  }

  private static func status(of error: RunServerError) -> ExitStatus {
    if case .portTaken = error { .usage } else { .inputOutput }
  }

  private static func status(of error: ConfigurationError) -> ExitStatus {
    switch error {
    case .badAssignment: .usage
    case .notYAML(let source, _), .unknownKey(let source, _, _, _), .wrongShape(let source, _, _),
      .badValue(let source, _, _), .unknownChoice(let source, _, _, _, _):
      source.hasPrefix("--") ? .usage : .badData
    }
  }

  private static func status(of error: TrainingError) -> ExitStatus {
    switch error {
    case .invalidParameter, .unusableCheckpoint: .badData
    case .notSaved: .inputOutput
    case .cancelled: .interrupted
    default: .failed
    }
  }

  private static func status(of error: FokkerPlanckError) -> ExitStatus {
    switch error {
    case .massOutside, .driftNotFinite, .invalidDiffusion, .noStationaryDensity: .badData
    case .invalidParameter, .invalidTime, .notSmoothAtEnds, .unsupportedBoundaries,
      .unsupportedStepControl, .coefficientsDependOnTime:
      .usage
    case .cancelled: .interrupted
    default: .failed
    }
  }

  private static func status(of error: LangevinError) -> ExitStatus {
    switch error {
    case .invalidParameter, .timesNotAscending: .usage
    case .badInitialPosition, .badInitialDensity: .badData
    case .cancelled: .interrupted
    default: .failed
    }
  }

  private static func status(of error: GridError) -> ExitStatus {
    switch error {
    case .tooFewCells, .emptyDomain: .usage
    default: .badData
    }
  }

  private static func status(of error: DriftDiffusionError) -> ExitStatus {
    switch error {
    case .cancelled: .interrupted
    case .solver, .ensemble, .explodingDrift: .failed
    default: .badData
    }
  }
}
