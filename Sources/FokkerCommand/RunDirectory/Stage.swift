/// The stages of a run, each of which makes one file of the run directory.
enum Stage: String, CaseIterable, Sendable {
  /// Trains the networks and measures their gradients.
  case train
  /// Estimates the information of every layer.
  case information
  /// Finds the phases of the gradients.
  case gradients
  /// Fits drift and diffusion.
  case fit
  /// Solves the layer equations.
  case solve
  /// Simulates the layer processes.
  case simulate
  /// Compares prediction and measurement.
  case compare

  /// The file that the stage makes.
  var fileName: String {
    switch self {
    case .train: "training.nc"
    case .information: "information.nc"
    case .gradients: "gradients.nc"
    case .fit: "coefficients.nc"
    case .solve: "density.nc"
    case .simulate: "ensemble.nc"
    case .compare: "comparison.nc"
    }
  }

  /// The stages whose files it reads.
  var inputs: [Stage] {
    switch self {
    case .train: []
    case .information, .fit: [.train]
    case .gradients: [.train, .information]
    case .solve, .simulate: [.train, .fit]
    case .compare: [.train, .information, .fit, .solve, .simulate]
    }
  }

  /// The sections of the configuration that its result depends on.
  var sections: [String] {
    switch self {
    case .train: ["training"]
    case .information: ["training", "information"]
    case .gradients: ["training", "information", "gradients"]
    case .fit: ["training", "fit"]
    case .solve: ["training", "fit", "solve"]
    case .simulate: ["training", "fit", "solve", "simulate"]
    case .compare:
      ["training", "information", "fit", "solve", "simulate", "compare", "forecast"]
    }
  }

  /// What it does, for progress lines.
  var activity: String {
    switch self {
    case .train: "training"
    case .information: "measuring information"
    case .gradients: "finding phases"
    case .fit: "fitting"
    case .solve: "solving"
    case .simulate: "simulating"
    case .compare: "comparing"
    }
  }
}
