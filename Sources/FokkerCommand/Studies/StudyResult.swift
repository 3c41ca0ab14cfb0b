import Archives
import DriftDiffusion
import Figures

/// What a study found, ready to be printed, drawn and kept.
struct StudyResult: Sendable {
  /// Tables for the terminal.
  var tables: [Table] = []
  /// What it says about published claims.
  var findings: [Finding] = []
  /// The numbers behind tables and figures.
  var data = Dataset()
}

/// What a study says about one published claim.
struct Finding: Codable, Equatable, Sendable {
  /// How the claim fared.
  enum Verdict: String, Codable, Sendable {
    /// The interval lies on the side that the claim says.
    case holds
    /// The interval lies on the other side.
    case fails
    /// The interval covers both.
    case undecided

    /// The verdict of a claim that says that a quantity is above a value.
    init(_ interval: BootstrapInterval, above value: Double) {
      if interval.lower > value {
        self = .holds
      } else if interval.upper < value {
        self = .fails
      } else {
        self = .undecided
      }
    }

    /// The verdict of a claim that says that a quantity lies in a range.
    init(_ interval: BootstrapInterval, within range: ClosedRange<Double>) {
      if interval.lower >= range.lowerBound, interval.upper <= range.upperBound {
        self = .holds
      } else if interval.upper < range.lowerBound || interval.lower > range.upperBound {
        self = .fails
      } else {
        self = .undecided
      }
    }

    /// The verdict of the opposite claim.
    var opposite: Self {
      switch self {
      case .holds: .fails
      case .fails: .holds
      case .undecided: .undecided
      }
    }

    /// The verdict of a claim that says that a quantity is below a value.
    init(_ interval: BootstrapInterval, below value: Double) {
      if interval.upper < value {
        self = .holds
      } else if interval.lower > value {
        self = .fails
      } else {
        self = .undecided
      }
    }
  }

  /// The claim, as a sentence.
  var claim: String
  /// How it fared.
  var verdict: Verdict
  /// What was measured, with its unit.
  var quantity: String
  /// The estimate with its interval over networks.
  var interval: BootstrapInterval

  /// The finding as two rows of a table: the claim, then what was measured.
  var rows: [[String]] {
    [[verdict.rawValue, claim], ["", "\(quantity): \(intervalText(interval))"]]
  }
}
