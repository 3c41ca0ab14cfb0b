import ArgumentParser
import FokkerPlanck
import Foundation
import LinearAlgebra
import StochasticProcesses

/// Solves processes of many variables in tensor trains.
struct TensorTiming: ParsableCommand {
  /// The processes.
  enum Problem: String, CaseIterable, ExpressibleByArgument {
    /// Three coupled linear variables, relaxed to t = 5.
    case linear3
    /// A chain of five linear variables, to t = 5.
    case linear5
    /// A chain of six linear variables, to t = 5.
    case linear6
    /// A chain of six double wells, to t = 1.5.
    case wells6
  }

  /// The least times of one solution, its error, and the peak of the memory.
  struct Answer: Encodable {
    var wall = Double.infinity
    var processor = Double.infinity
    /// The largest error of the density over points drawn from it, relative to its maximum; nil
    /// where no closed form is known.
    var error: Double?
    var rank = 0
    var megabytes = 0.0
  }

  static let configuration = CommandConfiguration(
    commandName: "tensor", abstract: "Times the solution of many variables in tensor trains.")

  @Argument(help: "The problem.")
  var problem: Problem
  @Option(help: "The tolerance of a step.")
  var tolerance = 1e-4

  func run() throws {
    while readLine() != nil { try send(try answer()) }
  }

  private func answer() throws -> Answer {
    switch problem {
    case .linear3:
      return try linear(
        LinearDiffusion(
          relaxation: try Matrix(rows: [[1.5, 0, 0], [0, 1, 0], [0.5, 0.3, 1]]),
          diffusion: .diagonal([0.5, 0.5, 0.5])))
    case .linear5: return try linear(chain(5))
    case .linear6: return try linear(chain(6))
    case .wells6: return try wells(6)
    }
  }

  private func chain(_ count: Int) -> LinearDiffusion {
    var relaxation = Matrix.identity(count)
    for site in 0..<count {
      let neighbours = [site - 1, site + 1].filter { (0..<count).contains($0) }
      relaxation[site, site] += 0.7 * Double(neighbours.count)
      for neighbour in neighbours { relaxation[site, neighbour] -= 0.7 }
    }
    return LinearDiffusion(
      relaxation: relaxation, diffusion: .diagonal([Double](repeating: 0.5, count: count)))
  }

  private func linear(_ process: LinearDiffusion) throws -> Answer {
    let start = law(process.dimension, mean: 0, variance: 1)
    let (density, measured) = try timed(process, start, until: 5)
    var answer = measured
    let exact = try process.law(from: start, after: 5).density()
    let count = process.dimension
    let uniforms = (0..<200 * count).map { index in
      // An additive recurrence in every variable, with the root of a prime.
      let step = [2.0, 3, 5, 7, 11, 13, 17, 19][index % count].squareRoot()
      return (Double(index / count + 1) * step).truncatingRemainder(dividingBy: 1)
    }
    let points = try density.points(fromUniforms: uniforms)
    var (largest, error) = (0.0, 0.0)
    for point in 0..<200 {
      let x = Array(points[point * count..<(point + 1) * count])
      largest = max(largest, exact(x))
      error = max(error, abs(exact(x) - (try density.value(at: x))))
    }
    answer.error = error / largest
    return answer
  }

  private func wells(_ count: Int) throws -> Answer {
    let drift = (0..<count).map { site -> [PolynomialDiffusion.Monomial] in
      let neighbours = [site - 1, site + 1].filter { (0..<count).contains($0) }
      let linear = 1 - 0.5 * Double(neighbours.count)
      return [.init(linear, [site: 1]), .init(-1, [site: 3])]
        + neighbours.map { .init(0.5, [$0: 1]) }
    }
    let process = PolynomialDiffusion(
      drift: drift, diffusion: [Double](repeating: 0.3, count: count))
    return try timed(process, law(count, mean: 0.2, variance: 0.3), until: 1.5).1
  }

  private func law(_ count: Int, mean: Double, variance: Double) -> MultivariateGaussianLaw {
    MultivariateGaussianLaw(
      mean: [Double](repeating: mean, count: count),
      variances: [Double](repeating: variance, count: count))
  }

  private func timed<Process: SeparableDiffusionProcess>(
    _ process: Process, _ start: MultivariateGaussianLaw, until time: Double
  ) throws -> (TensorTrainDensity, Answer) {
    let initial = try TensorTrainDensity(start)
    let begin = ElapsedTime.now()
    let evolution = try TensorTrainSolver(tolerance: tolerance).solve(
      process, from: initial, times: [time])
    let elapsed = ElapsedTime.since(begin, per: 1)
    return (
      evolution.densities[0],
      Answer(
        wall: elapsed.wall, processor: elapsed.processor, rank: evolution.diagnostics.largestRank,
        megabytes: Self.peakMemory())
    )
  }

  /// The largest resident memory of the process so far, in megabytes.
  private static func peakMemory() -> Double {
    let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)
    let line = status?.split(separator: "\n").first { $0.hasPrefix("VmHWM") }
    return (line?.split(whereSeparator: { !$0.isNumber }).first).flatMap { Double($0) }.map {
      $0 / 1024
    } ?? .nan
  }
}
