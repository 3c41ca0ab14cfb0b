import Foundation
import Testing

@Suite("Equations at the edge of what makes sense")
struct DegenerateEquationTests {
  private func options(_ drift: String, _ diffusion: String, _ more: String...) -> [String] {
    ["--drift", drift, "--diffusion", diffusion, "--domain", "-4:4"] + more
  }

  @Test("D = 0 carries the law along the drift")
  func withoutDiffusion() throws {
    let solved = try FokkerProcess.use {
      try $0.solved(
        options("-x", "0", "--initial", "normal(1, 0.3)", "--times", "0.5,1", "--cells", "1024"))
    }
    let last = try solved.last
    let (mean, variance): (Double, Double) = (0.367879441, 0.0121801755)
    #expect(abs(last.mean - mean) < 1e-3)
    #expect(abs(last.variance - variance) < 2e-3)
    #expect(abs(last.mass - 1) < 1e-9)
  }

  @Test("D that vanishes in places is no obstacle")
  func partlyWithoutDiffusion() throws {
    let solved = try FokkerProcess.use {
      try $0.solved(
        options(
          "-x", "(x > 0) ? 0.1*x : 0", "--initial", "normal(0.5, 0.3)", "--times", "1", "--scheme",
          "finite-volume"))
    }
    let last = try solved.last
    let mean: Double = 0.18393972
    #expect(abs(last.mean - mean) < 1e-3 && abs(last.mass - 1) < 1e-9)
    #expect(try #require(solved.solution).smallestDensity >= -1e-12)
  }

  @Test("A drift of 10⁶ empties the domain into its last cell")
  func enormousDrift() throws {
    let solved = try FokkerProcess.use {
      try $0.solved(options("1e6", "0.1", "--initial", "normal(0, 0.3)", "--times", "1"))
    }
    let last = try solved.last
    #expect(last.mean > 3.9 && last.mean < 4 && abs(last.mass - 1) < 1e-9)
  }

  @Test("Two cells are enough for a two-state process")
  func twoCells() throws {
    let solved = try FokkerProcess.use {
      try $0.solved(
        options("0", "1", "--initial", "point(-2)", "--times", "1000", "--cells", "2"))
    }
    let last = try solved.last
    #expect(abs(last.mean) < 1e-9 && solved.solution?.cells == 2)
  }

  @Test("Ten million cells are solved", .timeLimit(.minutes(2)))
  func tenMillionCells() throws {
    let solved = try FokkerProcess.use {
      try $0.solved(
        options(
          "0", "1", "--initial", "normal(0, 0.5)", "--times", "1e-3", "--cells", "10000000",
          "--scheme", "finite-volume", "--time-step", "1e-3"))
    }
    let last = try solved.last
    #expect(abs(last.variance - 0.252) < 1e-5 && abs(last.mass - 1) < 1e-9)
  }

