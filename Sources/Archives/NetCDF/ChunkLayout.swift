/// How the values of a variable are laid out in the file.
struct ChunkLayout {
  /// The lengths of a chunk along each dimension, or none to leave the choice to the library.
  var lengths: [Int] = []
  /// Whether chunks are compressed.
  var isCompressed = false
}

/// How an array comes into the file.
enum WritingOrder {
  /// All of it at once.
  case whole
  /// Position after position along its first dimension, whose length is known.
  case slabs
  /// Position after position along its first dimension, which grows.
  case growing
}

extension ArrayValues {
  /// The size from which arrays are compressed, 64 KiB.
  private static let smallSize = 1 << 16
  /// The size of the largest chunks, 1 MiB.
  private static let chunkSize = 1 << 20

  /// The layout of an array of the given shape.
  ///
  /// Trailing dimensions are kept whole as far as they fit into a chunk, so that a slice at one
  /// epoch is read from few chunks. Arrays that are written piece by piece have chunks of whole
  /// pieces: small ones share a chunk of 64 KiB, which is not compressed so that it can be filled in
  /// place.
  func chunkLayout(shape: [Int], _ order: WritingOrder) -> ChunkLayout {
    guard stride > 0, let first = shape.first else { return ChunkLayout() }
    let record = shape.dropFirst().reduce(stride, *)
    let isSliced = order != .whole
    if isSliced && record < Self.smallSize {
      let limit = order == .growing ? Int.max : first
      let records = min(max(1, Self.smallSize / max(record, 1)), max(limit, 1))
      return ChunkLayout(lengths: [records] + shape.dropFirst().map { max(1, $0) })
    }
    guard isSliced || first * record >= Self.smallSize else { return ChunkLayout() }
    var room = Self.chunkSize / stride
    var lengths = shape
    if isSliced { lengths[0] = 1 }
    for axis in shape.indices.reversed() {
      lengths[axis] = max(1, min(lengths[axis], room))
      room /= lengths[axis]
    }
    return ChunkLayout(lengths: lengths, isCompressed: true)
  }

  /// The number of bytes of one value, or 0 for texts.
  private var stride: Int {
    switch self {
    case .doubles, .integers: 8
    case .floats: 4
    case .bytes: 1
    case .strings: 0
    }
  }
}
