import Archives
import Foundation
import Testing

@Suite("Files written slab by slab")
struct SlabTests {
  let directory: TemporaryDirectory
  let path: String

  init() throws {
    directory = try TemporaryDirectory()
    path = directory.file("training.nc")
  }

  /// The part of a file that is written at once.
  private func frame(networks: Int) throws -> Dataset {
    var frame = Dataset(attributes: ["title": "slabs"])
    try frame.addCoordinate("network", .integers((0..<networks).map(Int64.init)))
    try frame.addCoordinate("epoch", .doubles([0, 1, 8]), units: "1")
    return frame
  }

  /// What belongs to one network; `width` weights.
  private func slab(_ network: Int, width: Int = 4) throws(ArchiveError) -> Dataset {
    var slab = Dataset()
    try slab.addDimension("epoch", length: 3)
    try slab.addDimension("weight", length: width)
    let values = (0..<3 * width).map { Float(1000 * network + $0) }
    try slab.add(
      Variable(
        "weight_value", dimensions: ["epoch", "weight"], values: .floats(values), units: "1"))
    try slab.add(
      Variable("loss", dimensions: ["epoch"], values: .doubles([0.5, .nan, Double(network)])))
    try slab.add(Variable("name", values: .strings(["network \(network)"])))
    return slab
  }

  @Test("hold what was given at each position", arguments: [4, 20000], [true, false])
  func wholeFile(width: Int, compressed: Bool) throws {
    try NetCDF.write(
      frame(networks: 3), along: "network", to: path, compressed: compressed
    ) { (position) throws(ArchiveError) in try slab(position, width: width) }
    let whole = try NetCDF.read(path)
    let weights = try whole.variable(
      named: "weight_value", dimensions: ["network", "epoch", "weight"])
    var expected: [Float] = []
    for network in 0..<3 {
      for index in 0..<3 * width { expected.append(Float(1000 * network + index)) }
    }
    #expect(weights.values == .floats(expected))
    #expect(weights.units == "1")
    #expect(
      try whole.strings(named: "name", dimensions: ["network"])
        == ["network 0", "network 1", "network 2"])
    #expect(try whole.doubles(named: "epoch", dimensions: ["epoch"]) == [0, 1, 8])
    #expect(whole.attributes == ["title": "slabs"])
    #expect(try directory.names == ["training.nc"])
  }

  @Test("are read back position by position")
  func sections() throws {
    try NetCDF.write(frame(networks: 3), along: "network", to: path) {
      (position) throws(ArchiveError) in try slab(position)
    }
    let part = try NetCDF.read(
      path, variables: ["weight_value", "loss", "name"], at: 2, along: "network")
    #expect(part.variables.map(\.name).sorted() == ["epoch", "loss", "name", "weight_value"])
    #expect(part.dimension(named: "network") == nil)
    #expect(
      try part.doubles(named: "weight_value", dimensions: ["epoch", "weight"])
        == (0..<12).map { 2000 + Double($0) })
    #expect(try part.variable(named: "name").values == .strings(["network 2"]))
    let epoch = try NetCDF.read(path, variables: ["weight_value"], at: 1, along: "epoch")
    #expect(
      try epoch.doubles(named: "weight_value", dimensions: ["network", "weight"])
        == [4, 5, 6, 7, 1004, 1005, 1006, 1007, 2004, 2005, 2006, 2007])
    #expect(try NetCDF.variableNames(of: path).contains("weight_value"))
    #expect(throws: ArchiveError.self) {
      try NetCDF.read(path, variables: ["loss"], at: 3, along: "network")
    }
    #expect(throws: ArchiveError.self) {
      try NetCDF.read(path, variables: ["loss"], at: 0, along: "nothing")
    }
    #expect(throws: ArchiveError.self) {
      try NetCDF.read(path, variables: ["nothing"], at: 0, along: "network")
    }
  }

  @Test("do not appear when a slab fails or differs from the first", arguments: 0..<4)
  func failures(kind: Int) throws {
    #expect(throws: ArchiveError.self) {
      try NetCDF.write(frame(networks: 3), along: "network", to: path) {
        (position) throws(ArchiveError) in
        guard position == 2 else { return try slab(position) }
        switch kind {
        case 0: throw .missingFile(path: "network-2.nc")
        case 1: return try slab(position, width: 5)
        case 2: return Dataset()
        default:
          var other = try slab(position)
          try other.add(Variable("more", values: .doubles([1])))
          return other
        }
      }
    }
    #expect(try directory.names == [])
  }

  @Test("refuse a dimension that is missing and a variable of both parts")
  func wrongFrames() throws {
    #expect(throws: ArchiveError.self) {
      try NetCDF.write(Dataset(), along: "network", to: path) {
        (position) throws(ArchiveError) in try slab(position)
      }
    }
    var frame = try frame(networks: 1)
    try frame.add(Variable("loss", values: .doubles([1])))
    let doubled = frame
    #expect(throws: ArchiveError.duplicateVariable("loss")) {
      try NetCDF.write(doubled, along: "network", to: path) {
        (position) throws(ArchiveError) in try slab(position)
      }
    }
    #expect(try directory.names == [])
  }
}