  private static let mistakeCases: [([String], Int32, String)] = [
    (["--drift", "log(-1)", "--until", "1"], 65, "The drift is"),
    (["--drift", "1/x", "--until", "1", "--cells", "9"], 65, "must be finite"),
    (["--drift", "x", "--diffusion", "-x", "--until", "1"], 65, "not negative"),
    (["--drift", "x", "--until", "-1"], 64, "before"),
    (["--drift", "x", "--until", "nan"], 64, "nan"),
    (["--drift", "x"], 64, "--until"),
    (["--drift", "x", "--until", "1", "--initial", "normal(9, 0.1)"], 65, "lies in the domain"),
    (["--drift", "x", "--until", "1", "--initial", "point(9)"], 65, "outside the domain"),
    (["--drift", "x", "--until", "1", "--initial", "uniform(0, 9)"], 65, "outside the domain"),
    (["--drift", "x", "--until", "1", "--initial", "normal(0, 0)"], 64, "point(0)"),
    (["--drift", "x", "--until", "1", "--initial", "nrmal(0, 1)"], 64, "did you mean normal"),
    (["--drift", "x", "--until", "1", "--initial", "density(x)"], 65, "not negative"),
    (["--drift", "x", "--until", "1", "--initial", "missing.csv"], 74, "missing.csv"),
    (["--drift", "x -", "--until", "1"], 64, "ends"),
    (["--drift", "sni(x)", "--until", "1"], 64, "did you mean 'sin'"),
    (["--drift", "x", "--until", "1", "--noise", "1"], 64, "D = σ²/2, not both"),
    (["--drift", "x", "--until", "1", "--boundary", "reflectng"], 64, "'reflecting'"),
    (["--drift", "x", "--until", "1", "--scheme", "finitevolume"], 64, "'finite-volume'"),
    (["--drift", "x", "--until", "1", "--interpretation", "strat"], 64, "stratonovich"),
    (["--drift", "x", "--until", "1", "--domain", "4:-4"], 64, "no positive length"),
    (["--drift", "x", "--until", "1", "--domain", "4"], 64, "-4:4"),
    (["--drift", "x", "--until", "1", "--cells", "1"], 64, "at least 2"),
    (["--drift", "x", "--until", "1", "--cells", "1000000000"], 64, "memory"),
    (["--drift", "x", "--until", "1", "--tolerance", "0"], 64, "tolerance"),
    (["--drift", "x", "--until", "1", "--parameter", "k"], 64, "k=2.5"),
    (["--drift", "x", "--until", "1", "--parameter", "t=1"], 64, "'t'"),
    (["--drift", "x", "--until", "1", "--set", "solve.cell=9"], 64, "did you mean 'cells'"),
    (["--drift", "x*t", "--until", "1", "--stationary"], 64, "do not depend on the time"),
    (["--drift", "x", "--first-passage"], 64, "--target"),
    (["--drift", "x", "--first-passage", "--target", "9"], 64, "outside the domain"),
    (["--drift", "x", "--until", "1", "--output", "x.txt"], 65, "x.txt"),
    (["run", "--drift", "x"], 64, "takes one of them"),
    ([], 64, "--drift"),
  ]

  @Test(
    "Mistakes get a sentence and the right exit code",
    arguments: Self.mistakeCases)
  func mistakes(_ arguments: [String], _ status: Int32, _ words: String) throws {
    var arguments = arguments
    if arguments.count > 2 || arguments.first == "--drift" {
      for (option, value) in [
        ("--diffusion", "0.1"), ("--domain", "-4:4"), ("--initial", "normal(0, 0.3)"),
      ] where !arguments.contains(option) {
        arguments += [option, value]
      }
    }
    let output = try FokkerProcess.use { try $0.run(["solve"] + arguments + ["--quiet"]) }
    #expect(output.status == status, "\(arguments): \(output.error)")
    #expect(output.error.contains(words), "\(arguments): \(output.error)")
    #expect(output.output.isEmpty && !output.error.contains("Fatal error"))
  }

  @Test("Mistakes in an equation file name the file, the line and the nearest key")
  func mistakesInFiles() throws {
    try FokkerProcess.use { fokker in
      try fokker.write("drift: x\ndiffusoin: 1\n", to: "key.yml")
      try fokker.write("drift: x\ninterpretation: itô\n", to: "choice.yml")
      try fokker.write("drift: [x, y]\ndiffusion: 1\ndomain: -1:1\ntimes: 1\n", to: "count.yml")
      let key = try fokker.run("solve", "key.yml")
      #expect(key.status == 65 && key.error.contains("did you mean 'diffusion'"), "\(key.error)")
      #expect(key.error.contains("key.yml, line 2"))
      let choice = try fokker.run("solve", "choice.yml")
      #expect(choice.status == 65 && choice.error.contains("'ito'"), "\(choice.error)")
      #expect(try fokker.run("solve", "count.yml").status == 64)
      #expect(try fokker.run("solve", "none.yml").status == 74)
    }
  }
}
