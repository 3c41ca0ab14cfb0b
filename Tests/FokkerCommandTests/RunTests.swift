import Archives
import Foundation
import Testing

@Suite("A whole run")
struct RunTests {
  @Test("ends with a comparison, is the same for one and two threads, and keeps finished stages")
  func threadsAndResume() throws {
    let fokker = try FokkerProcess()
    defer { fokker.remove() }
    try fokker.write(tinyExperiment, to: "tiny.yml")
    let first = try fokker.run("run", "tiny.yml", "--output", "one", "--threads", "1")
    #expect(first.status == 0, "\(first.error)")
    #expect(first.output.contains("compression") && first.output.contains("nonparametric"))
    #expect(first.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
    let second = try fokker.run("run", "tiny.yml", "--output", "two", "--threads", "2")
    #expect(second.output == first.output)
    for name in stageFiles {
      #expect(try fokker.bytes("one/\(name)") == fokker.bytes("two/\(name)"), "\(name)")
    }

    // Without its last three files and with a leftover, the run completes to the same bytes.
    for name in stageFiles.suffix(3) {
      try FileManager.default.removeItem(atPath: fokker.path("two/\(name)"))
    }
    try fokker.write("cut short", to: "two/.density.nc.partial")
    let resumed = try fokker.run("run", "two")
    #expect(resumed.error.contains("training.nc is there already"))
    #expect(resumed.output == first.output)
    for name in stageFiles {
      #expect(try fokker.bytes("one/\(name)") == fokker.bytes("two/\(name)"), "\(name)")
    }
  }

  @Test("that is killed or interrupted at any moment completes with the same result")
  func killing() throws {
    let fokker = try FokkerProcess()
    defer { fokker.remove() }
    try fokker.write(tinyExperiment, to: "tiny.yml")
    let whole = try fokker.run("run", "tiny.yml", "--output", "whole")
    for (index, delay) in [0.05, 0.1, 0.15, 0.2, 0.3, 0.4].enumerated() {
      let process = try fokker.prepared(["run", "tiny.yml", "--output", "cut"])
      try process.run()
      Thread.sleep(forTimeInterval: delay)
      if index % 2 == 0 { kill(process.processIdentifier, SIGKILL) } else { process.interrupt() }
      process.waitUntilExit()
    }
    let resumed = try fokker.run("run", "tiny.yml", "--output", "cut")
    #expect(resumed.status == 0 && resumed.output == whole.output)
    for name in stageFiles {
      #expect(try fokker.bytes("whole/\(name)") == fokker.bytes("cut/\(name)"), "\(name)")
    }
  }

