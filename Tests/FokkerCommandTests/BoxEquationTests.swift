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
      let production = try #require(box.entropyProduction.last)
      #expect(abs(production - 1.037142857) < 1e-2)
      let last = try solved.last
      #expect(abs(last.entropy - 1.228439154) < 5e-3 && abs(last.mass - 1) < 1e-9)
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
        "solve", FokkerProcess.exampleEquation("rotor.yml"), "--stationary", "--quiet")
      #expect(more.status == 64 && more.error.contains("one variable"))
    }
  }
}
