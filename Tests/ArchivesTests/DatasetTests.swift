import Archives
import Testing

@Suite("Datasets")
struct DatasetTests {
  @Test("refuse a number of values that the dimensions do not ask for")
  func wrongCount() throws {
    var dataset = Dataset()
    try dataset.addDimension("epoch", length: 3)
    try dataset.addDimension("layer", length: 2)
    let expected = ArchiveError.wrongCount(
      variable: "loss",
      dimensions: [Dimension("epoch", length: 3), Dimension("layer", length: 2)], found: 5)
    #expect(throws: expected) {
      try dataset.add(
        Variable("loss", dimensions: ["epoch", "layer"], values: .doubles([1, 2, 3, 4, 5])))
    }
    #expect("\(expected)".contains("5 values where its dimensions (epoch: 3, layer: 2) ask for 6"))
  }

  @Test("refuse names twice, unknown dimensions and conflicting lengths")
  func names() throws {
    var dataset = Dataset()
    try dataset.addCoordinate("epoch", .integers([1, 2]))
    #expect(throws: ArchiveError.duplicateVariable("epoch")) {
      try dataset.addCoordinate("epoch", .integers([1, 2]))
    }
    #expect(
      throws: ArchiveError.conflictingLength(dimension: "epoch", existing: 2, given: 3)
    ) { try dataset.addDimension("epoch", length: 3) }
    #expect(
      throws: ArchiveError.unknownDimension(
        variable: "v", dimension: "layer", available: ["epoch"])
    ) { try dataset.add(Variable("v", dimensions: ["layer"], values: .doubles([]))) }
    try dataset.addDimension("epoch", length: 2)
    #expect(dataset.dimensions.count == 1)
  }

  @Test("refuse names that files cannot hold", arguments: ["", "a/b", "-a", "a ", "a\nb"])
  func invalidName(name: String) {
    #expect(throws: ArchiveError.invalidName(name)) {
      var dataset = Dataset()
      try dataset.add(Variable(name, values: .doubles([1])))
    }
  }

  @Test("find variables by any of their names and tell what there is instead")
  func lookup() throws {
    var dataset = Dataset(source: "gradients.nc")
    try dataset.addCoordinate("epoch", .integers([1, 2]))
    try dataset.add(Variable("mean", dimensions: ["epoch"], values: .floats([0.5, 1])))
    #expect(try dataset.variable(namedAnyOf: ["gradient_mean", "mean"]).name == "mean")
    #expect(try dataset.doubles(named: "mean", dimensions: ["epoch"]) == [0.5, 1])
    #expect(try dataset.integers(named: "epoch", dimensions: ["epoch"]) == [1, 2])
    #expect(try dataset.length(of: "epoch") == 2)
    let missing = ArchiveError.missingVariable(
      file: "gradients.nc", names: ["weight"], available: ["epoch", "mean"])
    #expect(throws: missing) { try dataset.variable(named: "weight") }
    #expect("\(missing)".hasPrefix("gradients.nc has no variable 'weight'; it holds epoch, mean."))
    #expect(throws: ArchiveError.self) { try dataset.length(of: "layer") }
  }

  @Test("compare the dimensions of a variable with those expected")
  func wrongDimensions() throws {
    let dataset = try sampleDataset()
    let error = try #require(throws: ArchiveError.self) {
      try dataset.doubles(named: "drift", dimensions: ["epoch", "weight"])
    }
    #expect("\(error)".contains("(epoch: 3, closure: 2, weight: 4) where (epoch, weight) is"))
    #expect(throws: ArchiveError.self) {
      try dataset.doubles(named: "drift", dimensions: ["closure", "epoch", "weight"])
    }
    #expect(throws: ArchiveError.self) {
      try dataset.doubles(named: "closure", dimensions: ["closure"])
    }
    #expect(throws: ArchiveError.self) {
      try dataset.integers(named: "gradient", dimensions: ["weight"])
    }
    #expect(throws: ArchiveError.self) {
      try dataset.strings(named: "gradient", dimensions: ["weight"])
    }
  }

  @Test("give the values at fixed positions along some dimensions")
  func slices() throws {
    var dataset = Dataset(source: "run.nc")
    for (name, length) in [("network", 2), ("epoch", 3), ("layer", 4)] {
      try dataset.addDimension(name, length: length)
    }
    let names = ["network", "epoch", "layer"]
    let values = (0..<24).map { Double($0) }
    try dataset.add(Variable("loss", dimensions: names, values: .doubles(values)))
    #expect(try dataset.slice(of: "loss", at: [:]) == values)
    #expect(try dataset.slice(of: "loss", at: ["network": 1, "layer": 2]) == [14, 18, 22])
    #expect(try dataset.slice(of: "loss", at: ["epoch": 0]) == [0, 1, 2, 3, 12, 13, 14, 15])
    #expect(try dataset.slice(of: "loss", at: ["network": 1, "epoch": 2, "layer": 3]) == [23])
    let outside = try #require(throws: ArchiveError.self) {
      try dataset.slice(of: "loss", at: ["epoch": 3])
    }
    #expect("\(outside)" == "run.nc has no position 3 along 'epoch'; choose one from 0 to 2.")
    #expect(throws: ArchiveError.self) { try dataset.slice(of: "loss", at: ["weight": 0]) }
  }

  @Test("take whole floating-point numbers for integers")
  func wholeNumbers() {
    #expect(ArrayValues.doubles([1, -2]).integers == [1, -2])
    #expect(ArrayValues.floats([1.5]).integers == nil)
    #expect(ArrayValues.doubles([.nan]).integers == nil)
    #expect(ArrayValues.bytes([7]).doubles == [7])
  }

  @Test("keep the order of attributes but compare without it")
  func attributes() {
    var attributes: Attributes = ["b": "1", "a": .doubles([2])]
    #expect(attributes.names == ["b", "a"])
    #expect(attributes == ["a": .doubles([2]), "b": "1"])
    attributes["b"] = nil
    #expect(attributes.names == ["a"])
    #expect(attributes.double("a") == 2)
    #expect(attributes.string("a") == nil)
  }
}
