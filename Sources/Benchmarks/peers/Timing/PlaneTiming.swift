import ArgumentParser
import FokkerPlanck
import Grids
import LinearAlgebra
import RealModule
import StochasticProcesses

/// Solves the problem in the plane of peers/solvers/problems.py on equal cells.
struct PlaneTiming: ParsableCommand {
  /// The schemes of time that are timed.
  enum Scheme: String, CaseIterable, ExpressibleByArgument {
    case hundsdorferVerwer
    case strangSplitting
  }

  /// What is extrapolated.
  enum Extrapolation: String, CaseIterable, ExpressibleByArgument {
    case none
    case spacing
    case spacingAndStep
  }

  /// The least times of one solution, and its error against the normal law.
  struct Answer: Encodable {
    var wall = Double.infinity
    var processor = Double.infinity
    var error: Double
  }

  static let configuration = CommandConfiguration(
    commandName: "plane", abstract: "Times the solution of a problem in the plane.")

  @Option(help: "The number of cells along each axis.")
  var cells = 256
  @Option(help: "The number of time steps.")
  var steps = 20
  @Option(help: "The scheme of time: hundsdorferVerwer or strangSplitting.")
  var scheme = Scheme.strangSplitting
  @Option(
    help: "What is extrapolated from cells of twice the size: none, spacing or spacingAndStep.")
  var extrapolation = Extrapolation.none
  @Option(help: "How often it is solved for each line; the least time is printed.")
  var repetitions = 3

  func run() throws {
    let process = LinearDiffusion(
      relaxation: try Matrix(rows: [[1, -0.5], [0.3, 1.2]]), diffusion: .diagonal([0.5, 0.5]))
    let law = MultivariateGaussianLaw(mean: [2, -1], variances: [0.25, 0.25])
    let axis = try Axis(-6...6, cellCount: cells)
    let start = try averages(of: law, axis)
    let exact = try averages(of: try process.law(from: law, after: 2), axis)
    var solver = BoxFiniteVolumeSolver()
    solver.stepControl = .fixed(step: 2 / Double(steps))
    solver.timeScheme = scheme == .strangSplitting ? .strangSplitting : .hundsdorferVerwer
    switch extrapolation {
    case .none: solver.extrapolation = .none
    case .spacing: solver.extrapolation = .spacing
    case .spacingAndStep: solver.extrapolation = .spacingAndStep
    }
    func solve() throws -> BoxDensity {
      try solver.solve(process, from: start, startingAt: 0, times: [2]).densities[0]
    }
    var answer = Answer(error: try solve().l1Distance(to: exact))
    while readLine() != nil {
      (answer.wall, answer.processor) = (.infinity, .infinity)
      for _ in 0..<repetitions {
        let begin = ElapsedTime.now()
        _ = try solve()
        let elapsed = ElapsedTime.since(begin, per: 1)
        answer.wall = min(answer.wall, elapsed.wall)
        answer.processor = min(answer.processor, elapsed.processor)
      }
      try send(answer)
    }
  }

  /// The averages of a normal density over the cells of a square.
  private func averages(of law: MultivariateGaussianLaw, _ axis: Axis) throws -> BoxDensity {
    let precision = try law.covariance.solve(.identity(2))
    let norm =
      1
      / (2 * Double.pi
        * (law.covariance[0, 0] * law.covariance[1, 1]
        - law.covariance[0, 1] * law.covariance[1, 0]).squareRoot())
    return BoxDensity(axes: [axis, axis]) { point in
      let (x, y) = (point[0] - law.mean[0], point[1] - law.mean[1])
      let square = precision[0, 0] * x * x + 2 * precision[0, 1] * x * y + precision[1, 1] * y * y
      return norm * Double.exp(-square / 2)
    }
  }
}
