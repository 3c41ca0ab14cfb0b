import Archives
import Foundation
import Grids
import StochasticProcesses
import Testing

/// The estimated error of a density is not below the true one where methods are at their limits.
@Suite("An estimated error") struct HonestEstimateTests {
  /// A problem with a normal law at the end.
  struct Problem: CustomTestStringConvertible, Sendable {
    var arguments: [String]
    var domain: ClosedRange<Double>
    var mean: Double
    var variance: Double

    var testDescription: String { arguments.joined(separator: " ") }
  }

  /// The law of dX = −θ X dt + √(2D) dW after a time.
  private static func decayed(
    _ rate: Double, _ diffusion: Double, mean: Double, variance: Double, time: Double
  ) -> (mean: Double, variance: Double) {
    let decay = exp(-rate * time)
    return (
      mean * decay, variance * decay * decay + diffusion / rate * (1 - decay * decay)
    )
  }

  private static var problems: [Problem] {
    let narrow = decayed(1, 1, mean: 3, variance: 0.25, time: 1)
    let point = decayed(1, 1e-12, mean: 0.1, variance: 0, time: 1)
    let usual = decayed(2, 0.5, mean: -2, variance: 0.04, time: 0.3)
    func arguments(_ text: String) -> [String] { text.split(separator: " ").map(String.init) }
    let decay = "--drift=-2*x --diffusion 0.5 --domain -7:5 --initial normal(-2,0.2) --until 0.3"
    return [
      Problem(
        arguments: arguments(
          "--drift=-x --diffusion 1 --domain -1e6:1e6 --initial normal(3,0.5) --until 1"),
        domain: -1e6...1e6, mean: narrow.mean, variance: narrow.variance),
      Problem(
        arguments: arguments(
          "--drift=-x --diffusion 1e-12 --domain -1:1 --initial point(0.1) --until 1"),
        domain: -1...1, mean: point.mean, variance: point.variance),
    ]
      + ["spectral-elements", "moving-mesh", "finite-volume", "spectral", "rational-exponential"]
      .map {
        Problem(
          arguments: arguments(decay + " --scheme \($0) --tolerance 1e-3"), domain: -7...5,
          mean: usual.mean, variance: usual.variance)
      }
  }

  @Test("is not below the true one", arguments: problems)
  func isNotBelow(_ problem: Problem) throws {
    let fokker = try FokkerProcess()
    defer { fokker.remove() }
    let result = try fokker.run(
      ["solve"] + problem.arguments + ["--output", "density.nc", "--quiet"])
    #expect(result.status == 0, "\(result.error)")
    let dataset = try NetCDF.read(fokker.path("density.nc"))
    let cells = try dataset.length(of: "x")
    let count = try dataset.length(of: "time")
    let values = try dataset.doubles(named: "density", dimensions: ["time", "x"])
    let axis = try Axis(problem.domain, cellCount: cells)
    let law = GaussianLaw(mean: problem.mean, variance: problem.variance)
    let exact = Density(axis: axis, cumulative: law.cumulative)
    let found = try Density(axis: axis, values: Array(values.suffix(cells)))
    let errors = try dataset.doubles(named: "density_error_l1", dimensions: ["time"])
    #expect(errors.count == count && found.l1Distance(to: exact) <= errors[count - 1])
  }

  @Test("counts the mass beside walls, where the modes need another process")
  func massAtWalls() throws {
    let solved = try FokkerProcess.use {
      try $0.solved([
        "--drift=-1", "--diffusion", "0.5", "--domain", "0:6", "--initial", "normal(3, 0.3)",
        "--until", "5", "--scheme", "spectral",
      ])
    }
    // The distance to the solution by finite volumes is 0.149.
    let error = try #require(solved.solution?.largestError)
    #expect(error > 0.149)
  }

  @Test("of several variables above the tolerance is told")
  func severalVariables() throws {
    let fokker = try FokkerProcess()
    defer { fokker.remove() }
    let result = try fokker.run(
      "solve", "--drift=-x", "--drift=-2*y", "--diffusion", "1", "--diffusion", "0.5", "--domain",
      "-5:5",
      "--domain", "-5:5", "--initial", "normal(1, 0.5)", "--initial", "normal(0, 0.5)", "--until",
      "0.5", "--cells", "32", "--quiet")
    #expect(result.status == 0, "\(result.error)")
    #expect(result.output.contains("above the tolerance"))
  }

  @Test("A drift that is not finite in the domain is refused, by particles too")
  func singularDrift() throws {
    let fokker = try FokkerProcess()
    defer { fokker.remove() }
    let result = try fokker.run(
      "simulate", "--drift", "1/x", "--diffusion", "0.1", "--domain", "-1:1", "--initial",
      "normal(0, 0.2)", "--until", "1")
    #expect(result.status == 65 && result.error.contains("The drift is inf at x = 0.0"))
  }

  @Test("A first passage with coefficients of time needs times")
  func passageWithoutTimes() throws {
    let fokker = try FokkerProcess()
    defer { fokker.remove() }
    let result = try fokker.run(
      "solve", "--drift=-x+t", "--diffusion", "0.5", "--domain", "-6:6", "--first-passage",
      "--target", "1", "--initial", "point(0)")
    #expect(result.status == 64 && result.error.contains("--times"), "\(result.error)")
  }
}
