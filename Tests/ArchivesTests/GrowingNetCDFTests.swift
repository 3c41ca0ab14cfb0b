import Archives
import Foundation
import Testing

@Suite("Growing NetCDF files")
struct GrowingNetCDFTests {
  let directory: TemporaryDirectory
  let path: String

  init() throws {
    directory = try TemporaryDirectory()
    path = directory.file("log.nc")
  }

  /// Records of the epochs from `first` on.
  private func records(_ first: Int64, count: Int = 1) throws -> Dataset {
    let epochs = (0..<count).map { first + Int64($0) }
    var dataset = Dataset(attributes: ["title": "gradients"])
    try dataset.addCoordinate("epoch", .integers(epochs), units: "1")
    try dataset.addCoordinate("layer", .strings(["a", "b"]))
    let means = epochs.flatMap { [Double($0) + 0.25, -Double($0)] }
    try dataset.add(Variable("mean", dimensions: ["epoch", "layer"], values: .doubles(means)))
    try dataset.add(
      Variable("phase", dimensions: ["epoch"], values: .strings(epochs.map { "e\($0)" })))
    return dataset
  }

  @Test("hold what was written at once, however it was cut into records")
  func equalsWhole() throws {
    var log = try GrowingNetCDF(path, along: "epoch")
    try log.append(records(0))
    try log.append(records(1, count: 3))
    #expect(log.recordCount == 4)
    try log.flush()
    try log.append(records(4, count: 2))
    try log.flush()
    try log.flush()
    #expect(try NetCDF.read(path) == records(0, count: 6))
    #expect(try directory.names == ["log.nc"])
  }

  @Test("do not show records before the flush")
  func unflushed() throws {
    var log = try GrowingNetCDF(path, along: "epoch")
    try log.append(records(0))
    #expect(!FileManager.default.fileExists(atPath: path))
    try log.flush()
    try log.append(records(1))
    #expect(try NetCDF.read(path) == records(0))
  }

  @Test("are extended when a run is resumed")
  func resume() throws {
    var log = try GrowingNetCDF(path, along: "epoch")
    try log.append(records(0, count: 2))
    try log.flush()
    #expect(throws: ArchiveError.fileExists(path: path)) {
      try GrowingNetCDF(path, along: "epoch")
    }
    var resumed = try GrowingNetCDF(path, along: "epoch", existing: .extend)
    #expect(resumed.recordCount == 2)
    try resumed.append(records(2))
    try resumed.flush()
    #expect(try NetCDF.read(path) == records(0, count: 3))
    var replaced = try GrowingNetCDF(path, along: "epoch", existing: .replace)
    try replaced.append(records(9))
    try replaced.flush()
    #expect(try NetCDF.read(path) == records(9))
  }

  @Test("keep what they hold when a record does not belong to them")
  func wrongRecords() throws {
    var log = try GrowingNetCDF(path, along: "epoch")
    try log.append(records(0))
    try log.flush()
    var other = Dataset()
    try other.addCoordinate("epoch", .integers([1]))
    try other.add(Variable("loss", dimensions: ["epoch"], values: .doubles([1])))
    var broken = log
    try broken.append(other)
    #expect(throws: ArchiveError.self) { try broken.flush() }
    var partial = Dataset()
    try partial.addCoordinate("epoch", .doubles([1]))
    var incomplete = log
    try incomplete.append(partial)
    #expect(throws: ArchiveError.self) { try incomplete.flush() }
    #expect(throws: ArchiveError.self) { try log.append(Dataset()) }
    #expect(try NetCDF.read(path) == records(0))
    #expect(try directory.names == ["log.nc"])
  }

  @Test("stay small for small records and are compressed for large ones")
  func size() throws {
    var log = try GrowingNetCDF(path, along: "epoch")
    for epoch in 0..<400 {
      var record = Dataset()
      try record.addCoordinate("epoch", .integers([Int64(epoch)]))
      try record.addDimension("weight", length: 10_000)
      let values = (0..<10_000).map { Double($0 % 10) }
      try record.add(
        Variable("weights", dimensions: ["epoch", "weight"], values: .doubles(values)))
      try log.append(record)
      if epoch % 100 == 99 { try log.flush() }
    }
    #expect(try directory.bytes("log.nc").count < 1_000_000, "32 MB before compression")
    #expect(try NetCDF.read(path).length(of: "epoch") == 400)
  }
}
