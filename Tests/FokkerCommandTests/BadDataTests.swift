import Archives
import Foundation
import Testing

@Suite("Data that cannot be used")
struct BadDataTests {
  /// Words of a command line with the exit code and parts of the message that it must give.
  struct Case: CustomTestStringConvertible, Sendable {
    var arguments: [String]
    var status: Int32
    var messages: [String]
    var testDescription: String { arguments.joined(separator: " ") }

    init(_ arguments: String, _ status: Int32, _ messages: String...) {
      self.arguments = arguments.split(separator: " ").map(String.init)
      self.status = status
      self.messages = messages
    }
  }

  private static let tables = [
    "good.csv": "a,b,label\n1,2,x\n3,4,y\n5,6,x\n",
    "nolabel.csv": "a,b,species\n1,2,x\n3,4,y\n",
    "letters.csv": "a,b,label\n1,2,x\n3,four,y\n",
    "empty-cell.csv": "a,b,label\n1,2,x\n\n3,,y\n",
    "nan.csv": "a,b,label\n1,2,x\n3,nan,y\n",
    "ragged.csv": "a,b,label\n1,2,x\n3,4\n",
    "one-class.csv": "a,b,label\n1,2,x\n3,4,x\n",
    "no-rows.csv": "a,b,label\n",
    "only-labels.csv": "label\nx\ny\n",
    "real.csv": "a,label\n1,0.5\n2,1\n",
    "missing-label.csv": "a,label\n1,x\n2,\n",
    "index.csv": ",a,label\n0,1,x\n1,2,y\n",
    "text.dat": "not data",
    "many.csv": "a,label\n" + (0..<257).map { "\($0),\($0)\n" }.joined(),
    "misspelt.yml": "training:\n  data:\n    source: fil\n",
    "sourceless.yml": "training:\n  data:\n    file:\n      path: good.csv\n",
    "pathless.yml": "training:\n  data:\n    source: file\n",
    "missing.yml":
      "training:\n  data:\n    source: file\n    file:\n      path: gone.csv\n",
    "rule.yml":
      "training:\n  data:\n    source: boolean\n    boolean:\n      inputs: 40\n",
  ]

  /// An IDX file of bytes.
  private static func idx(_ shape: [Int], _ bytes: [UInt8]) -> Data {
    var header: [UInt8] = [0, 0, 8, UInt8(shape.count)]
    for length in shape { header += [0, 0, UInt8(length >> 8), UInt8(length & 255)] }
    return Data(header + bytes)
  }

  private static let idxFiles = [
    "a-images-idx3-ubyte": idx([2, 1, 2], [1, 2, 3, 4]),
    "a-labels-idx1-ubyte": idx([3], [0, 1, 0]),
    "b-images-idx3-ubyte": idx([2, 1, 2], [1, 2, 3]),
    "c-images-idx3-ubyte": idx([2, 1, 1], [1, 2]),
    "d-images-idx1-ubyte": idx([2], [1, 2]), "pictures": idx([2, 1, 1], [1, 2]),
    "e-images-idx3-ubyte": idx([2, 1, 1], [1, 2]), "e-labels-idx1-ubyte": Data([1, 2, 3, 4, 5]),
    "f-images-idx3-ubyte.gz": Data([0x1F, 0x8B, 8, 0]),
  ]

  /// Made by NumPy 2: `numpy.savez_compressed(f, inputs=numpy.array([[0.0], [1.0]]),
  /// labels=numpy.array(["a", None], dtype=object))`.
  private static let objects =
    "UEsDBC0AAAAIAAAAIQAWwPSb//////////8KABQAaW5wdXRzLm5weQEAEACQAAAAAAAAAEsAAAAAAAAAm+wX6hsQychQxlCt"
    + "npJanFykbqWgbpNmoa6joJ6WX1RSlJgXn1+UkgoSd0vMKU4FihdnJBakAvkaRjoKhpo6CrUKZAMuBhTwwR4AUEsDBC0AAAAI"
    + "AAAAIQAXcJP///////////8KABQAbGFiZWxzLm5weQEAEAAaAQAAAAAAAMUAAAAAAAAApYs9C4JAGMe9XgiiudntDMShKVoa"
    + "goakK4KGhpBLLwxM5fEMpIKWqOCgwafPW5ofod/wh/9bzlazxZpoR+1EPZG4QIc6Pc+pqdNdBBJ46ETgiTKe8CARRZ74PBaF"
    + "N/pmz9Qv+j+0r433S6tQ3TA9xJnluBEI65AGcs8BeIaq44BwozCRkLoSc1TN3xJVK/SqSY62dsMx2eIdl2jYxK7d0K+rpiez"
    + "WJSX2nyAz0fV1hU5I2Ns+in4iT2SuH1u0FCEIxOFsb5QSwECLQMtAAAACAAAACEAFsD0m0sAAACQAAAACgAAAAAAAAAAAAAA"
    + "gAEAAAAAaW5wdXRzLm5weVBLAQItAy0AAAAIAAAAIQAXcJP/xQAAABoBAAAKAAAAAAAAAAAAAACAAYcAAABsYWJlbHMubnB5"
    + "UEsFBgAAAAACAAIAcAAAAIgBAAAAAA=="

  /// A NumPy archive of `inputs` and `labels` of the given shapes.
  private func archive(
    _ path: String, inputs: (String, [Int], [Double]), labels: ([Int], [Double])
  ) throws {
    var dataset = Dataset()
    for (name, shape, values) in [inputs, ("labels", labels.0, labels.1)] {
      let axes = shape.indices.map { "\(name)_\($0)" }
      for (axis, length) in zip(axes, shape) { try dataset.addDimension(axis, length: length) }
      try dataset.add(Variable(name, dimensions: axes, values: .doubles(values)))
    }
    try NPZ.write(dataset, to: path)
  }

