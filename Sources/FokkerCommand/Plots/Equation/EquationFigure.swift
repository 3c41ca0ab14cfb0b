import Figures

/// A figure that is drawn from a file of `fokker solve` or `fokker simulate`; its raw value is its
/// name on the command line.
enum EquationFigure: String, CaseIterable, Sendable {
  case density
  case densityMap = "density-map"
  case densityMovie = "density-movie"
  case plane
  case marginals
  case moments
  case averages
  case entropy
  case stationary
  case spectrum
  case modes
  case passage

  /// What it shows, in one sentence.
  var summary: String {
    switch self {
    case .density: "Densities at a few times, with --ensemble under its histograms."
    case .densityMap: "Density over time and state, with recorded paths over it."
    case .densityMovie: "Density, with --ensemble over its histogram, a frame per output time."
    case .plane: "Density of two variables with the current as arrows and recorded paths."
    case .marginals: "Density of every variable alone, at a few times."
    case .moments: "Mean with two standard deviations, and survival, against time."
    case .averages: "Averages that populations interact by, against time."
    case .entropy: "Entropy, its production and its exchange against time."
    case .stationary: "Stationary density, under the density at the last time."
    case .spectrum: "Decay rates of the slowest modes with their errors."
    case .modes: "Shapes of the slowest modes, which decay without changing."
    case .passage: "Survival and density of the first-passage time."
    }
  }

  /// What the file lacks for it and how that is made; nil when it can be drawn.
  func lacks(_ file: EquationFile) -> String? {
    let isLine = file.isLine
    let isReady =
      switch self {
      case .density, .densityMap, .densityMovie: isLine && file.holds("density")
      case .plane: file.variables.count == 2 && file.holds("density")
      case .marginals: !isLine && file.marginals != nil
      case .moments: file.holds("mean")
      case .averages: !file.averageNames.isEmpty
      case .entropy: file.holds("entropy")
      case .stationary: file.holds("stationary_density") || file.holdsStationaryStates
      case .spectrum: file.holds("decay_rate")
      case .modes: file.holds("mode_density")
      case .passage: file.holds("passage_survival")
      }
    return isReady ? nil : need
  }

  private var need: String {
    switch self {
    case .density, .densityMap, .densityMovie: "one variable and output times (--until, --times)"
    case .plane: "two variables and output times (--until, --times)"
    case .marginals: "several variables and output times (--until, --times)"
    case .moments: "output times (--until, --times)"
    case .averages: "interacting populations (--average) and output times"
    case .entropy: "output times, by 'fokker solve'"
    case .stationary: "--stationary, by 'fokker solve'"
    case .spectrum: "--spectrum, by 'fokker solve'"
    case .modes: "--spectrum for one variable, by 'fokker solve'"
    case .passage: "--first-passage, by 'fokker solve'"
    }
  }

  /// Makes the figure from a file, with the file of an ensemble laid over its densities.
  func figure(of file: EquationFile, ensemble: EquationFile? = nil) throws -> Figure {
    switch self {
    case .density: try LineFigures(file, ensemble).curves()
    case .densityMap: try LineFigures(file, ensemble).map()
    case .densityMovie: try LineFigures(file, ensemble).movie()
    case .plane: try PlaneFigure(file, ensemble).figure()
    case .marginals: try MarginalFigure(file, ensemble).figure()
    case .moments: try CourseFigures(file).moments()
    case .averages: try CourseFigures(file).averages()
    case .entropy: try CourseFigures(file).entropy()
    case .stationary: try StateFigures(file).stationary()
    case .spectrum: try StateFigures(file).spectrum()
    case .modes: try StateFigures(file).modes()
    case .passage: try StateFigures(file).passage()
    }
  }
}
