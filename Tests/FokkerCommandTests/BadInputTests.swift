import Archives
import Foundation
import Testing

@Suite("Bad input")
struct BadInputTests {
  /// Words of a command line with the exit code and a part of the message that it must give.
  struct Case: CustomTestStringConvertible, Sendable {
    var arguments: [String]
    var status: Int32
    var message: String
    var testDescription: String { arguments.joined(separator: " ") }

    init(_ arguments: String, _ status: Int32, _ message: String) {
      self.arguments = arguments.split(separator: " ").map(String.init)
      self.status = status
      self.message = message
    }
  }

  /// Files that the cases name.
  private func prepared() throws -> FokkerProcess {
    let fokker = try FokkerProcess()
    let files = [
      "misspelt.yml": "training:\n  optimizer:\n    learningrate: 0.1\n",
      "negative.yml": "training:\n  optimizer:\n    learningRate: -0.1\n",
      "choice.yml": "training:\n  optimizer:\n    kind: adm\n",
      "words.yml": "training:\n  epochs: many\n",
      "section.yml": "training: 5\n",
      "broken.yml": "training: [1, 2\n",
      "nan.csv": "epoch,layer,weight,mean,std\n0,1,0.1,0.1,1\n0,1,0.2,nan,1\n1,1,0.1,0.1,1\n"
        + "1,1,0.2,0.1,1\n",
      "ragged.csv": "epoch,layer,weight,mean,std\n0,1,0.1,0.1\n",
      "letters.csv": "epoch,layer,weight,mean,std\nzero,1,0.1,0.1,1\n",
      "columns.csv": "epoch,layer,weight,std\n0,1,0.1,1\n",
      "shape.csv": "epoch,layer,weight,mean,std\n0,1,0.1,0.1,1\n0,1,0.2,0.1,1\n1,1,0.1,0.1,1\n",
      "text.nc": "This is not a NetCDF file.",
    ]
    for (name, text) in files { try fokker.write(text, to: name) }
    try FileManager.default.createDirectory(
      atPath: fokker.path("empty"), withIntermediateDirectories: false)
    try FileManager.default.createDirectory(
      atPath: fokker.path("started"), withIntermediateDirectories: false)
    try fokker.write("title: started\n", to: "started/experiment.yml")
    try FileManager.default.createDirectory(
      atPath: fokker.path("damaged"), withIntermediateDirectories: false)
    try fokker.write("title: damaged\n", to: "damaged/experiment.yml")
    try fokker.write("CDF", to: "damaged/training.nc")
    return fokker
  }

  @Test(
    "gives one clear sentence and the right exit code",
    arguments: [
      Case("run", 64, "preset"),
      Case("run --preset quik", 64, "quick"),
      Case("run missing.yml", 74, "no file missing.yml"),
      Case("run misspelt.yml", 65, "did you mean 'learningRate'"),
      Case("run misspelt.yml", 65, "line 3"),
      Case("run negative.yml", 65, "-0.1"),
      Case("run choice.yml", 65, "did you mean 'adam'"),
      Case("run words.yml", 65, "'training.epochs' must be a whole number"),
      Case("run section.yml", 65, "a section of keys"),
      Case("run broken.yml", 65, "not valid YAML"),
      Case("run --preset quick --learning-rate -1 -o r", 64, "learningRate"),
      Case("run --preset quick --networks 0 -o r", 64, "networks"),
      Case("run --preset quick --set epochs -o r", 64, "section.key=value"),
      Case("run --preset quick --set training.epoch=3 -o r", 64, "did you mean 'epochs'"),
      Case("run --preset quick --set solve.cells=2 -o r", 64, "solve.cells"),
      Case("run --preset quick --threads 0", 64, "--threads"),
      Case("run --preset quick --output none/such/run", 74, "parent"),
      Case("run --preset quick --output text.nc", 74, "is a file"),
      Case("train --preset quick --output /proc/run", 74, "cannot be made"),
      Case("train --preset quick --optimizer adm -o r", 64, "did you mean 'adam'"),
      Case("information nowhere", 74, "no run directory nowhere"),
      Case("information empty", 65, "not a run directory"),
      Case("information started", 74, "no training.nc"),
      Case("information damaged", 65, "training.nc is not a whole NetCDF file"),
      Case("fit nowhere", 74, "nowhere"),
      Case("fit empty", 65, "not a run directory"),
      Case("fit damaged", 65, "training.nc"),
      Case("fit nan.csv --learning-rate 0.1 --steps-per-epoch 5 -o r", 65, "epoch 0"),
      Case("fit nan.csv --learning-rate -1 --steps-per-epoch 5 -o r", 64, "must be positive"),
      Case("fit nan.csv -o r", 64, "--learning-rate"),
      Case("fit ragged.csv --learning-rate 0.1 --steps-per-epoch 5 -o r", 65, "line 2"),
      Case("fit letters.csv --learning-rate 0.1 --steps-per-epoch 5 -o r", 65, "'zero'"),
      Case("fit columns.csv --learning-rate 0.1 --steps-per-epoch 5 -o r", 65, "mean"),
      Case("fit shape.csv --learning-rate 0.1 --steps-per-epoch 5 -o r", 65, "epoch 1"),
      Case("fit text.nc --learning-rate 0.1 --steps-per-epoch 5 -o r", 65, "NetCDF"),
      Case("solve nowhere", 74, "nowhere"),
      Case("solve started", 74, "fokker train started"),
      Case("simulate empty", 65, "not a run directory"),
      Case("simulate started --set simulate.particles=1", 64, "simulate.particles"),
      Case("compare nowhere", 74, "nowhere"),
      Case("compare started", 74, "no training.nc"),
      Case("export nowhere --to csv", 74, "nowhere"),
      Case("export started --to csv", 65, "no results yet"),
      Case("export text.nc --to npz", 65, "NetCDF"),
      Case("export started --to xls", 64, "csv"),
      Case("frobnicate", 64, "frobnicate"),
    ])
  func message(given: Case) throws {
    let fokker = try prepared()
    defer { fokker.remove() }
    let result = try fokker.run(given.arguments)
    #expect(result.status == given.status, "\(result.error)")
    #expect(result.error.contains(given.message), "\(result.error)")
    #expect(!result.error.contains("Fatal error"))
    #expect(result.output.isEmpty)
  }