  private func prepared() throws -> FokkerProcess {
    let fokker = try FokkerProcess()
    for (name, text) in Self.tables { try fokker.write(text, to: name) }
    for (name, bytes) in Self.idxFiles {
      try bytes.write(to: fokker.directory.appending(path: name))
    }
    try #require(Data(base64Encoded: Self.objects))
      .write(to: fokker.directory.appending(path: "objects.npz"))
    let two: ([Int], [Double]) = ([2], [0, 1])
    try archive(fokker.path("names.npz"), inputs: ("pixels", [2, 1], [1, 2]), labels: two)
    try archive(fokker.path("flat.npz"), inputs: ("inputs", [2], [1, 2]), labels: two)
    try archive(
      fokker.path("one-hot.npz"), inputs: ("inputs", [2, 1], [1, 2]),
      labels: ([2, 2], [1, 0, 0, 1])
    )
    try archive(
      fokker.path("counts.npz"), inputs: ("X", [3, 1], [1, 2, 3]), labels: two)
    try archive(
      fokker.path("nan.npz"), inputs: ("x", [2, 2], [1, 2, 3, .nan]), labels: two)
    try archive(
      fokker.path("real.npz"), inputs: ("data", [2, 1], [1, 2]), labels: ([2], [0, 0.5]))
    return fokker
  }

  @Test(
    "is refused with one sentence that names the file, the place and the remedy",
    arguments: [
      Case("data gone.csv", 74, "no file", "gone.csv"),
      Case("data missing.yml", 74, "gone.csv"),
      Case("data text.dat", 65, "text.dat"),
      Case("train nolabel.csv", 65, "nolabel.csv", "label, labels, y", "a, b, species"),
      Case(
        "data nolabel.csv --set training.data.file.labelColumn=specis", 65,
        "did you mean 'species'", "a, b, species"),
      Case("data letters.csv", 65, "letters.csv, line 3, column 'b': 'four'"),
      Case("data empty-cell.csv", 65, "empty-cell.csv, line 4, feature 'b'", "missing"),
      Case("data nan.csv", 65, "nan.csv, line 3, feature 'b'", "not finite"),
      Case("data ragged.csv", 65, "ragged.csv, line 3", "2 cells"),
      Case("data one-class.csv", 65, "all 2 patterns", "'x'"),
      Case("data no-rows.csv", 65, "0 patterns of 2 features"),
      Case("data only-labels.csv", 65, "2 patterns of 0 features"),
      Case("data real.csv", 65, "real.csv, line 2, column 'label'", "'0.5'"),
      Case("data missing-label.csv", 65, "line 3, column 'label'", "missing"),
      Case("data index.csv", 65, "index=False"),
      Case("data many.csv", 65, "257 different labels", "256"),
      Case("train good.csv -o run", 65, "trainingFraction", "of 3 patterns"),
      Case("data good.csv --set training.data.file.labelArray=y", 65, "labelArray is for .npz"),
      Case("data a-images-idx3-ubyte", 65, "2 patterns", "3 labels", "a-labels-idx1-ubyte"),
      Case("data b-images-idx3-ubyte", 65, "b-images-idx3-ubyte", "3 bytes after its header"),
      Case("data c-images-idx3-ubyte", 74, "c-labels-idx1-ubyte", "labelPath"),
      Case("data d-images-idx1-ubyte", 65, "[2]", "images"),
      Case("data e-images-idx3-ubyte", 65, "e-labels-idx1-ubyte", "1 2 3 4, not with 0 0"),
      Case("data f-images-idx3-ubyte.gz", 65, "gunzip"),
      Case("data pictures", 65, "does not contain 'images'", "labelPath"),
      Case("data objects.npz", 65, "'labels' of", "type |O"),
      Case("data names.npz", 65, "'inputs' or 'X'", "pixels, labels", "inputArray"),
      Case(
        "data names.npz --set training.data.file.inputArray=pixel", 65, "did you mean 'pixels'"),
      Case("data flat.npz", 65, "'inputs'", "[2]", "[patterns, 1]"),
      Case("data one-hot.npz", 65, "[2, 2]", "argmax"),
      Case("data counts.npz", 65, "3 patterns", "2 labels"),
      Case("data nan.npz", 65, "nan.npz, pattern 1, feature 'x1'"),
      Case("data real.npz", 65, "pattern 1", "0.5"),
      Case("data misspelt.yml", 65, "did you mean 'file'"),
      Case("data sourceless.yml", 65, "file.path", "set source to file"),
      Case("data pathless.yml", 65, "file.path cannot be empty"),
      Case("data rule.yml", 65, "boolean.inputs cannot be 40"),
      Case("data good.csv --set training.data.boolean.kind=pairity", 64, "did you mean 'parity'"),
      Case("data good.csv --output good.csv", 74, "good.csv", "exists already"),
      Case("data good.csv --output good.xls", 65, "good.xls"),
      Case("data", 64, "preset"),
    ])
  func refusal(of given: Case) throws {
    let fokker = try prepared()
    defer { fokker.remove() }
    let result = try fokker.run(given.arguments)
    #expect(result.status == given.status, "\(result.error)")
    for message in given.messages { #expect(result.error.contains(message), "\(result.error)") }
    #expect(!result.error.contains("Fatal error"))
    #expect(result.output.isEmpty)
  }
}
