import ArgumentParser
import FokkerPlanck
import Grids
import StochasticProcesses

/// The two problems of peers/solvers/problems.py.
enum DensityProblem: String, CaseIterable, ExpressibleByArgument {
  case ornsteinUhlenbeck
  case doubleWell

  var domain: ClosedRange<Double> { self == .doubleWell ? -4...4 : -8...8 }
  var initial: GaussianLaw { GaussianLaw(mean: self == .doubleWell ? -1 : 2, variance: 0.09) }
  var times: [Double] { self == .doubleWell ? [10] : [0.5, 1, 2, 5] }
}

/// Solves a problem in one dimension, either to a tolerance or on given cells.
struct DensityTiming: ParsableCommand {
  /// The times of one solution up to the last time, and the densities at all times.
  struct Answer: Encodable {
    var wall = Double.infinity
    var processor = Double.infinity
    var densities: [[Double]]
    var estimate: Double?
  }

  static let configuration = CommandConfiguration(
    commandName: "density", abstract: "Times the solution of a problem in one dimension.")

  @Argument(help: "The problem.")
  var problem: DensityProblem
  @Option(help: "The L1 error wanted; cells and steps are chosen.")
  var tolerance: Double?
  @Option(help: "Without a tolerance: the number of cells of the coarsest level.")
  var cells = 100
  @Option(help: "Without a tolerance: the number of levels to extrapolate.")
  var levels = 1
  @Option(help: "How often the problem is solved for each line; the least time is printed.")
  var repetitions = 50

  func run() throws {
    switch problem {
    case .ornsteinUhlenbeck:
      try serve(OrnsteinUhlenbeck(relaxationRate: 1, diffusionCoefficient: 0.5))
    case .doubleWell: try serve(DoubleWell(diffusionCoefficient: 0.1))
    }
  }

  private func serve<Process: DiffusionProcess>(_ process: Process) throws
  where Process.Scalar == Double {
    let last = Array(problem.times.suffix(1))
    var answer = try answer(process, problem.times)
    while readLine() != nil {
      (answer.wall, answer.processor) = (.infinity, .infinity)
      for _ in 0..<repetitions {
        let start = ElapsedTime.now()
        _ = try self.answer(process, last)
        let elapsed = ElapsedTime.since(start, per: 1)
        answer.wall = min(answer.wall, elapsed.wall)
        answer.processor = min(answer.processor, elapsed.processor)
      }
      try send(answer)
    }
  }

  private func answer<Process: DiffusionProcess>(
    _ process: Process, _ times: [Double]
  ) throws -> Answer where Process.Scalar == Double {
    if let tolerance {
      var solver = CertifiedSolver()
      solver.tolerance = tolerance
      let solution = try solver.solve(
        process, on: problem.domain, from: .normal(problem.initial), times: times)
      return Answer(
        densities: solution.evolution.densities.map(\.values), estimate: solution.largestError)
    }
    var solver = RationalExponentialSolver()
    solver.extrapolationLevels = levels
    let axis = try Axis(problem.domain, cellCount: cells)
    let start = Density(axis: axis, cumulative: problem.initial.cumulative)
    let evolution = try solver.solve(process, from: start, startingAt: 0, times: times)
    return Answer(densities: evolution.densities.map(\.values))
  }
}
