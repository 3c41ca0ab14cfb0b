/// A file of a run directory that figures are drawn from.
enum RunFile: Hashable, Sendable {
  /// The file of a stage.
  case stage(Stage)
  /// The layers against the information-bottleneck curve.
  case bound

  /// The name of the file.
  var name: String {
    switch self {
    case .stage(let stage): stage.fileName
    case .bound: "bound.nc"
    }
  }

  /// Where it is in a run.
  func path(in run: RunDirectory) -> String { "\(run.path)/\(name)" }

  /// The command that makes it.
  var command: String {
    switch self {
    case .stage(let stage): stage.rawValue
    case .bound: "bound"
    }
  }
}
