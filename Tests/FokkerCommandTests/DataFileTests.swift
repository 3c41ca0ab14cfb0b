import Archives
import Foundation
import Testing

@Suite("Data in files")
struct DataFileTests {
  /// The directory of the example files, which `docs/examples/export_digits.py` made.
  static let examples = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "docs/examples")

  private static let settings = [
    "--networks", "2", "--epochs", "30", "--batch-size", "20", "--learning-rate", "0.1",
    "--set", "training.network.hiddenWidths=[12]", "--set", "training.network.output=softmax",
    "--set", "training.recording.recordedEpochs=4", "--set", "training.data.file.scaling=unit",
  ]

  private func training(_ fokker: FokkerProcess, _ run: String) throws -> Dataset {
    try NetCDF.read(fokker.path("\(run)/training.nc"))
  }

  @Test("give the same networks in every format, and the same table comes out again")
  func formats() throws {
    let fokker = try FokkerProcess()
    defer { fokker.remove() }
    let axes = ["network", "epoch", "parameter"]
    let files = ["digits.csv", "digits.npz", "digits-images-idx3-ubyte"]
    for (index, name) in files.enumerated() {
      let path = Self.examples.appending(path: "digits/\(name)").path
      let result = try fokker.run(["train", path, "-o", "run\(index)"] + Self.settings)
      #expect(result.status == 0, "\(result.error)")
      #expect(result.error.contains("200 patterns, 64 features, 10 classes: 0, 1, 2"))
    }
    let first = try training(fokker, "run0")
    #expect(
      try first.doubles(named: "training_accuracy", dimensions: ["network", "epoch"])[3] > 0.9)
    for index in [1, 2] {
      let other = try training(fokker, "run\(index)")
      let weights = try other.doubles(named: "weight", dimensions: axes)
      #expect(try weights == first.doubles(named: "weight", dimensions: axes))
      #expect(other.attributes["data_digest"] == first.attributes["data_digest"])
      #expect(other.attributes["class_names"] == .strings((0..<10).map(String.init)))
    }
    for name in ["table.csv", "table.npz", "table.nc"] {
      let path = Self.examples.appending(path: "digits/digits.csv").path
      #expect(try fokker.run("data", path, "--output", name).status == 0)
      let again = try summary(try fokker.run("data", name, "--format", "json"))
      let original = try summary(try fokker.run("data", path, "--format", "json"))
      #expect(again["digest"] as? String == original["digest"] as? String, "\(name)")
    }
  }

  private func summary(_ result: CommandOutput) throws -> [String: Any] {
    try #require(
      try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any],
      "\(result.error)")
  }

  @Test("are found beside the experiment file, and a run goes on from any directory")
  func paths() throws {
    let fokker = try FokkerProcess()
    defer { fokker.remove() }
    for directory in ["study", "elsewhere"] {
      try FileManager.default.createDirectory(
        atPath: fokker.path(directory), withIntermediateDirectories: false)
    }
    let table = (0..<60).map { "\($0 % 7),\($0 * $0 % 11),\($0 % 3 == 0 ? "b" : "a")" }
    try fokker.write("u,v,kind\n" + table.joined(separator: "\n"), to: "study/it's: a.csv")
    try fokker.write(
      tinyExperiment.replacing(
        "  networks: 3",
        with: """
            data:
              source: file
              file:
                path: "it's: a.csv"
                labelColumn: kind
                scaling: standard
            networks: 3
          """), to: "study/tiny.yml")
    let result = try fokker.run("run", "study/tiny.yml", "-o", "study/run")
    #expect(result.status == 0, "\(result.error)")
    #expect(result.error.contains("60 patterns, 2 features, 2 classes: a, b"))
    for name in ["information.nc", "comparison.nc"] {
      try FileManager.default.removeItem(atPath: fokker.path("study/run/\(name)"))
    }
    let process = try fokker.prepared(["run", "../study/run"])
    process.currentDirectoryURL = fokker.directory.appending(path: "elsewhere")
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    let information = try NetCDF.read(fokker.path("study/run/information.nc"))
    guard case .doubles(let entropy) = information.attributes["label_entropy_bit"] else {
      Issue.record("information.nc has no label_entropy_bit")
      return
    }
    let third = 1.0 / 3
    #expect(abs(entropy[0] + third * log2(third) + (1 - third) * log2(1 - third)) < 1e-12)
  }

  @Test("that change after the training are noticed, and trained on again when told to")
  func changes() throws {
    let fokker = try FokkerProcess()
    defer { fokker.remove() }
    func write(_ change: String) throws {
      let rows = (0..<60).map { "\($0 % 7),\($0 * $0 % 11),\($0 % 2)" }
      try fokker.write((["u,v,y"] + rows + [change]).joined(separator: "\n"), to: "table.csv")
    }
    try write("1,2,0")
    try fokker.write(tinyExperiment, to: "tiny.yml")
    let command =
      ["run", "tiny.yml", "-o", "run"]
      + ["source=file", "file.path=table.csv"].flatMap { ["--set", "training.data.\($0)"] }
    #expect(try fokker.run(command).status == 0)
    // Other bytes with the same numbers are no change, and neither is another place.
    try write("1.0,2e0,0")
    #expect(try fokker.run(command).status == 0)
    try fokker.write(
      String(decoding: try fokker.bytes("table.csv"), as: UTF8.self), to: "copy.csv")
    #expect(try fokker.run(command + ["--set", "training.data.file.path=copy.csv"]).status == 0)

    try write("1,3,0")
    let stale = try fokker.run(command)
    #expect(stale.status == 65 && stale.error.contains("table.csv has changed"), "\(stale.error)")
    let information = try fokker.run(["information", "run", "--force"])
    #expect(
      information.status == 65
        && information.error.contains("table.csv has changed")
        && information.error.contains("fokker train run --force"), "\(information.error)")
    let forced = try fokker.run(command + ["--force"])
    #expect(forced.status == 0 && !forced.error.contains("is there already"), "\(forced.error)")
    #expect(try fokker.run(command).error.contains("comparison.nc is there already"))
  }

  @Test("and rules are summed up in text and in JSON")
  func summaries() throws {
    let fokker = try FokkerProcess()
    defer { fokker.remove() }
    let text = try fokker.run("data", "--preset", "tishby")
    #expect(text.status == 0 && text.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
    for part in ["4096", "3482", "0.999157", "2118"] { #expect(text.output.contains(part)) }
    let spherical = try summary(try fokker.run("data", "--preset", "tishby", "--format", "json"))
    #expect(
      (spherical["spherical"] as? [String: Int]) == [
        "values": 44, "invariants": 64, "rotationOrbits": 96, "symmetryOrbits": 82,
      ])

    let soft = try fokker.run(
      "data", "--preset", "tishby", "--format", "json", "--set", "training.data.rule=soft",
      "--set", "training.data.softness=0.91431")
    let information = try #require(try summary(soft)["mutualInformationBits"] as? Double)
    #expect(abs(information - 0.9) < 1e-4)

    let parity = try fokker.run(
      "data", "--preset", "quick", "--format", "json", "--set", "training.data.source=boolean",
      "--set", "training.data.boolean.kind=parity", "--set", "training.data.boolean.inputs=6")
    let rule = try #require(try summary(parity)["boolean"] as? [String: Any])
    #expect((rule["relevantInputs"] as? [Int])?.count == 3)
    #expect(try summary(parity)["labelEntropyBits"] as? Double == 1)
  }

  @Test("of a soft rule are written as probabilities")
  func softExport() throws {
    let fokker = try FokkerProcess()
    defer { fokker.remove() }
    let result = try fokker.run(
      "data", "--preset", "tishby", "--set", "training.data.rule=soft", "-o", "soft.csv")
    #expect(result.status == 0, "\(result.error)")
    let table = try CSV.read(fokker.path("soft.csv"))
    #expect(table.columns.suffix(3) == ["x11", "probability_0", "probability_1"])
    let (zero, one) = (
      try table.doubles(named: "probability_0"), try table.doubles(named: "probability_1")
    )
    #expect(table.rowCount == 4096 && zip(zero, one).allSatisfy { abs($0 + $1 - 1) < 1e-12 })
  }
}
