import Archives
import Foundation
import Testing

@Suite("fokker simulate of a typed equation")
struct SimulateEquationTests {
  private let well = [
    "--drift", "x - x^3", "--diffusion", "0.1 + 0.02*x^2", "--domain", "-4:4", "--initial",
    "normal(-0.5, 0.2)", "--times", "1,2",
  ]

  @Test(
    "agrees with the solution within standard errors, in every reading and by every scheme",
    arguments: [
      ("euler-maruyama", "ito"), ("milstein", "stratonovich"),
      ("weak-order-two", "hanggi-klimontovich"), ("stochastic-heun", "stratonovich"),
      ("stochastic-heun", "ito"), ("tamed-euler", "ito"),
    ])
  func agreement(_ scheme: String, _ interpretation: String) throws {
    try FokkerProcess.use { fokker in
      let equation = well + ["--interpretation", interpretation]
      let solved = try fokker.solved(equation)
      let simulated = try fokker.simulated(
        equation + [
          "--particles", "20000", "--time-step", "0.01", "--scheme", scheme, "--seed", "5",
        ])
      for (exact, moment) in zip(try #require(solved.solution).moments, simulated.moments) {
        // Weak errors of the schemes of first order are below 0.002 at this step.
        #expect(abs(moment.mean - exact.mean) < 4 * moment.meanError + 0.002, "\(scheme)")
        #expect(
          abs(moment.variance - exact.variance) < 4 * moment.varianceError + 0.004, "\(scheme)")
      }
    }
  }

  @Test("needs additive noise for the schemes that are made for it")
  func additive() throws {
    try FokkerProcess.use { fokker in
      let refused = try fokker.run(
        ["simulate"] + well + ["--scheme", "leimkuhler-matthews", "--particles", "100"])
      #expect(refused.status == 64 && refused.error.contains("weak-order-two"))
      let linear = [
        "--drift", "-x", "--diffusion", "0.5", "--domain", "-6:6", "--initial", "point(1)",
        "--times", "1", "--particles", "20000", "--seed", "2",
      ]
      for scheme in ["leimkuhler-matthews", "strong-order-three-halves"] {
        let last = try #require(
          try fokker.simulated(linear + ["--scheme", scheme, "--time-step", "0.02"]).moments.last)
        let (mean, variance): (Double, Double) = (0.367879441, 0.432332358)
        #expect(abs(last.mean - mean) < 4 * last.meanError + 0.005)
        #expect(abs(last.variance - variance) < 4 * last.varianceError + 0.01)
      }
    }
  }

  @Test("is the same on any number of threads, and another with another seed")
  func reproducibility() throws {
    try FokkerProcess.use { fokker in
      let few = well + ["--particles", "3000", "--cells", "50"]
      for (name, more) in [("a", ["--threads", "1"]), ("b", ["--threads", "3"])] {
        let run = try fokker.run(
          ["simulate"] + few + more + ["--seed", "9", "--output", "\(name).nc", "--quiet"])
        #expect(run.status == 0, "\(run.error)")
      }
      #expect(try fokker.bytes("a.nc") == fokker.bytes("b.nc"))
      let one = try fokker.simulated(few + ["--seed", "9"])
      let other = try fokker.simulated(few + ["--seed", "10"])
      #expect(one.moments[0].mean != other.moments[0].mean)
    }
  }

  @Test("writes histograms on the grid of the solution, with standard errors and quantiles")
  func files() throws {
    try FokkerProcess.use { fokker in
      let cells = ["--cells", "64", "--quiet", "--output"]
      #expect(try fokker.run(["solve"] + well + cells + ["s.nc"]).status == 0)
      #expect(
        try fokker.run(["simulate"] + well + cells + ["e.nc", "--particles", "20000"]).status == 0)
      let (solved, drawn) = (
        try NetCDF.read(fokker.path("s.nc")), try NetCDF.read(fokker.path("e.nc"))
      )
      #expect(
        try solved.doubles(named: "x", dimensions: ["x"])
          == drawn.doubles(named: "x", dimensions: ["x"]))
      let plane = ["time", "x"]
      let exact = try solved.doubles(named: "density", dimensions: plane)
      let density = try drawn.doubles(named: "density", dimensions: plane)
      let errors = try drawn.doubles(named: "density_error", dimensions: plane)
      // Cells with at least ten expected particles.
      var (sum, count) = (0.0, 0.0)
      let enough = 0.004
      for index in exact.indices where exact[index] > enough {
        let z = (density[index] - exact[index]) / max(errors[index], 1e-12)
        sum += z * z
        count += 1
      }
      let (meanSquare, spread) = (sum / count, (2 / count).squareRoot())
      #expect(count > 40 && abs(meanSquare - 1) < 6 * spread)
      let quantiles = try drawn.doubles(named: "quantile", dimensions: ["time", "probability"])
      #expect(quantiles.count == 10 && quantiles[2] < 0 && quantiles[0] < quantiles[4])
    }
  }

  @Test("counts those that walls take")
  func exits() throws {
    try FokkerProcess.use { fokker in
      let passage = [
        "--drift", "1", "--diffusion", "0.5", "--domain", "-20:2", "--boundary",
        "reflecting,absorbing", "--initial", "point(0)", "--times", "2,8", "--particles", "20000",
        "--time-step", "0.01", "--scheme", "euler-maruyama",
      ]
      let simulated = try fokker.simulated(passage)
      // Survival at 2 of R14; the bridge makes the error of the wall one of order h.
      let survival = simulated.moments[0].survival
      #expect(abs(survival - 0.372302161845) < 0.014)
      #expect(simulated.exits > 19_000)
      let run = try fokker.run(["simulate"] + passage + ["--output", "e.npz", "--quiet"])
      #expect(run.status == 0)
      let times = try NPZ.read(fokker.path("e.npz")).doubles(
        named: "exit_time", dimensions: ["particle"])
      #expect(times.count == 20_000 && times.contains(.infinity))
    }
  }

  @Test("keeps simulating runs apart from equations")
  func usage() throws {
    try FokkerProcess.use { fokker in
      #expect(try fokker.run("simulate").status == 64)
      let both = try fokker.run("simulate", "some-run", "--drift", "x")
      #expect(both.status == 64 && both.error.contains("takes one of them"))
      let method = try fokker.run("simulate", "some-run", "--particles", "9")
      #expect(method.status == 64 && method.error.contains("is a run"))
    }
  }
}
