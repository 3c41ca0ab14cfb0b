import Figures

extension StageContext {
  /// Draws a figure of the run into its directory, whole or not at all.
  func draw(_ figure: RunFigure) throws {
    let value = try figure.figure(of: RunFiles(path: run.path))
    try value.draw(to: "\(run.path)/\(figure.rawValue).svg", as: .svg)
  }
}
