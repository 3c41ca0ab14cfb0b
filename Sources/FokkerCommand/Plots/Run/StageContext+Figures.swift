import Figures

extension StageContext {
  /// Draws a figure of the run into its directory, whole or not at all; without gnuplot there is none,
  /// which is no failure.
  func draw(_ figure: RunFigure) throws {
    let value = try figure.figure(of: RunFiles(path: run.path))
    do {
      try value.draw(to: "\(run.path)/\(figure.rawValue).svg", as: .svg)
    } catch FigureError.gnuplotMissing {
      progress.note("There is no \(figure.rawValue).svg: \(FigureError.gnuplotMissing)")
    }
  }
}
