import Figures
import Foundation

extension Stage {
  /// The figure that is drawn as soon as the file of the stage is there.
  var figure: RunFigure? {
    switch self {
    case .gradients: .gradients
    case .compare: .informationPlane
    case .train, .information, .fit, .solve, .simulate: nil
    }
  }
}

extension StageContext {
  /// Whether a figure is there, which a run that was killed may have left undone.
  func hasDrawn(_ figure: RunFigure) -> Bool {
    FileManager.default.fileExists(atPath: path(of: figure))
  }

  private func path(of figure: RunFigure) -> String { "\(run.path)/\(figure.rawValue).svg" }

  /// Draws a figure of the run into its directory, whole or not at all.
  ///
  /// There is none without the files that it shows or without gnuplot, which is no failure.
  func draw(_ figure: RunFigure) throws {
    let files = RunFiles(path: run.path)
    guard figure.missingFiles(in: files).isEmpty else { return }
    let value = try figure.figure(of: files)
    do {
      try value.draw(to: path(of: figure), as: .svg)
    } catch FigureError.gnuplotMissing {
      progress.note("There is no \(figure.rawValue).svg: \(FigureError.gnuplotMissing)")
    }
  }
}
