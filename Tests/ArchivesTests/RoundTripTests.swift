import Archives
import Foundation
import Testing

@Suite("Round trips")
struct RoundTripTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  @Test("keep every type, dimension and attribute", arguments: ["sample.nc", "sample.npz"])
  func keepEverything(name: String) throws {
    let dataset = try sampleDataset()
    try Archive.write(dataset, to: directory.file(name))
    let found = try Archive.read(directory.file(name))
    #expect(found == dataset)
    #expect(found.dimensions == dataset.dimensions)
    #expect(found.attributes.names == dataset.attributes.names)
    #expect(found.source == directory.file(name))
    #expect(try directory.names == [name], "no temporary file is left behind")
  }

  @Test("keep NaN and the sign of zero", arguments: ["nan.nc", "nan.npz"])
  func keepSpecialNumbers(name: String) throws {
    var dataset = Dataset()
    try dataset.addDimension("x", length: 4)
    try dataset.add(
      Variable(
        "v", dimensions: ["x"], values: .doubles([.nan, -0.0, .infinity, .leastNonzeroMagnitude])))
    try Archive.write(dataset, to: directory.file(name))
    let values = try Archive.read(directory.file(name)).doubles(named: "v", dimensions: ["x"])
    #expect(values[0].isNaN)
    #expect(values[1].sign == .minus)
    #expect(values[2...] == [.infinity, .leastNonzeroMagnitude])
  }

  @Test("give the same bytes twice", arguments: ["sample.nc", "sample.npz"])
  func sameBytes(name: String) async throws {
    let dataset = try sampleDataset()
    try Archive.write(dataset, to: directory.file(name))
    let first = try directory.bytes(name)
    // Zip archives and HDF5 files may hold times of a resolution of one or two seconds.
    try await Task.sleep(for: .seconds(2.1))
    try Archive.write(dataset, to: directory.file(name), overwrite: true)
    #expect(try directory.bytes(name) == first)
  }

  @Test("keep empty attributes and special characters", arguments: ["a.nc", "a.npz"])
  func emptyAttributes(name: String) throws {
    let dataset = Dataset(attributes: [
      "empty": "", "none": .doubles([]), "limits": .doubles([-.infinity, .infinity]),
      "text": "tab\t, \"quote\", back\\slash, bell \u{7}, emoji 🧠, line\nend",
      "whole": .doubles([3]),
    ])
    try Archive.write(dataset, to: directory.file(name))
    #expect(try Archive.read(directory.file(name)) == dataset)
  }

  @Test("may run in several tasks at once", arguments: ["nc", "npz"])
  func concurrent(suffix: String) async throws {
    let dataset = try sampleDataset()
    try await withThrowingTaskGroup { group in
      for index in 0..<16 {
        group.addTask { [directory] in
          let path = directory.file("\(index).\(suffix)")
          try Archive.write(dataset, to: path)
          return try Archive.read(path)
        }
      }
      for try await found in group { #expect(found == dataset) }
    }
  }

  @Test("compress big arrays", arguments: ["big.nc", "big.npz"])
  func compress(name: String) throws {
    var dataset = Dataset()
    try dataset.addDimension("epoch", length: 300)
    try dataset.addDimension("weight", length: 1000)
    let values = (0..<300_000).map { Double($0 % 1000) }
    try dataset.add(Variable("w", dimensions: ["epoch", "weight"], values: .doubles(values)))
    try Archive.write(dataset, to: directory.file(name))
    #expect(try directory.bytes(name).count < 300_000, "an eighth of the raw size")
    #expect(try Archive.read(directory.file(name)) == dataset)
  }

  @Test("hold a configuration longer than an HDF5 object header", arguments: ["a.nc", "a.npz"])
  func longAttribute(name: String) throws {
    let text = String(repeating: "learningRate: 0.01\n", count: 10_000)
    try Archive.write(
      Dataset(attributes: ["configuration": .string(text)]), to: directory.file(name))
    let found = try Archive.read(directory.file(name))
    #expect(found.attributes.string("configuration") == text)
  }
}