  @Test("stops on an interrupt with exit code 130 and says how to go on")
  func interrupt() throws {
    let fokker = try FokkerProcess()
    defer { fokker.remove() }
    let process = try fokker.prepared(["run", "--preset", "tishby", "--output", "long"])
    let error = Pipe()
    process.standardError = error
    try process.run()
    Thread.sleep(forTimeInterval: 1)
    process.interrupt()
    process.waitUntilExit()
    let text = String(decoding: error.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    #expect(process.terminationStatus == 130)
    #expect(text.contains("Stopped."))
    #expect(!FileManager.default.fileExists(atPath: fokker.path("long/training.nc")))
  }

  @Test("draws the figure that a killed run did not come to")
  func missingFigure() throws {
    let fokker = try FokkerProcess()
    defer { fokker.remove() }
    try fokker.write(tinyExperiment, to: "tiny.yml")
    #expect(try fokker.run("run", "tiny.yml", "-o", "run", "--quiet").status == 0)
    let figures = ["run/gradients.svg", "run/information-plane.svg"].map(fokker.path)
    let before = try figures.map { try Data(contentsOf: URL(fileURLWithPath: $0)) }
    for figure in figures { try FileManager.default.removeItem(atPath: figure) }
    #expect(try fokker.run("run", "tiny.yml", "-o", "run", "--quiet").status == 0)
    #expect(try figures.map { try Data(contentsOf: URL(fileURLWithPath: $0)) } == before)
  }

  @Test("refuses, before the training, what a later stage could not work with")
  func lateFailure() throws {
    let fokker = try FokkerProcess()
    defer { fokker.remove() }
    try fokker.write(tinyExperiment, to: "tiny.yml")
    for (setting, remedy) in [
      ("training.optimizer.kind=adam", "fit.allowStatefulOptimizer"),
      ("solve.startEpoch=40", "solve.startEpoch"),
    ] {
      let result = try fokker.run("run", "tiny.yml", "-o", "run", "--set", setting)
      #expect(result.status == 65 && result.error.contains(remedy), "\(result.error)")
      #expect(!FileManager.default.fileExists(atPath: fokker.path("run/training.nc")))
    }
  }

  @Test("works in a directory that no other process works in")
  func oneAtATime() throws {
    let fokker = try FokkerProcess()
    defer { fokker.remove() }
    try fokker.write(tinyExperiment, to: "tiny.yml")
    let first = try fokker.prepared([
      "train", "tiny.yml", "-o", "run", "--set", "training.epochs=1000000", "--quiet",
    ])
    try first.run()
    defer {
      first.terminate()
      first.waitUntilExit()
    }
    while !FileManager.default.fileExists(atPath: fokker.path("run/training.partial")) {
      guard first.isRunning else { break }
      usleep(10_000)
    }
    let second = try fokker.run(
      "train", "tiny.yml", "-o", "run", "--set", "training.epochs=1000000", "--quiet")
    #expect(second.status == 74 && second.error.contains("Another fokker"), "\(second.error)")
  }

  @Test("says when its result cannot be written, and works without any output")
  func noOutput() throws {
    let fokker = try FokkerProcess()
    defer { fokker.remove() }
    try fokker.write(tinyExperiment, to: "tiny.yml")
    let command = try FokkerProcess.executable.path
    func shell(_ script: String) throws -> Int32 {
      let process = try fokker.prepared(["-c", script])
      process.executableURL = URL(fileURLWithPath: "/bin/sh")
      try process.run()
      process.waitUntilExit()
      return process.terminationStatus
    }
    #expect(try shell("'\(command)' run tiny.yml -o run --quiet >&- 2>&-") == 0)
    #expect(FileManager.default.fileExists(atPath: fokker.path("run/report.html")))
    #if os(Linux)
    #expect(try shell("'\(command)' compare run --quiet > /dev/full 2>/dev/null") == 74)
    #endif
  }

  @Test("can be made stage by stage")
  func stages() throws {
    let fokker = try FokkerProcess()
    defer { fokker.remove() }
    try fokker.write(tinyExperiment, to: "tiny.yml")
    #expect(try fokker.run("train", "tiny.yml", "-o", "run").status == 0)
    for command in ["information", "fit", "solve", "simulate"] {
      let result = try fokker.run(command, "run")
      #expect(result.status == 0, "\(command): \(result.error)")
      let again = try fokker.run(command, "run")
      // A fit that is up to date is kept and printed.
      #expect(again.status == (command == "fit" ? 0 : 74), "\(command): \(again.error)")
      #expect(command == "fit" || again.error.contains("--force"), "\(again.error)")
    }
    let text = try fokker.run("compare", "run")
    let json = try fokker.run("compare", "run", "--format", "json", "--quiet")
    #expect(text.status == 0 && text.output.contains("Wasserstein distance"))
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
    #expect(object["networks"] as? Int == 3)
    #expect((object["predictions"] as? [Any])?.count == 3 * 3 * 6)
  }

  @Test("notices files of other settings, and makes them again when told to")
  func settings() throws {
    let fokker = try FokkerProcess()
    defer { fokker.remove() }
    try fokker.write(tinyExperiment, to: "tiny.yml")
    try fokker.run("run", "tiny.yml", "-o", "run")
    let changed = try fokker.run("run", "tiny.yml", "-o", "run", "--set", "fit.knots=5")
    #expect(changed.status == 74)
    #expect(changed.error.contains("fit.knots = 7, not 5"), "\(changed.error)")
    let forced = try fokker.run("run", "tiny.yml", "-o", "run", "--set", "fit.knots=5", "--force")
    #expect(forced.status == 0 && forced.error.contains("training.nc is there already"))
    let refit = try fokker.run("fit", "run", "--force", "--set", "fit.knots=4")
    #expect(refit.status == 0, "\(refit.error)")
    let stale = try fokker.run("compare", "run")
    #expect(stale.status != 0 && stale.error.contains("fit.knots"), "\(stale.error)")
  }

  @Test("writes files with named dimensions, coordinates and units")
  func files() throws {
    let fokker = try FokkerProcess()
    defer { fokker.remove() }
    try fokker.write(tinyExperiment, to: "tiny.yml")
    try fokker.run("run", "tiny.yml", "-o", "run")
    let density = try NetCDF.read(fokker.path("run/density.nc"))
    let variable = try density.variable(named: "density")
    #expect(variable.dimensions == ["solver", "closure", "layer", "epoch", "weight"])
    #expect(variable.units == "1/weight")
    #expect(
      try density.strings(named: "closure", dimensions: ["closure"])
        == ["homogeneous", "affine", "nonparametric"])
    #expect(density.attributes.string("configuration")?.contains("networks: 3") ?? false)
    #expect(density.attributes.string("configuration_hash")?.count == 16)
    let figure = String(decoding: try fokker.bytes("run/information-plane.svg"), as: UTF8.self)
    #expect(figure.contains("<svg") && figure.contains("3 networks"))
    for coordinate in ["solver", "closure", "layer", "epoch", "weight"] {
      #expect(density.contains(coordinate))
    }
  }

