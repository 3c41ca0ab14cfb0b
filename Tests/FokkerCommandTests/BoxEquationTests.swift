import Archives
import Foundation
import Testing

@Suite("fokker solve of a typed equation in several variables")
struct BoxEquationTests {
  @Test("has the stationary law and the entropy production of a rotor (R10)")
  func rotor() throws {
    let file = FokkerProcess.exampleEquation("rotor.yml")
    try FokkerProcess.use { fokker in
      let solved = try fokker.solved([file, "--cells", "64"])
      let box = try #require(solved.box)
      let covariance = try #require(box.covariances.last)
      #expect(abs(covariance[0][0] - 0.2) < 1e-3 && abs(covariance[1][1] - 0.2) < 1e-3)
      #expect(abs(covariance[0][1]) < 1e-3)
      let production = try #require(box.entropyProduction?.last)
      #expect(abs(production - 1.037142857) < 1e-2)
      let last = try solved.last
      #expect(abs(last.entropy - 1.228439154) < 5e-3 && abs(last.mass - 1) < 1e-9)
    }
  }

  @Test("has the stationary density and the turning modes of a rotor without a time")
  func generator() throws {
    try FokkerProcess.use { fokker in
      let text = """
        drift: [-(x + 0.8*y), -(-0.3*x + 0.5*y)]
        diffusion: [[0.2, 0.05], [0.05, 0.1]]
        domain: [-3.2:3.2, -3.2:3.2]
        """
      try fokker.write(text, to: "rotor.yml")
      let solved = try fokker.solved(
        ["rotor.yml", "--stationary", "--spectrum", "3", "--cells", "48"])
      let state = try #require(solved.boxStationary)
      #expect(abs(state.covariances[0][0] - 0.2) < 1e-4 && abs(state.covariances[0][1]) < 1e-4)
      #expect(abs(state.entropy - 1.228439154) < 1e-3)
      #expect(abs(state.entropyProduction - 1.037142857) < 1e-2)
      let rates = try #require(solved.boxSpectrum)
      #expect(abs(rates[1].rate - 0.75) < max(1e-3, rates[1].error))
      #expect(abs(rates[1].frequency - 0.1775.squareRoot()) < max(1e-3, rates[1].error))
      let run = try fokker.run(
        "solve", "rotor.yml", "--stationary", "--cells", "24", "--output", "s.nc", "--quiet")
      #expect(run.status == 0, "\(run.error)")
      let values = try NetCDF.read(fokker.path("s.nc")).doubles(
        named: "stationary_density", dimensions: ["x", "y"])
      #expect(values.count == 576)
    }
  }

  @Test("has the mean time of leaving a square")
  func firstPassage() throws {
    try FokkerProcess.use { fokker in
      let text = """
        drift: [0, 0]
        diffusion: [0.5, 0.5]
        domain: [0:1, 0:1]
        boundary: absorbing
        initial: [point(0.5), point(0.5)]
        """
      try fokker.write(text, to: "square.yml")
      let solved = try fokker.solved(["square.yml", "--first-passage", "--cells", "40"])
      let passage = try #require(solved.boxPassage)
      // The torsion problem: 0.0736713532814 / D.
      #expect(abs(passage.mean - 0.147342706563) < 3e-4)
    }
  }

  @Test("keeps eight variables in a tensor train (R20), and closes their moments")
  func chain() throws {
    let file = FokkerProcess.exampleEquation("chain.yml")
    try FokkerProcess.use { fokker in
      for scheme in ["tensor-train", "gaussian-closure"] {
        let solved = try fokker.solved([file, "--scheme", scheme])
        let covariance = try #require(solved.box?.covariances.last)
        #expect(abs(covariance[0][0] - 0.203434054) < 1e-4)
        #expect(abs(try solved.last.entropy - 3.761842253) < 1e-3)
      }
      let run = try fokker.run(
        "solve", file, "--tolerance", "1e-3", "--times", "0.5", "--output", "chain.nc", "--quiet")
      #expect(run.status == 0 && run.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
      let dataset = try NetCDF.read(fokker.path("chain.nc"))
      let density = try dataset.doubles(named: "marginal_x8", dimensions: ["time", "x8"])
      #expect(density.count == 200)
    }
  }

  @Test("solves a torus by modes")
  func torus() throws {
    try FokkerProcess.use { fokker in
      let text = """
        drift: [0.5, 0]
        diffusion: [[0.2, 0.1], [0.1, 0.3]]
        domain: [0:2*pi, 0:2*pi]
        boundary: periodic
        initial: density(1 + 0.5*cos(x + y))
        times: 1
        """
      try fokker.write(text, to: "torus.yml")
      for scheme in ["spectral", "extrapolated"] {
        let run = try fokker.run(
          "solve", "torus.yml", "--scheme", scheme, "--cells", "32", "--output", "\(scheme).nc",
          "--quiet")
        #expect(run.status == 0, "\(run.error)")
        let values = try NetCDF.read(fokker.path("\(scheme).nc")).doubles(
          named: "density", dimensions: ["time", "x", "y"])
        // The wave decays at 0.2 + 2·0.1 + 0.3 = 0.7.
        let peak = (1 + 0.5 * exp(-0.7)) / (4 * Double.pi * .pi)
        #expect(abs((values.max() ?? 0) - peak) < 2e-4)
      }
    }
  }

  @Test("writes densities and currents of all variables")
  func files() throws {
    let file = FokkerProcess.exampleEquation("rotor.yml")
    try FokkerProcess.use { fokker in
      let run = try fokker.run(
        "solve", file, "--cells", "32", "--times", "0.5", "--output", "box.nc", "--quiet")
      #expect(run.status == 0, "\(run.error)")
      let dataset = try NetCDF.read(fokker.path("box.nc"))
      let density = try dataset.doubles(named: "density", dimensions: ["time", "x", "y"])
      let current = try dataset.doubles(named: "current_y", dimensions: ["time", "x", "y"])
      #expect(density.count == 1024 && current.count == 1024)
    }
  }

  @Test("refuses what does not fit")
  func mistakes() throws {
    try FokkerProcess.use { fokker in
      let start = "domain: [-1:1, -1:1]\ninitial: uniform\ntimes: 1\n"
      let files = [
        "reading": "diffusion: [[1, x], [x, 2]]\ninterpretation: stratonovich\n",
        "symmetry": "diffusion: [[1, x], [y, 2]]\n", "shape": "diffusion: [[1, 0]]\n",
      ]
      for (name, noise) in files {
        try fokker.write("drift: [-x, -y]\n\(noise)\(start)", to: "\(name).yml")
        let run = try fokker.run("solve", "\(name).yml", "--quiet")
        #expect(run.status == 64 && run.output.isEmpty, "\(name): \(run.error)")
      }
      let more = try fokker.run(
        "solve", FokkerProcess.exampleEquation("rotor.yml"), "--cross-check", "--quiet")
      #expect(more.status == 64 && more.error.contains("one variable"))
      let walls = try fokker.run(
        "solve", FokkerProcess.exampleEquation("rotor.yml"), "--scheme", "spectral", "--quiet")
      #expect(walls.status == 64 && walls.error.contains("periodic"))
    }
  }
}