  @Test("names a file that was cut short, whichever command reads it")
  func truncation() throws {
    let fokker = try FokkerProcess()
    defer { fokker.remove() }
    try fokker.write(tinyExperiment, to: "tiny.yml")
    try fokker.run("run", "tiny.yml", "-o", "run")
    let readers = [
      ("training.nc", ["information", "fit", "solve", "simulate", "compare", "export"]),
      ("coefficients.nc", ["solve", "simulate", "export"]),
      ("density.nc", ["compare", "export"]), ("ensemble.nc", ["compare", "export"]),
      ("information.nc", ["compare", "export"]),
    ]
    for (name, commands) in readers {
      let whole = try fokker.bytes("run/\(name)")
      try whole.prefix(whole.count / 2).write(to: fokker.directory.appending(path: "run/\(name)"))
      for command in commands {
        let target = command == "export" ? ["--to", "npz"] : []
        let result = try fokker.run([command, "run", "--force"] + target)
        #expect(result.status == 65, "\(command) \(name): \(result.error)")
        #expect(result.error.contains("\(name) is not a whole NetCDF file"), "\(result.error)")
      }
      try whole.write(to: fokker.directory.appending(path: "run/\(name)"))
    }
  }

  @Test("names variables with wrong dimensions, and numbers that are not finite in a run")
  func wrongContent() throws {
    let fokker = try FokkerProcess()
    defer { fokker.remove() }
    var flat = Dataset()
    try flat.addCoordinate("epoch", .doubles([0, 1]))
    for name in ["weight", "mean", "std"] {
      try flat.add(Variable(name, dimensions: ["epoch"], values: .doubles([1, 2])))
    }
    try NetCDF.write(flat, to: fokker.path("flat.nc"))
    let result = try fokker.run(
      "fit", "flat.nc", "--learning-rate", "0.1", "--steps-per-epoch", "5", "-o", "flat")
    #expect(result.status == 65 && result.error.contains("'mean' has 1 dimensions"))

    try fokker.write(tinyExperiment, to: "tiny.yml")
    try fokker.run("train", "tiny.yml", "-o", "run")
    let training = try NetCDF.read(fokker.path("run/training.nc"))
    var spoilt = Dataset(attributes: training.attributes)
    for dimension in training.dimensions {
      try spoilt.addDimension(dimension.name, length: dimension.length)
    }
    for variable in training.variables {
      guard variable.name == "weight_velocity", var values = variable.values.doubles else {
        try spoilt.add(variable)
        continue
      }
      values[values.count - 20] = .nan
      try spoilt.add(
        Variable(variable.name, dimensions: variable.dimensions, values: .doubles(values)))
    }
    try NetCDF.write(spoilt, to: fokker.path("run/training.nc"), overwrite: true)
    let fit = try fokker.run("fit", "run")
    #expect(fit.status == 65, "\(fit.error)")
    #expect(fit.error.contains("network 2 at epoch 40"), "\(fit.error)")
  }
}
