import Archives
import Foundation
import Testing

@Suite("Files of other programs")
struct ForeignFileTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  @Test("NumPy archives with every type and Fortran order are read")
  func numpy() throws {
    try directory.write(ForeignFiles.numpy, to: "a.npz")
    let dataset = try NPZ.read(directory.file("a.npz"))
    let expected: [String: ArrayValues] = [
      "mean": .doubles([0, 1, 2, 3, 4, 5]), "epoch": .integers([0, 1]), "scalar": .floats([3]),
      "name": .strings(["x", "yé", "z"]), "raw": .strings(["ab", "c", ""]),
      "flag": .integers([1, 0]), "half": .floats([1.5, 5.9604645e-08, -.infinity]),
      "huge": .doubles([1, 0x1p64]), "none": .doubles([]),
    ]
    #expect(dataset.variables.count == expected.count)
    for (name, values) in expected {
      #expect(try dataset.variable(named: name).values == values, "\(name)")
    }
  }

  @Test("axes without names stand for the names that are expected")
  func unnamedAxes() throws {
    try directory.write(ForeignFiles.numpy, to: "a.npz")
    let dataset = try NPZ.read(directory.file("a.npz"), variables: ["mean", "epoch"])
    #expect(dataset.variables.map(\.name) == ["mean", "epoch"])
    #expect(dataset.dimensions.allSatisfy { $0.isUnnamed })
    #expect(try dataset.doubles(named: "mean", dimensions: ["epoch", "layer"]).count == 6)
    #expect(throws: ArchiveError.self) {
      try dataset.doubles(named: "mean", dimensions: ["epoch"])
    }
  }

  @Test("objects of Python are refused with the name of the array")
  func objects() throws {
    try directory.write(ForeignFiles.numpyObjects, to: "a.npz")
    let path = directory.file("a.npz")
    #expect(throws: ArchiveError.unsupportedType(file: path, variable: "o", type: "|O")) {
      try NPZ.read(path)
    }
  }

  @Test(
    "damaged members are told by name and by what is wrong",
    arguments: [
      (DamagedArchives.magic, "does not begin like a .npy file"),
      (DamagedArchives.short, "holds 8 bytes of values where 24 are expected"),
      (DamagedArchives.huge, "has the impossible shape [1099511627776, 1099511627776]"),
      (DamagedArchives.header, "ends within its header"),
    ])
  func damagedMembers(archive: Data, reason: String) throws {
    try directory.write(archive, to: "a.npz")
    let error = try #require(throws: ArchiveError.self) { try NPZ.read(directory.file("a.npz")) }
    #expect("\(error)".contains("(the member 'x' \(reason))"), "\(error)")
  }

  @Test("the format 2.0 in Fortran order is read")
  func secondVersion() throws {
    try directory.write(DamagedArchives.version2, to: "a.npz")
    let dataset = try NPZ.read(directory.file("a.npz"))
    #expect(try dataset.doubles(named: "x", dimensions: ["row", "column"]) == [1, 3, 2, 4])
  }

  @Test("classic NetCDF cut short anywhere is called damaged")
  func truncatedClassic() throws {
    let path = directory.file("a.nc")
    for length in stride(from: 5, to: ForeignFiles.classic.count, by: 7) {
      try directory.write(ForeignFiles.classic.prefix(length), to: "a.nc")
      let error = try #require(throws: ArchiveError.self, "\(length) bytes") {
        try NetCDF.read(path)
      }
      #expect("\(error)".contains("is not a whole NetCDF file"))
    }
  }

  @Test("classic NetCDF with packed and missing values is read")
  func classic() throws {
    try directory.write(ForeignFiles.classic, to: "a.nc")
    let dataset = try NetCDF.read(directory.file("a.nc"))
    #expect(dataset.attributes.string("title") == "packed")
    #expect(dataset.dimensions == [Dimension("t", length: 3), Dimension("n", length: 2)])
    let packed = try dataset.doubles(named: "p", dimensions: ["t"])
    #expect(packed[0] == 10 && packed[1].isNaN && packed[2] == 12)
    #expect(try dataset.variable(named: "p").attributes == ["units": "K"])
    #expect(try dataset.variable(named: "q").values == .integers([1, 2, 3]))
    let missing = try dataset.doubles(named: "m", dimensions: ["t"])
    #expect(missing[0] == 1 && missing[1].isNaN && missing[2] == 2)
    #expect(try dataset.strings(named: "s", dimensions: ["n"]) == ["ab", "wxyz"])
  }
}

@Suite("Selected variables")
struct SelectionTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  @Test("come with the coordinates of their dimensions", arguments: ["a.nc", "a.npz"])
  func coordinates(name: String) throws {
    let path = directory.file(name)
    try Archive.write(sampleDataset(), to: path)
    let dataset = try Archive.read(path, variables: ["drift"])
    #expect(dataset.variables.map(\.name) == ["epoch", "closure", "drift"])
    #expect(try dataset.variable(named: "drift") == sampleDataset().variable(named: "drift"))
  }

  @Test("that are missing are told with those that there are", arguments: ["a.nc", "a.npz"])
  func missing(name: String) throws {
    let path = directory.file(name)
    var dataset = Dataset()
    try dataset.add(Variable("there", values: .doubles([1])))
    try Archive.write(dataset, to: path)
    let expected = ArchiveError.missingVariable(file: path, names: ["not"], available: ["there"])
    #expect(throws: expected) { try Archive.read(path, variables: ["not"]) }
  }
}
