import Archives
import Foundation
import Testing

/// The moments of several variables that `fokker simulate --format json` prints.
private struct SimulatedBox: Decodable {
  struct Box: Decodable {
    var means: [[Double]]
    var meanErrors: [[Double]]
    var covariances: [[[Double]]]
    var covarianceErrors: [[[Double]]]
    var exitsBelow: [Double]?
    var exitsAbove: [Double]?
  }

  struct Moment: Decodable {
    var time: Double
    var survival: Double
  }

  var box: Box
  var moments: [Moment]
}

@Suite("fokker simulate of a typed equation in several variables")
struct SimulateJointTests {
  private func simulated(_ fokker: FokkerProcess, _ arguments: [String]) throws -> SimulatedBox {
    let output = try fokker.run(["simulate"] + arguments + ["--format", "json", "--quiet"])
    #expect(output.status == 0, "\(arguments): \(output.error)")
    return try JSONDecoder().decode(SimulatedBox.self, from: Data(output.output.utf8))
  }

  @Test(
    "has the law of the rotor R10 by every scheme",
    arguments: [
      "euler-maruyama", "tamed-euler", "weak-order-two", "stochastic-heun", "leimkuhler-matthews",
      "strong-order-three-halves",
    ])
  func rotor(scheme: String) throws {
    let file = FokkerProcess.exampleEquation("rotor.yml")
    try FokkerProcess.use { fokker in
      let box = try simulated(
        fokker,
        [
          file, "--particles", "5000", "--times", "1,8", "--time-step", "0.02", "--scheme", scheme,
        ]
      ).box
      let (covariance, errors) = (box.covariances[1], box.covarianceErrors[1])
      // At time 8 the covariance is 0.2 times the identity; the bias of Euler's step is 0.002.
      for row in 0..<2 {
        #expect(abs(box.means[1][row]) < 4 * box.meanErrors[1][row] + 1e-4)
        for column in 0..<2 {
          let difference = covariance[row][column] - (row == column ? 0.2 : 0)
          #expect(abs(difference) < 4 * errors[row][column] + 0.003)
        }
      }
    }
  }

  @Test("lies over the solution on the same grid, within standard errors")
  func files() throws {
    let file = FokkerProcess.exampleEquation("noisy-oscillator.yml")
    try FokkerProcess.use { fokker in
      let common = [file, "--cells", "64", "--times", "1", "--quiet", "--output"]
      let solve = try fokker.run(["solve"] + common + ["s.nc"])
      let simulate = try fokker.run(
        ["simulate"] + common + ["e.nc", "--particles", "20000", "--time-step", "0.02"])
      #expect(solve.status == 0 && simulate.status == 0, "\(solve.error) \(simulate.error)")
      let (solved, drawn) = (
        try NetCDF.read(fokker.path("s.nc")), try NetCDF.read(fokker.path("e.nc"))
      )
      for axis in ["x", "v"] {
        #expect(
          try solved.doubles(named: axis, dimensions: [axis])
            == drawn.doubles(named: axis, dimensions: [axis]))
      }
      let box = ["time", "x", "v"]
      let exact = try solved.doubles(named: "density", dimensions: box)
      let density = try drawn.doubles(named: "density", dimensions: box)
      let errors = try drawn.doubles(named: "density_error", dimensions: box)
      // Cells with at least ten expected particles; the solver's error is allowed for.
      let volume = (10.0 / 64) * (12.0 / 64)
      let enough = 10 / (20_000 * volume)
      var (sum, count) = (0.0, 0.0)
      for index in exact.indices where exact[index] > enough {
        let error = max(errors[index], 1e-12) + 0.02 * exact[index]
        let z = (density[index] - exact[index]) / error
        sum += z * z
        count += 1
      }
      let (meanSquare, spread) = (sum / count, (2 / count).squareRoot())
      #expect(count > 60 && meanSquare < 1 + 6 * spread)
      let means = try drawn.doubles(named: "mean", dimensions: ["time", "variable"])
      let expected = try solved.doubles(named: "mean", dimensions: ["time", "variable"])
      let meanErrors = try drawn.doubles(named: "mean_error", dimensions: ["time", "variable"])
      for variable in 0..<2 {
        let difference = means[variable] - expected[variable]
        #expect(abs(difference) < 4 * meanErrors[variable] + 0.01)
      }
      let marginal = try drawn.doubles(named: "density_v", dimensions: ["time", "v"])
      let mass = marginal.reduce(0, +) * (12.0 / 64)
      #expect(abs(mass - 1) < 1e-3)
    }
  }

  @Test("counts what each wall takes, and is the same on any number of threads")
  func walls() throws {
    try FokkerProcess.use { fokker in
      let equation = """
        drift: [0, 0, 0]
        diffusion: [0.5, 0.5, 0.5]
        domain: [-1:1, -1:1, -1:1]
        boundary: ["absorbing", "reflecting", "reflecting,absorbing"]
        initial: [point(0.5), uniform, point(-1)]
        times: [0.25, 3]
        simulate: {particles: 8000, timeStep: 0.01, cells: 8}
        """
      try fokker.write(equation, to: "box.yml")
      let result = try simulated(fokker, ["box.yml"])
      let (below, above) = (
        try #require(result.box.exitsBelow), try #require(result.box.exitsAbove)
      )
      // What is taken is taken by the three absorbing walls alone.
      #expect(below[1] == 0 && above[1] == 0 && below[2] == 0)
      let taken = below[0] + above[0] + above[2]
      let lost = 1 - result.moments[1].survival
      #expect(abs(taken - lost) < 1e-9 && taken > 0.9)
      // The lower wall is three times as far as the upper one.
      #expect(above[0] > below[0] && below[0] > 0.03)
      for (name, threads) in [("a", "1"), ("b", "3")] {
        let run = try fokker.run(
          "simulate", "box.yml", "--threads", threads, "--output", "\(name).nc", "--quiet")
        #expect(run.status == 0, "\(run.error)")
      }
      #expect(try fokker.bytes("a.nc") == fokker.bytes("b.nc"))
    }
  }

  @Test("integrates eight variables without a domain (R20)")
  func chain() throws {
    let file = FokkerProcess.exampleEquation("chain.yml")
    try FokkerProcess.use { fokker in
      let run = try fokker.run(
        "simulate", file, "--particles", "5000", "--output", "chain.nc", "--quiet")
      #expect(run.status == 0, "\(run.error)")
      let drawn = try NetCDF.read(fokker.path("chain.nc"))
      let square = ["time", "variable", "other"]
      let covariance = try drawn.doubles(named: "covariance", dimensions: square)
      let errors = try drawn.doubles(named: "covariance_error", dimensions: square)
      // The first variance of the stationary law.
      #expect(abs(covariance[64] - 0.203_434_054) < 4 * errors[64] + 1e-3)
      let density = try drawn.doubles(named: "density_x3", dimensions: ["time", "x3"])
      let x = try drawn.doubles(named: "x3", dimensions: ["x3"])
      let mass = density[200...].reduce(0, +) * (x[1] - x[0])
      #expect(abs(mass - 1) < 1e-3)
    }
  }

  @Test("says which schemes are not for the equation")
  func schemes() throws {
    let file = FokkerProcess.exampleEquation("noisy-oscillator.yml")
    try FokkerProcess.use { fokker in
      for scheme in ["milstein", "stochastic-heun", "strong-order-three-halves"] {
        let run = try fokker.run("simulate", file, "--scheme", scheme, "--quiet")
        #expect(run.status == 64 && run.error.contains("weak-order-two"), "\(run.error)")
      }
    }
  }
}
