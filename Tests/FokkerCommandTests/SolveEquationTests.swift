import Archives
import Foundation
import Testing

@Suite("fokker solve of a typed equation")
struct SolveEquationTests {
  /// The double well of R6.
  private let well = [
    "--drift", "x - x^3", "--diffusion", "0.1", "--domain", "-4:4", "--initial", "normal(0, 0.3)",
  ]

  @Test("keeps every documented example working")
  func examples() throws {
    let directory = FokkerProcess.exampleEquation("")
    let names = try FileManager.default.contentsOfDirectory(atPath: directory).sorted()
    #expect(names.count >= 8)
    try FokkerProcess.use { fokker in
      for name in names where name.hasSuffix(".yml") {
        let output = try fokker.run("solve", "\(directory)/\(name)", "--quiet")
        #expect(output.status == 0, "\(name): \(output.error)")
        for line in output.output.split(separator: "\n") {
          #expect(line.count <= 80, "\(name): \(line)")
        }
      }
    }
  }

  @Test("has the law of geometric Brownian motion in Stratonovich's reading (R7)")
  func geometricBrownianMotion() throws {
    let file = FokkerProcess.exampleEquation("geometric-brownian-motion.yml")
    let solved = try FokkerProcess.use { try $0.solved([file]) }
    let last = try solved.last
    // What lies above 16 is lost to the mean: 10⁻⁶.
    #expect(abs(last.mean - 1.221402758160) < 2e-5 && last.time == 2)
    #expect(abs(last.variance - 0.562608513003) < 2e-3)
    #expect(abs(last.mass - 1) < 1e-9)
  }

  @Test("has the current of a tilted washboard (R5)")
  func tiltedWashboard() throws {
    let file = FokkerProcess.exampleEquation("tilted-washboard.yml")
    let solved = try FokkerProcess.use { try $0.solved([file]) }
    let stationary = try #require(solved.stationary)
    let velocity = stationary.current * 2 * Double.pi
    #expect(abs(velocity - 0.0736704323111) < 1e-6)
    #expect(stationary.entropyProduction > 0)
    let last = try solved.last
    #expect(abs(last.entropy - stationary.entropy) < 1e-2)
  }

  @Test("has the first passage of Brownian motion with drift (R14)")
  func firstPassage() throws {
    let file = FokkerProcess.exampleEquation("first-passage.yml")
    let passage = try FokkerProcess.use { try #require(try $0.solved([file]).firstPassage) }
    let mean = try #require(passage.meanTime)
    #expect(abs(mean.value - 2) < 1e-6)
    #expect(abs(passage.density[2] - 0.399587566267) < 1e-4)
    #expect(abs(passage.survival[3] - 0.372302161845) < 1e-5)
  }

  @Test("follows coefficients that depend on time, with parameters in Greek (R13)")
  func driven() throws {
    let file = FokkerProcess.exampleEquation("driven.yml")
    let last = try FokkerProcess.use { try $0.solved([file, "--tolerance", "1e-7"]).last }
    // f (cos ωt + ω sin ωt − e^{−t})/(1 + ω²) at t = 1.5
    let mean: Double = 0.5 * (cos(3) + 2 * sin(3) - exp(-1.5)) / 5
    #expect(abs(last.mean - mean) < 1e-4)
    #expect(abs(last.variance - 0.412446767092) < 2e-4)
  }

  @Test("finds stationary moments, decay rates and passage times of the double well (R6)")
  func doubleWell() throws {
    try FokkerProcess.use { fokker in
      let solved = try fokker.solved(well + ["--stationary", "--spectrum", "4"])
      let stationary = try #require(solved.stationary)
      #expect(solved.solution == nil)
      #expect(abs(stationary.variance - 0.871362908042) < 1e-7)
      #expect(abs(stationary.entropy - 0.790925454859) < 1e-7)
      let rates = try #require(solved.spectrum).map(\.rate)
      for (rate, exact) in zip(rates, [0, 0.0335452873, 0.927372103, 1.68026377]) {
        #expect(abs(rate - exact) < 1e-6)
      }
      let passage = try fokker.solved(
        Array(well.dropLast()) + ["point(-1)", "--first-passage", "--target", "0"])
      let mean = try #require(passage.firstPassage?.meanTime)
      #expect(abs(mean.value - 30.8213024727) < 1e-5)
      let curve = try #require(passage.firstPassage)
      #expect(curve.times.count == 41 && curve.survival[40] < 0.02)
      let split = try fokker.solved(
        Array(well.dropLast()) + ["point(0)", "--first-passage", "--target", "-1, 1"])
      let upper = try #require(split.firstPassage?.upperProbability)
      #expect(abs(upper.value - 0.5) < 1e-9)
    }
  }

  @Test(
    "agrees between schemes within their error estimates",
    arguments: [
      "finite-volume", "extrapolated", "rational-exponential", "spectral", "spectral-elements",
      "moving-mesh",
    ])
  func schemes(_ scheme: String) throws {
    let solved = try FokkerProcess.use {
      try $0.solved(well + ["--times", "1,2", "--scheme", scheme, "--cells", "512"])
    }
    let solution = try #require(solved.solution)
    #expect(solution.cells == 512 && solution.method.hasPrefix(scheme))
    let last = try solved.last
    #expect(abs(last.variance - 0.703699) < 2e-4, "\(last)")
    #expect(try #require(last.error) < 2e-3)
    #expect(abs(last.mass - 1) < 1e-9 && solution.largestMassError < 1e-9)
  }

  @Test("checks its methods against each other")
  func crossCheck() throws {
    let solved = try FokkerProcess.use {
      try $0.solved(
        well + [
          "--times", "1,3", "--cross-check", "--set", "simulate.particles=20000", "--seed", "3",
        ])
    }
    let pairs = try #require(solved.crossCheck?.pairs)
    #expect(pairs.count == 6)
    for pair in pairs {
      #expect(pair.distance <= pair.allowed && pair.distance > 0)
      #expect(pair.allowed < (pair.second == "langevin" ? 0.05 : 1e-3))
    }
  }

  @Test("writes densities, currents and all else, and reads a law from them")
  func files() throws {
    try FokkerProcess.use { fokker in
      let written = try fokker.run(
        ["solve"] + well + ["--times", "0,2", "--cells", "256", "--output", "a.nc", "--quiet"])
      #expect(written.status == 0, "\(written.error)")
      let dataset = try NetCDF.read(fokker.path("a.nc"))
      let density = try dataset.doubles(named: "density", dimensions: ["time", "x"])
      let current = try dataset.doubles(named: "current", dimensions: ["time", "x_face"])
      let x = try dataset.doubles(named: "x", dimensions: ["x"])
      #expect(x.count == 256 && density.count == 512 && current.count == 514)
      let mass = density.prefix(256).reduce(0, +) / 32
      #expect(abs(mass - 1) < 1e-12)
      #expect(current[0] == 0 && current[513] == 0 && current.contains { $0 > 0.01 })
      let production = try dataset.doubles(named: "entropy_production", dimensions: ["time"])
      #expect(production.allSatisfy { $0 > 0 })
      #expect(dataset.attributes.string("configuration")?.contains("x - x^3") ?? false)
      #expect(dataset.attributes.string("version") != nil)
      let again = try fokker.run(["solve"] + well + ["--times", "2", "--output", "a.nc"])
      #expect(again.status == 74 && again.error.contains("exists already"))

      // From 0 to 2 and on to 4 is from 0 to 4.
      let start = Array(well.dropLast())
      let onward = try fokker.solved(
        start + ["a.nc", "--set", "startTime=2", "--times", "4", "--cells", "256"])
      let direct = try fokker.solved(well + ["--times", "4", "--cells", "256"])
      let (first, second) = (try onward.last, try direct.last)
      #expect(abs(first.variance - second.variance) < 1e-6)

      let table = try fokker.run(
        ["solve"] + well + ["--times", "2", "--cells", "64", "--output", "b.csv", "--quiet"])
      #expect(table.status == 0 && table.output.contains("b.time-x.csv"))
      let rows = try CSV.read(fokker.path("b.time-x.csv"))
      #expect(rows.columns == ["time", "x", "density"] && rows.rowCount == 64)
      #expect(
        try fokker.run(["solve"] + well + ["--times", "2", "--output", "c.npz"]).status == 0)
    }
  }

