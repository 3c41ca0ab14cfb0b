import ArgumentParser
import Grids
import Langevin
import NeuralNetworks
import RandomStreams
import StochasticProcesses

/// Steps of Euler and Maruyama in the double well x − x³, D = 0.25, from x = −1 with h = 10⁻³.
struct LangevinTiming: AsyncParsableCommand {
  /// The milliseconds per million particle steps, and the variance at the end as a check.
  struct Answer: Encodable {
    var wall: Double
    var processor: Double
    var variance: Double
  }

  static let configuration = CommandConfiguration(
    commandName: "langevin", abstract: "Times an ensemble in the double well.")

  @Option(help: "The precision of the particles.")
  var precision = NumericalPrecision.float64
  @Option(help: "The number of threads.")
  var threads = 1
  @Option(help: "The number of particles.")
  var particles = 65_536
  @Option(help: "The number of steps of a repetition.")
  var steps = 1000

  func run() async throws {
    switch precision {
    case .float64: try await serve(DoubleWell<Double>(diffusionCoefficient: 0.25))
    case .float32: try await serve(DoubleWell<Float>(diffusionCoefficient: 0.25))
    }
  }

  private func serve<Process: DiffusionProcess>(_ process: Process) async throws
  where Process.Scalar: NormalScalar {
    var configuration = LangevinConfiguration()
    configuration.particleCount = particles
    configuration.stepSize = 1e-3
    let ensemble = try LangevinEnsemble(configuration)
    let start = [Double](repeating: -1, count: particles)
    let axis = try Axis(-4...4, cellCount: 64)
    let end = 1e-3 * Double(steps)
    let millions = Double(particles) * Double(steps) / 1e6
    while readLine() != nil {
      let begin = ElapsedTime.now()
      let evolution = try await ensemble.run(
        process, from: start, recordingAt: [end], on: axis, threads: threads)
      let elapsed = ElapsedTime.since(begin, per: 1)
      try send(
        Answer(
          wall: elapsed.wall / millions, processor: elapsed.processor / millions,
          variance: evolution.snapshots[0].variance))
    }
  }
}
