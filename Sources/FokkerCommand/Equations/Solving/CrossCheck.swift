import FokkerPlanck
import Grids
import Langevin

/// Densities of one equation by several methods, compared pair by pair with their error bars.
struct CrossCheck: Codable, Sendable {
  /// How far two methods are apart, at the output time where this is worst.
  struct Pair: Codable, Sendable {
    var first: String
    var second: String
    var time: Double
    var distance: Double
    /// The distance that the two error bars allow.
    var allowed: Double
    var agrees: Bool { distance <= allowed }
  }

  /// A method that could not be used.
  struct Absence: Codable, Sendable {
    var method: String
    var reason: String
  }

  var pairs: [Pair] = []
  var absences: [Absence] = []

  /// Whether all pairs agree.
  var agrees: Bool { pairs.allSatisfy(\.agrees) }
}

/// What one method says about the densities.
private struct CrossCheckMember: Sendable {
  var name: String
  var densities: [Density]
  /// The L1 distance to expect from the error alone, at each time.
  var expected: [Double]
  /// The spread of that distance, for an ensemble.
  var spread: [Double]
}

extension CrossCheck {
  /// The cells of an ensemble's histogram.
  private static let histogramCells = 64

  /// Runs the methods.
  static func run(
    _ equation: LineEquation, _ configuration: EquationConfiguration, threads: Int,
    _ progress: ProgressReporter
  ) async throws -> CrossCheck {
    guard let last = equation.times.last else { throw CommandFailure.needsTimes }
    var equation = equation
    equation.times = equation.times.filter { $0 > equation.startTime }
    guard !equation.times.isEmpty else {
      throw CommandFailure(.usage, "A cross-check needs times after the start, not \(last).")
    }
    var settings = configuration.solve
    let wanted = max(settings.cells, Self.histogramCells)
    settings.cells = settings.cells == 0 ? 512 : (wanted + 63) / 64 * 64
    var check = CrossCheck()
    var members: [CrossCheckMember] = []
    for scheme in [EquationScheme.finiteVolume, .spectral, .rationalExponential] {
      progress.begin("solving by \(scheme.rawValue)")
      do {
        let solution = try LineSolver(equation: equation, settings: settings).densities(scheme)
        members.append(CrossCheckMember(scheme.rawValue, solution))
      } catch let error as FokkerPlanckError {
        guard !error.isCancelled else { throw error }
        check.absences.append(Absence(method: scheme.rawValue, reason: error.description))
      }
      progress.finish("solved by \(scheme.rawValue)")
    }
    progress.begin("simulating \(configuration.simulate.particles) particles")
    let simulation = try await LineSimulation.run(
      equation, configuration.simulate, cells: Self.histogramCells, threads: threads)
    progress.finish("simulated \(configuration.simulate.particles) particles")
    members.append(CrossCheckMember("langevin", simulation))
    for (index, first) in members.enumerated() {
      for second in members[(index + 1)...] {
        check.pairs.append(Pair(first, second, times: equation.times))
      }
    }
    return check
  }
}

extension CrossCheckMember {
  init(_ name: String, _ solution: LineSolution) {
    let densities = solution.evolution.densities
    self.name = name
    self.densities = densities
    expected = solution.errors.isEmpty ? densities.map { _ in 0 } : solution.errors
    spread = densities.map { _ in 0 }
  }

  init(_ name: String, _ simulation: LineSimulation) {
    let snapshots = simulation.evolution.snapshots
    let spacing = simulation.axis.spacing
    self.name = name
    densities = snapshots.map(\.density)
    // The mean and the variance of |z| for a normal z are √(2/π) and 1 − 2/π.
    let mean = (2 / Double.pi).squareRoot()
    expected = snapshots.map { $0.densityStandardErrors.reduce(0, +) * spacing * mean }
    spread = snapshots.map { snapshot in
      let squares = snapshot.densityStandardErrors.reduce(0) { $0 + $1 * $1 }
      return (squares * (1 - 2 / Double.pi)).squareRoot() * spacing
    }
  }

  /// A density on at most the given number of cells.
  func density(_ time: Int, cells: Int) -> Density {
    var density = densities[time]
    while density.axis.cellCount > cells, density.axis.cellCount % 2 == 0 {
      density = density.coarsened
    }
    return density
  }
}

extension CrossCheck.Pair {
  fileprivate init(_ first: CrossCheckMember, _ second: CrossCheckMember, times: [Double]) {
    self.init(first: first.name, second: second.name, time: 0, distance: 0, allowed: 0)
    var worst = -1.0
    for (index, time) in times.enumerated() {
      let cells = min(
        first.densities[index].axis.cellCount, second.densities[index].axis.cellCount)
      let distance = first.density(index, cells: cells).l1Distance(
        to: second.density(index, cells: cells))
      let allowed =
        1e-11 + 3 * (first.deterministic(index) + second.deterministic(index))
        + first.statistical(index) + second.statistical(index)
      guard distance / allowed > worst else { continue }
      worst = distance / allowed
      (self.time, self.distance, self.allowed) = (time, distance, allowed)
    }
  }
}

extension CrossCheckMember {
  /// The error of a solver.
  fileprivate func deterministic(_ time: Int) -> Double {
    spread[time] > 0 ? 0 : expected[time]
  }

  /// The distance of an ensemble that is exceeded once in a thousand times.
  fileprivate func statistical(_ time: Int) -> Double {
    spread[time] > 0 ? expected[time] + 3 * spread[time] : 0
  }
}

extension FokkerPlanckError {
  /// Whether the work was stopped.
  var isCancelled: Bool {
    if case .cancelled = self { true } else { false }
  }
}