  @Test("starts from tables and drawn values")
  func initialFiles() throws {
    try FokkerProcess.use { fokker in
      try fokker.write("x,density\n-1,0\n0,1\n1,0\n", to: "tent.csv")
      let drawnValues = (0..<100).map { "\(Double($0) / 100)\n" }.joined()
      try fokker.write("x\n\(drawnValues)", to: "drawn.csv")
      let start = Array(well.dropLast()) + ["tent.csv", "--times", "0", "--cells", "400"]
      let tent = try fokker.solved(start).last
      #expect(abs(tent.variance - 1.0 / 6) < 1e-3 && abs(tent.mass - 1) < 1e-12)
      let drawn = try fokker.solved(Array(well.dropLast()) + ["drawn.csv", "--times", "0"]).last
      #expect(abs(drawn.mean - 0.495) < 1e-2)
      try fokker.write(
        "drift: 0\ndiffusion: 1\ndomain: [-2, 2]\ninitial: ../tent.csv\ntimes: 0\n",
        to: "tent.yml")
      try FileManager.default.createDirectory(
        atPath: fokker.path("sub"), withIntermediateDirectories: false)
      try FileManager.default.moveItem(
        atPath: fokker.path("tent.yml"), toPath: fokker.path("sub/tent.yml"))
      let nested = try fokker.solved(["sub/tent.yml"]).last
      #expect(abs(nested.variance - 1.0 / 6) < 1e-3)
    }
  }

  @Test("lays options over an equation file")
  func overrides() throws {
    try FokkerProcess.use { fokker in
      let file = FokkerProcess.exampleEquation("double-well.yml")
      let base = try fokker.solved([file, "--times", "1"])
      let ito = try fokker.solved([file, "--times", "1", "--interpretation", "ito"])
      let steep = try fokker.solved([file, "--times", "1", "--parameter", "k=2"])
      let set = try fokker.solved([file, "--set", "times=1", "--set", "parameters.k=2"])
      #expect(base.solution?.moments.count == 1)
      let means = try [base, ito, steep, set].map { try $0.last.mean }
      #expect(abs(means[0] - means[1]) > 1e-3 && abs(means[0] - means[2]) > 1e-2)
      #expect(means[2] == means[3])
    }
  }
}
