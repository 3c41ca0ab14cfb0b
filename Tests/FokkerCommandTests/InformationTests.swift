import Archives
import Foundation
import Testing

/// A small run whose networks are measured by every estimator.
private let measuredExperiment = """
  training:
    networks: 2
    epochs: 40
    recording:
      recordedEpochs: 4
  information:
    estimators: [binned, kernelDensity, nearestNeighbor, noisy]
    thinning:
      networks: 1
      epochs: 2
  """

@Suite("The information command")
struct InformationTests {
  @Test("puts all estimators side by side, NaN where thinned, and reads its own activations back")
  func runAndTable() throws {
    let fokker = try FokkerProcess()
    defer { fokker.remove() }
    try fokker.write(measuredExperiment, to: "all.yml")
    #expect(try fokker.run("train", "all.yml", "-o", "run").status == 0)
    let measured = try fokker.run("information", "run")
    #expect(measured.status == 0, "\(measured.error)")
    #expect(measured.error.contains("warning: The layers are functions of the input"))
    let run = try NetCDF.read(fokker.path("run/information.nc"))
    let names = try run.strings(named: "estimator", dimensions: ["estimator"])
    #expect(
      names == [
        "binned", "kernelDensity", "kernelDensityLower", "kernelDensityUpper", "nearestNeighbor",
        "noisy",
      ])
    let epochs = try run.doubles(named: "epoch", dimensions: ["epoch"])
    for (index, name) in names.enumerated() {
      let values = try run.slice(of: "information_input", at: ["estimator": index])
      let missing = values.count(where: \.isNaN)
      #expect(missing == (name == "binned" ? 0 : values.count - 2 * 6), "\(name)")
    }
    #expect(
      try run.strings(named: "bin_placement", dimensions: ["layer"])
        == Array(repeating: "fixedRange", count: 6))

    // The last epoch of network 1, by way of a file.
    let last = epochs[epochs.count - 1]
    for name in ["table.npz", "table.nc"] {
      let exported = try fokker.run(
        "activations", "run", "--epoch", "\(last)", "--network", "1", "-o", name)
      #expect(exported.status == 0, "\(exported.error)")
      let read = try fokker.run(
        "information", name, "--estimators", names.estimators, "-o", "estimates-\(name)")
      #expect(read.status == 0, "\(read.error)")
      #expect(read.output.split(separator: "\n").allSatisfy { $0.count <= 80 }, "\(read.output)")
      let table = try Archive.read(fokker.path("estimates-\(name)"))
      for quantity in ["information_input", "information_label"] {
        let place = ["network": 1, "epoch": epochs.count - 1]
        #expect(
          try table.slice(of: quantity, at: ["network": 0, "epoch": 0])
            == run.slice(of: quantity, at: place))
      }
    }
  }

  @Test("keeps comparing by bins, wherever they stand in the list")
  func comparison() throws {
    let fokker = try FokkerProcess()
    defer { fokker.remove() }
    try fokker.write(tinyExperiment, to: "tiny.yml")
    let plain = try fokker.run("run", "tiny.yml", "-o", "plain")
    let both = try fokker.run(
      "run", "tiny.yml", "-o", "both", "--set", "information.estimators=[kernelDensity,binned]")
    #expect(both.status == 0, "\(both.error)")
    #expect(plain.output == both.output)
    let other = try fokker.run(
      "run", "tiny.yml", "-o", "other", "--set", "information.estimators=[kernelDensity]",
      "--set", "information.thinning.epochs=3")
    #expect(other.status == 0, "\(other.error)")
    let compared = try NetCDF.read(fokker.path("other/comparison.nc"))
    #expect(try compared.length(of: "information_epoch") == 3)
  }

  @Test("follows the range of rectified units and counts what lies outside a fixed one")
  func rectifiedUnits() throws {
    let fokker = try FokkerProcess()
    defer { fokker.remove() }
    try fokker.write(measuredExperiment, to: "all.yml")
    let relu = ["--set", "training.network.activation=relu"]
    #expect(try fokker.run(["train", "all.yml", "-o", "run"] + relu).status == 0)
    let automatic = try fokker.run("information", "run", "--estimators", "binned")
    #expect(automatic.status == 0 && !automatic.error.contains("outside"))
    var file = try NetCDF.read(fokker.path("run/information.nc"))
    let placements = try file.strings(named: "bin_placement", dimensions: ["layer"])
    #expect(placements == Array(repeating: "activationRange", count: 5) + ["fixedRange"])
    let lower = try file.slice(of: "bin_lower", at: ["network": 0, "epoch": 0])
    #expect(lower == [0, 0, 0, 0, 0, -1])
    let fixed = try fokker.run(
      "information", "run", "--force", "--set", "information.binning.placement=fixedRange",
      "--estimators", "binned")
    #expect(fixed.error.contains("lie outside the bins, -1.0 to 1.0"), "\(fixed.error)")
    file = try NetCDF.read(fokker.path("run/information.nc"))
    let dimensions = ["network", "epoch", "layer"]
    let outside = try file.integers(named: "outside_count", dimensions: dimensions)
    #expect(outside.contains { $0 > 0 })
  }

  @Test("reads a table of columns, words as labels, epochs and repeated rows")
  func columns() throws {
    let fokker = try FokkerProcess()
    defer { fokker.remove() }
    // One unit tells the class and one nothing; the second epoch has both units saturated.
    var lines = ["epoch,layer1_unit1,layer1_unit2,layer2_unit1,label"]
    for epoch in [0, 10] {
      for pattern in 0..<8 {
        let sign = pattern % 2 == 0 ? -0.5 : 0.5
        let other = epoch == 0 ? Double(pattern / 2) / 4 : 1
        lines.append("\(epoch),\(sign),\(other),\(sign),\(pattern % 2 == 0 ? "cat" : "dog")")
      }
    }
    try fokker.write(lines.joined(separator: "\n"), to: "table.csv")
    let result = try fokker.run("information", "table.csv", "--format", "json")
    #expect(result.status == 0, "\(result.error)")
    let json = try #require(
      try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
    let rows = try #require(json["rows"] as? [[String: Any]])
    let input = rows.map { $0["inputBits"] as? Double ?? -1 }
    let label = rows.map { $0["labelBits"] as? Double ?? -1 }
    #expect(input == [3, 1, 1, 1] && label == [1, 1, 1, 1])
    #expect(json["labelEntropyBits"] as? Double == 1)
    let text = try fokker.run("information", "table.csv")
    #expect(text.output.contains("own symbol") && text.output.contains("8 patterns"))
  }

  @Test(
    "names file, place and remedy of a table that is wrong",
    arguments: [
      ("a,label\n1,0", "name the columns layer1_unit1"),
      ("layer1_unit1\n1\n2", "no column 'label'"),
      ("layer1_unit1,label\n1,0\n2,x\n3,", "row 3"),
      ("layer1_unit1,label\n1,0\nfoo,1", "line 3, column 'layer1_unit1'"),
      ("layer1_unit1,label\n1,0\nnan,1", "unit 1 of layer 1"),
      ("layer1_unit1,label\n1,0.5\n2,1", "not whole"),
      ("layer1_unit1,label_0,label_1\n1,0.5,0.2\n2,0,1", "row 1"),
      ("epoch,layer1_unit1,label\n0,1,0\n0,2,1\n1,1,0", "has 1 rows"),
      ("epoch,layer1_unit1,label\n0,1,0\n0,2,1\n1,1,1\n1,1,1", "the same pattern"),
      ("layer1_unit1,label", "no rows"),
    ])
  func badTables(text: String, message: String) throws {
    let fokker = try FokkerProcess()
    defer { fokker.remove() }
    try fokker.write(text, to: "bad.csv")
    let result = try fokker.run("information", "bad.csv")
    #expect(result.status == 65 && result.output.isEmpty)
    #expect(result.error.contains("bad.csv") && result.error.contains(message), "\(result.error)")
  }

  @Test("names array and shape of an archive that is wrong, and bad options")
  func badArrays() throws {
    let fokker = try FokkerProcess()
    defer { fokker.remove() }
    func refusal(_ arrays: [(String, [Int])], _ arguments: String...) throws -> CommandOutput {
      var dataset = Dataset()
      for (name, shape) in arrays {
        let dimensions = shape.indices.map { "\(name)_\($0)" }
        for (dimension, length) in zip(dimensions, shape) {
          try dataset.addDimension(dimension, length: length)
        }
        let count = shape.reduce(1, *)
        try dataset.add(
          Variable(
            name, dimensions: dimensions, values: .doubles((0..<count).map { Double($0 % 2) })))
      }
      try NPZ.write(dataset, to: fokker.path("bad.npz"), overwrite: true)
      return try fokker.run(["information", "bad.npz"] + arguments)
    }
    let cases: [([(String, [Int])], String)] = [
      ([("fc1", [4, 2]), ("labels", [4])], "name the arrays layer_1"),
      ([("layer_1", [4, 2]), ("labels", [5])], "there are 4 patterns"),
      ([("layer_1", [4, 2]), ("layer_2", [3, 2]), ("labels", [4])], "'layer_2' has the shape"),
      ([("layer_1", [1, 1, 1, 4, 2]), ("labels", [4])], "flatten the units"),
      ([("layer_1", [2, 4, 2]), ("labels", [4]), ("epoch", [3])], "'epoch' has 3 values"),
      ([("layer_1", [4, 2]), ("labels", [4]), ("inputs", [3, 2])], "'inputs' has the shape"),
      ([("layer_1", [4, 2])], "labels"),
    ]
    for (arrays, message) in cases {
      let result = try refusal(arrays)
      #expect(result.status == 65, "\(result.error)")
      #expect(
        result.error.contains("bad.npz") && result.error.contains(message), "\(result.error)")
    }
    let good = [("layer_1", [4, 2]), ("labels", [4])]
    let option = try refusal(good, "--estimators", "bind")
    #expect(option.status == 64 && option.error.contains("binned"), "\(option.error)")
    let few = try refusal(good, "--estimators", "nearestNeighbor")
    #expect(few.status == 0 || few.error.contains("at least"), "\(few.error)")
    let twice = try refusal(good, "--estimators", "binned,binned")
    #expect(twice.status == 64 && twice.error.contains("only once"), "\(twice.error)")
    try fokker.write("there", to: "there.nc")
    let exists = try refusal(good, "-o", "there.nc")
    #expect(exists.status == 74 && exists.error.contains("--force"), "\(exists.error)")
  }
}

extension [String] {
  /// The estimators that give these estimates, as the option takes them.
  fileprivate var estimators: String {
    filter { !$0.hasSuffix("er") }.joined(separator: ",")
  }
}
