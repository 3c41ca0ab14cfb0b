import Archives

extension DataTable {
  /// Reads an IDX file of images and one of labels.
  init(images path: String, labelPath: String) throws {
    let images = try IDX(contentsOf: path)
    guard images.shape.count >= 2, let numbers = images.values.doubles else {
      throw CommandFailure(
        .badData,
        "\(path) has the shape \(images.shape), but images [pattern, row, column] are needed; give "
          + "the file of images as training.data.file.path and that of labels as labelPath.")
    }
    let labelPath = labelPath.isEmpty ? try Self.labelPath(ofImages: path) : labelPath
    let labels = try Self.labels(labelPath, ofImages: path)
    try Self.checkCounts(
      patterns: images.shape[0], in: path, labels: labels.count, in: labelPath)
    self.init(
      path: path, featureNames: Self.featureNames(shape: Array(images.shape.dropFirst())),
      inputs: numbers, labels: .numbers(labels))
  }

  private static func labels(_ path: String, ofImages images: String) throws -> [Int64] {
    let labels: IDX
    do {
      labels = try IDX(contentsOf: path)
    } catch ArchiveError.missingFile {
      throw CommandFailure(
        .inputOutput,
        "There is no file \(path), which should hold the labels of \(images); set "
          + "training.data.file.labelPath to it.")
    }
    guard labels.shape.count == 1, let classes = labels.values.integers else {
      throw CommandFailure(
        .badData,
        "\(path) has the shape \(labels.shape) of \(labels.values.typeName), but labels [pattern] "
          + "of whole numbers are needed.")
    }
    return classes
  }

  /// `train-labels-idx1-ubyte` for `train-images-idx3-ubyte`.
  static func labelPath(ofImages path: String) throws -> String {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    let name = String(parts.last ?? "")
    guard name.contains("images") else {
      throw CommandFailure(
        .badData,
        "The labels of \(path) are not known, since its name does not contain 'images'; set "
          + "training.data.file.labelPath to the IDX file of the labels.")
    }
    let labelName = name.replacing("images", with: "labels").replacing(/idx[0-9]+/, with: "idx1")
    return (parts.dropLast().map(String.init) + [labelName]).joined(separator: "/")
  }
}
