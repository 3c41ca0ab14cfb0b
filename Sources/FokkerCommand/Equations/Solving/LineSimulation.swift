import Grids
import Langevin
import StochasticProcesses
import TypedProcesses

/// An ensemble of the process of an equation in one variable.
struct LineSimulation: Sendable {
  /// What the ensemble looked like at the output times.
  let evolution: EnsembleEvolution
  /// The cells of the histograms.
  let axis: Axis
  /// The largest time step.
  let timeStep: Double

  /// The positions that are kept for quantiles, 160 MB.
  static let largestKept = 20_000_000

  /// Simulates the process as its settings ask.
  static func run(
    _ equation: LineEquation, _ settings: EquationSimulateConfiguration, cells: Int, threads: Int
  ) async throws -> LineSimulation {
    guard let last = equation.times.last else { throw CommandFailure.needsTimes }
    let scheme = settings.scheme
    guard !scheme.needsAdditiveNoise || equation.typed.hasHomogeneousDiffusion else {
      throw CommandFailure(
        .usage,
        "The scheme \(scheme.rawValue) is for a diffusion that does not depend on "
          + "\(equation.variable); use weak-order-two.")
    }
    let axis = try equation.axis(cells: cells)
    try equation.checkCoefficients()
    var configuration = LangevinConfiguration()
    configuration.particleCount = settings.particles
    configuration.seed = settings.seed
    configuration.stepSize =
      settings.timeStep > 0 ? settings.timeStep : try equation.stepSize(until: last)
    configuration.keepsPositions =
      settings.particles * equation.times.count <= Self.largestKept
    guard configuration.keepsPositions || settings.paths == 0 else {
      throw CommandFailure.tooManyPositions(Self.largestKept)
    }
    let ensemble = try LangevinEnsemble(configuration)
    let positions = try equation.positions(for: ensemble)
    let evolution = try await ensemble.run(
      equation, scheme, from: positions, on: axis, threads: threads)
    return LineSimulation(evolution: evolution, axis: axis, timeStep: configuration.stepSize)
  }
}

extension LangevinEnsemble {
  /// Runs the ensemble by a scheme that is known by its name.
  fileprivate func run(
    _ equation: LineEquation, _ scheme: EnsembleScheme, from positions: [Double], on axis: Axis,
    threads: Int
  ) async throws -> EnsembleEvolution {
    func run<Scheme: LangevinScheme, Process: DiffusionProcess<Double>>(
      _ scheme: Scheme, _ process: Process
    ) async throws -> EnsembleEvolution {
      try await self.run(
        process, from: positions, startingAt: equation.startTime, recordingAt: equation.times,
        on: axis, in: .interval(equation.domain, equation.boundaries), scheme: scheme,
        threads: threads)
    }
    func run<Scheme: LangevinScheme>(
      _ scheme: Scheme, reading: NoiseInterpretation = .ito
    ) async throws -> EnsembleEvolution {
      let process = equation.process(convertedTo: reading)
      guard process.isAutonomous else { return try await run(scheme, process) }
      return try await run(scheme, TabulatedProcess(process, over: equation.domain))
    }
    switch scheme {
    case .eulerMaruyama: return try await run(EulerMaruyama())
    case .tamedEuler: return try await run(TamedEuler())
    case .milstein: return try await run(Milstein())
    case .weakOrderTwo: return try await run(PlatenWeakOrderTwo())
    case .stochasticHeun: return try await run(StochasticHeun(), reading: .stratonovich)
    case .leimkuhlerMatthews: return try await run(LeimkuhlerMatthews())
    case .strongOrderThreeHalves: return try await run(StrongOrderThreeHalves())
    }
  }
}

extension LineEquation {
  /// A 400th of the whole time, or a tenth of the time in which the median drift relaxes.
  fileprivate func stepSize(until last: Double) throws -> Double {
    let axis = try axis(cells: 512)
    let drifts = axis.faces.map { process.drift(at: $0, time: startTime) }
    let slopes = zip(drifts, drifts.dropFirst()).map { abs($1 - $0) / axis.spacing }
    let ordered = slopes.filter(\.isFinite).sorted()
    let median = ordered.isEmpty ? 0 : ordered[ordered.count / 2]
    let whole = max(last - startTime, .leastNormalMagnitude) / 400
    return median > 0 ? min(whole, 0.1 / median) : whole
  }

  /// The initial positions of an ensemble.
  ///
  /// Drawn values of a file are taken in turn; other laws are drawn from fine cells.
  fileprivate func positions(for ensemble: LangevinEnsemble) throws -> [Double] {
    let count = ensemble.configuration.particleCount
    switch initial {
    case .point(let place): return [Double](repeating: place, count: count)
    case .samples(let samples):
      let inside = samples.filter { domain.contains($0) }
      guard !inside.isEmpty else {
        throw CommandFailure(.badData, "None of the initial values lies in the domain.")
      }
      return (0..<count).map { inside[$0 % inside.count] }
    default:
      return try ensemble.initialPositions(from: try start(on: try axis(cells: 1 << 16)).density)
    }
  }
}

extension CommandFailure {
  /// The failure of paths that are asked for of more particles than can be kept.
  static func tooManyPositions(_ limit: Int) -> CommandFailure {
    CommandFailure(
      .usage,
      "Paths are kept for particles times output times of at most \(limit); give fewer "
        + "--particles or output times, or draw the paths from a run of their own, which has the "
        + "same particles.")
  }

  /// The failure of a command that needs output times.
  static let needsTimes = CommandFailure(
    .usage,
    "Output times are needed; give --until, such as --until 10, or --times, such as "
      + "--times 0:10:11 or --times 1,2,5.")
}
