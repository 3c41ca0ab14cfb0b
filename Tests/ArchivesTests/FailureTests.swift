import Archives
import Foundation
import Testing

@Suite("Files that cannot be read or written")
struct FailureTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  @Test("a missing file is told by its path", arguments: ["gone.nc", "gone.npz", "gone.csv"])
  func missing(name: String) throws {
    let path = directory.file(name)
    #expect(throws: ArchiveError.missingFile(path: path)) { try Archive.read(path) }
  }

  @Test("an unknown extension is told", arguments: ["run.txt", "run", "a.nc/run"])
  func unknown(name: String) throws {
    #expect(throws: ArchiveError.unknownFormat(path: name)) { try Archive.read(name) }
  }

  @Test("a file of another kind is called damaged", arguments: ["text.nc", "text.npz"])
  func otherKind(name: String) throws {
    try directory.write("this is neither\n", to: name)
    let error = try #require(throws: ArchiveError.self) { try Archive.read(directory.file(name)) }
    guard case .damaged(let path, _, _) = error else {
      Issue.record("\(error)")
      return
    }
    #expect(path == directory.file(name))
    #expect("\(error)".contains("is not a whole"))
  }

  @Test(
    "a file cut short is called damaged", arguments: ["sample.nc", "sample.npz"], [0.02, 0.5, 0.95])
  func truncated(name: String, part: Double) throws {
    try Archive.write(sampleDataset(), to: directory.file(name))
    let whole = try directory.bytes(name)
    try directory.write(whole.prefix(Int(Double(whole.count) * part)), to: name)
    let error = try #require(throws: ArchiveError.self) { try Archive.read(directory.file(name)) }
    guard case .damaged = error else {
      Issue.record("\(error)")
      return
    }
  }

  @Test("a byte that flipped within the values is found", arguments: ["flip.npz"])
  func flipped(name: String) throws {
    var dataset = Dataset()
    try dataset.addDimension("x", length: 1000)
    try dataset.add(
      Variable("v", dimensions: ["x"], values: .doubles((0..<1000).map { sin(Double($0)) })))
    try Archive.write(dataset, to: directory.file(name))
    var bytes = try directory.bytes(name)
    bytes[1500] ^= 0x10
    try directory.write(bytes, to: name)
    #expect(throws: ArchiveError.self) { try Archive.read(directory.file(name)) }
  }

  @Test("a file that exists is kept unless it may be replaced", arguments: ArchiveFormat.allCases)
  func exists(format: ArchiveFormat) throws {
    let name = ["netcdf": "a.nc", "npz": "a.npz", "csv": "a.csv"][format.rawValue] ?? ""
    let path = directory.file(name)
    let written = try Archive.write(sampleDataset(), to: path)
    let before = try Data(contentsOf: URL(fileURLWithPath: written[0]))
    let attributes = try #require(written.last)
    #expect(throws: ArchiveError.fileExists(path: attributes)) {
      try Archive.write(Dataset(attributes: ["title": "other"]), to: path)
    }
    #expect(try Data(contentsOf: URL(fileURLWithPath: written[0])) == before)
    #expect(try Archive.write(sampleDataset(), to: path, overwrite: true) == written)
  }

  @Test("a missing directory is told", arguments: ["a.nc", "a.npz", "a.csv"])
  func missingDirectory(name: String) throws {
    let path = directory.file("none/\(name)")
    let error = try #require(throws: ArchiveError.self) {
      try Archive.write(sampleDataset(), to: path)
    }
    guard case .missingDirectory(_, let missing) = error else {
      Issue.record("\(error)")
      return
    }
    #expect(missing == directory.file("none/"))
  }

  @Test("a directory in place of the file is told", arguments: ["a.nc", "a.npz"])
  func directoryInPlace(name: String) throws {
    let path = directory.file(name)
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    #expect(throws: ArchiveError.notWritable(path: path, reason: "it is a directory")) {
      try Archive.write(sampleDataset(), to: path, overwrite: true)
    }
    #expect(throws: ArchiveError.unreadable(path: path, reason: "it is a directory")) {
      try Archive.read(path)
    }
  }

  @Test("a directory that takes no files is told", arguments: ["a.nc", "a.npz", "a.csv"])
  func refusingDirectory(name: String) throws {
    let error = try #require(throws: ArchiveError.self) {
      try Archive.write(sampleDataset(), to: "/proc/\(name)")
    }
    guard case .notWritable = error else {
      Issue.record("\(error)")
      return
    }
  }
}
