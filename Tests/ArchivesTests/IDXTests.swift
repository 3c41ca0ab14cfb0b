import Archives
import Foundation
import Testing

@Suite("IDX files")
struct IDXTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private func file(_ bytes: [UInt8]) throws -> String {
    try directory.write(Data(bytes), to: "data-idx")
    return directory.file("data-idx")
  }

  @Test("of every type of elements are read, big-endian, in row-major order")
  func types() throws {
    let cases: [(code: UInt8, bytes: [UInt8], values: ArrayValues)] = [
      (0x08, [1, 255], .bytes([1, 255])), (0x09, [1, 255], .integers([1, -1])),
      (0x0B, [1, 2, 255, 254], .integers([258, -2])),
      (0x0C, [0, 1, 0, 2, 255, 255, 255, 254], .integers([65538, -2])),
      (0x0D, [0x3F, 0xC0, 0, 0, 0xC0, 0, 0, 0], .floats([1.5, -2])),
      (
        0x0E, [0x3F, 0xF8, 0, 0, 0, 0, 0, 0, 0xC0, 0, 0, 0, 0, 0, 0, 0], .doubles([1.5, -2])
      ),
    ]
    for (code, bytes, values) in cases {
      let array = try IDX(contentsOf: file([0, 0, code, 2, 0, 0, 0, 1, 0, 0, 0, 2] + bytes))
      #expect(array.shape == [1, 2] && array.values == values)
    }
  }

  @Test("that are spoilt are refused with the reason")
  func spoilt() throws {
    let cases: [([UInt8], String)] = [
      ([], "0 bytes"), ([0, 0, 8], "3 bytes"), ([1, 2, 8, 1, 0, 0, 0, 0], "1 2 8 1"),
      ([0, 0, 7, 1, 0, 0, 0, 0], "third byte is 7"), ([0, 0, 8, 3, 0, 0, 0, 1], "lengths"),
      ([0, 0, 8, 1, 0, 0, 0, 2, 5], "1 bytes"), ([0, 0, 8, 1, 0, 0, 0, 1, 5, 6], "2 bytes"),
      ([0, 0, 14, 3] + [UInt8](repeating: 255, count: 12), "does not fit"),
    ]
    for (bytes, words) in cases {
      let path = try file(bytes)
      let error = try #require(throws: ArchiveError.self) { try IDX(contentsOf: path) }
      #expect("\(error)".contains(words) && "\(error)".contains(path), "\(error)")
    }
    let compressed = try file([0x1F, 0x8B, 8, 0])
    let error = try #require(throws: ArchiveError.self) { try IDX(contentsOf: compressed) }
    #expect(error == .compressed(path: compressed) && "\(error)".contains("gunzip"))
    let missing = directory.file("none")
    #expect(throws: ArchiveError.missingFile(path: missing)) { try IDX(contentsOf: missing) }
  }

  @Test("are told from others by their first bytes")
  func recognition() throws {
    #expect(try IDX.recognises(file([0, 0, 8, 1, 0, 0, 0, 0])))
    #expect(try IDX.recognises(file([0x1F, 0x8B, 8, 0])))
    #expect(try !IDX.recognises(file(Array("title: x".utf8))))
    #expect(try !IDX.recognises(file([])))
  }
}

@Suite("A single CSV table")
struct SingleTableTests {
  @Test("is written without a column for the dimension and reads back")
  func roundTrip() throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("table.csv")
    let columns = [
      Variable("x, y", dimensions: ["pattern"], values: .doubles([0.1, -2])),
      Variable("label", dimensions: ["pattern"], values: .strings(["a", "b \"c\""])),
    ]
    try CSV.write(columns: columns, to: path)
    let table = try CSV.read(path)
    #expect(table.columns == ["x, y", "label"])
    #expect(try table.doubles(named: "x, y") == [0.1, -2])
    #expect(try table.strings(named: "label") == ["a", "b \"c\""])
    #expect(table.line(ofRow: 1) == 3)
    #expect(throws: ArchiveError.fileExists(path: path)) {
      try CSV.write(columns: columns, to: path)
    }
  }
}