  @Test("exports every file as tables and arrays")
  func export() throws {
    let fokker = try FokkerProcess()
    defer { fokker.remove() }
    try fokker.write(tinyExperiment, to: "tiny.yml")
    try fokker.run("run", "tiny.yml", "-o", "run")
    let csv = try fokker.run("export", "run", "--to", "csv", "--output", "tables")
    #expect(csv.status == 0, "\(csv.error)")
    let table = try CSV.read(fokker.path("tables/density.solver-closure-layer-epoch-weight.csv"))
    #expect(table.columns == ["solver", "closure", "layer", "epoch", "weight", "density"])
    #expect(try fokker.run("export", "run/density.nc", "--to", "npz").status == 0)
    let arrays = try NPZ.read(fokker.path("run/export/density.npz"))
    let original = try NetCDF.read(fokker.path("run/density.nc"))
    let names = ["solver", "closure", "layer", "epoch", "weight"]
    #expect(
      try arrays.doubles(named: "density", dimensions: names)
        == original.doubles(named: "density", dimensions: names))
    let again = try fokker.run("export", "run/density.nc", "--to", "npz")
    #expect(again.status == 74 && again.error.contains("exists already"))
  }

  @Test("fits a gradient log of another program, from a table and from arrays")
  func gradientLog() throws {
    let fokker = try FokkerProcess()
    defer { fokker.remove() }
    var rows = ["network,epoch,layer,weight,mean,std"]
    for network in 0..<4 {
      for epoch in [0, 2, 8] {
        for index in 0..<24 {
          let weight = sin(Double(index * 7 + network * 3))
          rows.append("\(network),\(epoch),\(index / 12 + 1),\(weight),\(0.5 * weight),0.1")
        }
      }
    }
    try fokker.write(rows.joined(separator: "\n"), to: "log.csv")
    let fit = try fokker.run(
      "fit", "log.csv", "--learning-rate", "0.02", "--steps-per-epoch", "10", "-o", "run")
    #expect(fit.status == 0, "\(fit.error)")
    let coefficients = try NetCDF.read(fokker.path("run/coefficients.nc"))
    let slopes = try coefficients.doubles(named: "affine_slope", dimensions: ["layer", "epoch"])
    let diffusion = try coefficients.doubles(
      named: "homogeneous_diffusion", dimensions: ["layer", "epoch"])
    #expect(slopes.count == 6 && slopes.allSatisfy { abs($0 - log1p(-0.5 * 0.02) / 0.02) < 1e-12 })
    #expect(diffusion.allSatisfy { abs($0 - 0.01 * 0.01) < 1e-15 })
    #expect(try fokker.run("solve", "run", "--set", "solve.cells=256").status == 0)

    try fokker.run("export", "run/training.nc", "--to", "npz", "-o", "arrays")
    let arrays = try fokker.run(
      "fit", "arrays/training.npz", "--learning-rate", "0.02", "--steps-per-epoch", "10", "-o",
      "second")
    #expect(arrays.status == 0, "\(arrays.error)")
    let second = try NetCDF.read(fokker.path("second/coefficients.nc"))
    #expect(
      try second.doubles(named: "affine_slope", dimensions: ["layer", "epoch"]) == slopes)
  }

  /// The log of five networks that PyTorch trained, and the script that made it, are in the examples.
  @Test("takes a log of PyTorch from the fit to the comparison")
  func pytorch() throws {
    let fokker = try FokkerProcess()
    defer { fokker.remove() }
    let log = DataFileTests.examples.appending(path: "pytorch/gradients.npz").path
    let fit = try fokker.run("fit", log, "-o", "run")
    #expect(fit.status == 0, "\(fit.error)")
    #expect(fit.output.contains("What the data say of the assumptions"))
    #expect(fit.output.split(separator: "\n").allSatisfy { $0.count <= 80 }, "\(fit.output)")
    for command in ["solve", "simulate"] {
      let result = try fokker.run(command, "run")
      #expect(result.status == 0, "\(result.error)")
    }
    let compare = try fokker.run("compare", "run")
    #expect(compare.status == 0, "\(compare.error)")
    #expect(compare.output.contains("Change of weight entropy in nats"))
    let json = try fokker.run("fit", "run", "--format", "json")
    #expect(json.status == 0 && json.output.contains("\"verdict\""))
    for command in ["bound", "information", "data"] {
      let refused = try fokker.run(command, "run")
      #expect(refused.status == 65 && refused.error.contains("gradient log"), "\(refused.error)")
    }
    let rest = try fokker.run("run", "run")
    #expect(rest.status == 0, "\(rest.error)")
    let page = try String(contentsOfFile: fokker.path("run/report.html"), encoding: .utf8)
    #expect(page.contains("Gradients of 5 networks that another program has logged"))
    #expect(!page.contains("50 networks") && !page.contains("information.nc is not there"))
  }
}
