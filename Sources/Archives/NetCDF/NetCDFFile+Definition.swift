internal import CNetCDF

extension NetCDFFile {
  /// Defines the dimensions, variables and attributes of a dataset.
  ///
  /// Returns the identifier of each variable.
  func define(_ dataset: Dataset, unlimited: String = "") throws(ArchiveError) -> [Int32] {
    var dimensions: [String: Int32] = [:]
    for dimension in dataset.dimensions {
      var dimensionIdentifier: Int32 = 0
      // A length of 0 is the library's mark of a dimension that can grow.
      let length = dimension.name == unlimited ? 0 : dimension.length
      try check(nc_def_dim(identifier, dimension.name, length, &dimensionIdentifier))
      dimensions[dimension.name] = dimensionIdentifier
    }
    var variables: [Int32] = []
    for variable in dataset.variables {
      let shape = try dataset.shape(of: variable)
      let identifiers = shape.compactMap { dimensions[$0.name] }
      variables.append(try define(variable, shape: shape, dimensionIdentifiers: identifiers))
    }
    try put(dataset.attributes, of: NC_GLOBAL)
    try check(nc_enddef(identifier))
    return variables
  }

  private func define(
    _ variable: Variable, shape: [Dimension], dimensionIdentifiers: [Int32]
  ) throws(ArchiveError) -> Int32 {
    var variableIdentifier: Int32 = 0
    try check(
      nc_def_var(
        identifier, variable.name, variable.values.externalType,
        Int32(dimensionIdentifiers.count), dimensionIdentifiers, &variableIdentifier))
    if let chunk = variable.values.chunkLengths(shape: shape.map(\.length)) {
      try check(nc_def_var_chunking(identifier, variableIdentifier, NC_CHUNKED, chunk))
      try check(nc_def_var_deflate(identifier, variableIdentifier, 1, 1, 4))
    }
    try put(variable.attributes, of: variableIdentifier)
    return variableIdentifier
  }

  func put(_ attributes: Attributes, of variable: Int32) throws(ArchiveError) {
    for (name, value) in attributes {
      switch value {
      // Characters say nothing of their encoding, texts of the type string are in UTF-8.
      case .string(let text) where text.utf8.allSatisfy { $0 < 0x80 }:
        try check(nc_put_att_text(identifier, variable, name, text.utf8.count, text))
      case .string(let text): try put([text], named: name, of: variable)
      case .strings(let texts): try put(texts, named: name, of: variable)
      case .doubles(let numbers):
        try check(nc_put_att_double(identifier, variable, name, NC_DOUBLE, numbers.count, numbers))
      case .integers(let numbers):
        try check(
          nc_put_att_longlong(
            identifier, variable, name, NC_INT64, numbers.count, numbers))
      }
    }
  }

  private func put(
    _ texts: [String], named name: String, of variable: Int32
  ) throws(ArchiveError) {
    try texts.withCStrings { (pointers) throws(ArchiveError) in
      var pointers = pointers
      try check(nc_put_att_string(identifier, variable, name, texts.count, &pointers))
    }
  }

  /// Writes all values of a variable.
  func put(_ variable: Variable, identifier variableIdentifier: Int32) throws(ArchiveError) {
    guard variable.values.count > 0 else { return }
    switch variable.values {
    case .doubles(let values): try check(nc_put_var_double(identifier, variableIdentifier, values))
    case .floats(let values): try check(nc_put_var_float(identifier, variableIdentifier, values))
    case .integers(let values): try check(nc_put_var(identifier, variableIdentifier, values))
    case .bytes(let values): try check(nc_put_var_uchar(identifier, variableIdentifier, values))
    case .strings(let values):
      try values.withCStrings { (pointers) throws(ArchiveError) in
        var pointers = pointers
        try check(nc_put_var_string(identifier, variableIdentifier, &pointers))
      }
    }
  }
}

extension ArrayValues {
  /// The type of the values in the file.
  var externalType: nc_type {
    switch self {
    case .doubles: NC_DOUBLE
    case .floats: NC_FLOAT
    case .integers: NC_INT64
    case .bytes: NC_UBYTE
    case .strings: NC_STRING
    }
  }

  /// The number of bytes of one value, or 0 for texts.
  var stride: Int {
    switch self {
    case .doubles, .integers: 8
    case .floats: 4
    case .bytes: 1
    case .strings: 0
    }
  }

  /// The shape of a chunk of at most 1 MiB, or nil for small arrays and texts.
  ///
  /// Trailing dimensions are kept whole as far as they fit, so that a slice at one epoch is read
  /// from few chunks.
  func chunkLengths(shape: [Int]) -> [Int]? {
    guard stride > 0, !shape.isEmpty, count * stride >= 1 << 16 else { return nil }
    var room = (1 << 20) / stride
    var lengths = shape
    for axis in shape.indices.reversed() {
      lengths[axis] = max(1, min(shape[axis], room))
      room /= lengths[axis]
    }
    return lengths
  }
}

extension [String] {
  /// Calls `body` with pointers to null-terminated copies of the texts.
  func withCStrings<Result>(
    _ body: ([UnsafePointer<CChar>?]) throws(ArchiveError) -> Result
  ) throws(ArchiveError) -> Result {
    var characters: [CChar] = []
    var offsets: [Int] = []
    for text in self {
      offsets.append(characters.count)
      characters.append(contentsOf: text.utf8.lazy.map { CChar(bitPattern: $0) })
      characters.append(0)
    }
    let storage = characters
    let copies = UnsafeMutablePointer<CChar>.allocate(capacity: Swift.max(storage.count, 1))
    defer { copies.deallocate() }
    copies.initialize(from: storage, count: storage.count)
    return try body(offsets.map { UnsafePointer(copies + $0) })
  }
}
