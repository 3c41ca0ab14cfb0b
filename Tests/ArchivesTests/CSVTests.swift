import Archives
import Foundation
import Testing

@Suite("CSV tables")
struct CSVTests {
  @Test("have one file for each set of dimensions, in tidy long form")
  func layout() throws {
    let directory = try TemporaryDirectory()
    var dataset = Dataset(attributes: ["title": "a, \"b\""])
    try dataset.addCoordinate("epoch", .integers([0, 10]), units: "1")
    try dataset.addDimension("layer", length: 2)
    try dataset.add(
      Variable("mean", dimensions: ["epoch", "layer"], values: .doubles([0.1, 1e-9, .nan, -3])))
    try dataset.add(
      Variable("std", dimensions: ["epoch", "layer"], values: .floats([1, 2, .infinity, 0.1])))
    try dataset.add(
      Variable("name", dimensions: ["layer"], values: .strings(["a,b", "say \"x\""])))
    try dataset.add(Variable("seed", values: .integers([7])))
    let paths = try CSV.write(dataset, to: directory.file("run.csv"))
    let names = paths.map { String($0.dropFirst(directory.path.count + 1)) }
    #expect(
      names == ["run.epoch-layer.csv", "run.layer.csv", "run.scalars.csv", "run.attributes.csv"])
    let texts = try names.map { String(decoding: try directory.bytes($0), as: UTF8.self) }
    #expect(
      texts[0] == """
        epoch,layer,mean,std
        0,0,0.1,1.0
        0,1,1e-09,2.0
        10,0,nan,inf
        10,1,-3.0,0.1

        """)
    #expect(texts[1] == "layer,name\n0,\"a,b\"\n1,\"say \"\"x\"\"\"\n")
    #expect(texts[2] == "seed\n7\n")
    #expect(texts[3].hasPrefix("variable,attribute,value\n,title,\"a, \"\"b\"\"\"\n"))
  }

  @Test("read back onto the grid exactly, whatever the order of their rows")
  func roundTrip() throws {
    let directory = try TemporaryDirectory()
    let dataset = try sampleDataset()
    let paths = try CSV.write(dataset, to: directory.file("run.csv"))
    let path = try #require(paths.first { $0.hasSuffix("epoch-closure-weight.csv") })
    let coordinates = ["epoch", "closure", "weight"]
    let text = try String(contentsOfFile: path, encoding: .utf8)
    let drift = try dataset.doubles(named: "drift", dimensions: coordinates)
    let lines = text.split(separator: "\n")
    let reversed = ([lines[0]] + lines.dropFirst().reversed()).joined(separator: "\r\n")
    for table in [try CSV.read(path), try CSVTable(parsing: reversed)] {
      let found = try table.dataset(coordinates: coordinates)
      #expect(found.dimensions.map(\.length) == [3, 2, 4])
      let epochs = try found.integers(named: "epoch", dimensions: ["epoch"])
      #expect(epochs == [0, 400, 9000])
      #expect(try found.strings(named: "closure", dimensions: ["closure"]).count == 2)
    }
    let found = try CSV.read(path).dataset(coordinates: coordinates)
    #expect(try found.doubles(named: "drift", dimensions: coordinates) == drift)
  }

  @Test("are read like the other formats when their coordinates are named")
  func coordinates() throws {
    let directory = try TemporaryDirectory()
    try directory.write("layer,epoch,mean\n1,0,1\n2,0,2\n1,5,3\n2,5,4\n", to: "log.csv")
    let names = ["network", "epoch", "layer"]
    let dataset = try Archive.read(directory.file("log.csv"), coordinates: names)
    let expected = ["epoch", "layer"]
    #expect(
      try dataset.doubles(namedAnyOf: ["gradient_mean", "mean"], dimensions: expected)
        == [1, 2, 3, 4])
    try Archive.write(dataset, to: directory.file("log.nc"))
    #expect(try Archive.read(directory.file("log.nc"), coordinates: names) == dataset)
  }

  @Test("find columns by any of their names")
  func columns() throws {
    let table = try CSVTable(parsing: "epoch, mean ,tag\n1, 2.5 ,\"a\nb\"\n2,nan,c\n\n3,-Inf,\n")
    #expect(table.columns == ["epoch", "mean", "tag"])
    #expect(table.rowCount == 3)
    let means = try table.doubles(named: "gradient_mean", "mean")
    #expect(means[0] == 2.5 && means[1].isNaN && means[2] == -.infinity)
    #expect(try table.integers(named: "epoch") == [1, 2, 3])
    #expect(try table.strings(named: "tag") == ["a\nb", "c", ""])
    #expect(
      throws: ArchiveError.missingColumn(
        file: "the table", names: ["std"], available: ["epoch", "mean", "tag"])
    ) { try table.doubles(named: "std") }
  }

  @Test("take a byte order mark, either line end and a missing last line end")
  func lineEnds() throws {
    for text in ["a,b\n1,2\n3,4", "\u{FEFF}a,b\r\n1,2\r\n3,4\r\n", "a,b\r1,2\r3,4"] {
      let table = try CSVTable(parsing: text)
      #expect(table.columns == ["a", "b"])
      #expect(try table.doubles(named: "b") == [2, 4])
    }
  }

  @Test("keep an empty last cell")
  func emptyCell() throws {
    let table = try CSVTable(parsing: "a,b\n1,")
    #expect(try table.doubles(named: "b")[0].isNaN)
    #expect(throws: ArchiveError.self) { try table.integers(named: "b") }
  }

  @Test("tell the line and the column of a cell that is no number")
  func notANumber() throws {
    let table = try CSVTable(parsing: "epoch,tag\n1,\"x\ny\"\nabc,z\n", source: "log.csv")
    let error = try #require(throws: ArchiveError.self) { try table.doubles(named: "epoch") }
    #expect("\(error)" == "log.csv, line 4, column 'epoch': 'abc' is not a number.")
  }

  @Test(
    "tell the line at which the rules are broken",
    arguments: [
      ("", 1, "no header"), ("a,a\n", 1, "two columns are called 'a'"),
      ("a\n\"x", 2, "never closed"), ("a\n\"x\"y\n", 2, "after the closing quote"),
      ("a,b\n1,2\n1,\"2\n3\"4\n", 4, "after the closing quote"),
      ("a\nx\"y\n", 2, "a quote within a cell"),
    ])
  func malformed(text: String, line: Int, reason: String) throws {
    let error = try #require(throws: ArchiveError.self) { try CSVTable(parsing: text) }
    #expect("\(error)".contains("line \(line): "))
    #expect("\(error)".contains(reason))
  }

  @Test("refuse rows with more or fewer cells than the header", arguments: ["1", "1,2,3"])
  func ragged(row: String) throws {
    let count = row.split(separator: ",").count
    #expect(
      throws: ArchiveError.raggedRow(file: "the table", line: 3, expected: 2, found: count)
    ) { try CSVTable(parsing: "a,b\n1,2\n\(row)\n") }
  }

  @Test("refuse a grid with a place without a row or with two")
  func incompleteGrid() throws {
    let missing = try CSVTable(parsing: "e,l,v\n0,1,1\n0,2,2\n1,1,3\n")
    let error = try #require(throws: ArchiveError.self) {
      try missing.dataset(coordinates: ["e", "l"])
    }
    #expect("\(error)".contains("it has 3 rows, too few for a grid of 2 e × 2 l"))
    let twice = try CSVTable(parsing: "e,l,v\n0,1,1\n0,2,2\n1,1,3\n1,1,4\n")
    let second = try #require(throws: ArchiveError.self) {
      try twice.dataset(coordinates: ["e", "l"])
    }
    #expect("\(second)".contains("the lines 4 and 5 have the same coordinates"))
  }
}
