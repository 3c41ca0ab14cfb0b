import Archives
import Foundation
import Testing

@Suite("fokker solve of a typed mean-field equation")
struct PopulationEquationTests {
  @Test("finds the states of Desai and Zwanzig (R11) and goes to a stable one")
  func desaiZwanzig() throws {
    let file = FokkerProcess.exampleEquation("desai-zwanzig.yml")
    try FokkerProcess.use { fokker in
      let solved = try fokker.solved([file])
      let populations = try #require(solved.populations)
      #expect(populations.averages == ["m"])
      let states = try #require(populations.states)
      #expect(states.map(\.growingModes) == [0, 1, 0])
      for (state, exact) in zip(states, [-0.705495273209, 0, 0.705495273209]) {
        #expect(abs(state.averages[0] - exact) < 1e-8)
      }
      #expect(abs(try #require(populations.fields.last)[0] - 0.705495273209) < 1e-5)
    }
  }

  @Test("moves two populations that pull each other, and writes them")
  func twoPopulations() throws {
    try FokkerProcess.use { fokker in
      // Linear: the means obey u′ = −u + v, v′ = −2 v, the variances relax to D/rate.
      let text = """
        variables: [u, v]
        drift: [-(u - mv), -2*v]
        averages: {mv: v, mu: u}
        diffusion: [0.2, 0.1]
        domain: [-5:5, -5:5]
        initial: [normal(0, 0.5), normal(1, 0.5)]
        times: 1
        """
      try fokker.write(text, to: "pair.yml")
      let solved = try fokker.solved(["pair.yml", "--cells", "400", "--tolerance", "1e-5"])
      let field = try #require(solved.populations?.fields.last)
      let exact = [exp(-1) - exp(-2), exp(-2.0)]
      for (average, value) in zip(field, exact) { #expect(abs(average - value) < 2e-4) }
      let moments = try #require(solved.populations?.moments)
      #expect(abs(moments[0].variance - (0.2 + 0.05 * exp(-2))) < 1e-3)
      let run = try fokker.run("solve", "pair.yml", "--output", "pair.nc", "--quiet")
      #expect(run.status == 0, "\(run.error)")
      #expect(run.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
      let dataset = try NetCDF.read(fokker.path("pair.nc"))
      let density = try dataset.doubles(named: "density_v", dimensions: ["time", "v"])
      let average = try dataset.doubles(named: "average_mu", dimensions: ["time"])
      #expect(density.count == 400 && abs(average[0] - exact[0]) < 2e-4)
    }
  }

  @Test("simulates particles that feel each other, with the law of the densities (R19)")
  func particles() throws {
    try FokkerProcess.use { fokker in
      let options = [
        "--drift", "-0.5*x - 1.5*(x - m)", "--diffusion", "0.4", "--domain", "-6:6", "--initial",
        "normal(1, 0.316227766)", "--times", "0.8", "--average", "m=x",
      ]
      let simulated = try fokker.simulated(options + ["--particles", "40000"])
      let moment = try #require(simulated.moments.first)
      // The mean of all particles spreads like that of independent ones without the coupling.
      let spread = (0.1 * exp(-0.8) + 0.8 * (1 - exp(-0.8))) / 40000
      #expect(abs(moment.mean - 0.670320046) < 4 * spread.squareRoot())
      #expect(
        abs(moment.variance - 0.195923780) < 4 * 0.196 * (2.0 / 40000).squareRoot())
      let run = try fokker.run(
        ["simulate"] + options + ["--particles", "2000", "--output", "p.nc", "--quiet"])
      #expect(run.status == 0, "\(run.error)")
      let dataset = try NetCDF.read(fokker.path("p.nc"))
      let density = try dataset.doubles(named: "density_x", dimensions: ["time", "x"])
      #expect(density.count == 200)
    }
  }

  @Test("takes averages on the command line and refuses what does not fit")
  func commandLine() throws {
    try FokkerProcess.use { fokker in
      let options = [
        "--drift", "-0.5*x - 1.5*(x - m)", "--diffusion", "0.4", "--domain", "-6:6", "--initial",
        "normal(1, 0.316227766)", "--times", "0.8", "--average", "m=x",
      ]
      // R19.
      let solved = try fokker.solved(options)
      let moment = try #require(solved.populations?.moments.first)
      #expect(abs(moment.mean - 0.670320046) < 1e-4 && abs(moment.variance - 0.195923780) < 1e-4)
      let mistakes = [
        (["--average", "n=x*y"], "y"), (["--average", "n=1"], "exactly one variable"),
        (["--average", "n"], "--average m=x"), (["--spectrum", "3"], "without averages"),
        (["--scheme", "spectral"], "finite volumes"),
      ]
      for (more, words) in mistakes {
        let run = try fokker.run(["solve"] + options + more + ["--quiet"])
        #expect(run.status == 64 && run.error.contains(words), "\(more): \(run.error)")
      }
    }
  }
}
