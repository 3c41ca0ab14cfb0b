internal import CNetCDF

extension NetCDFFile {
  /// Defines the dimensions, variables and attributes of a dataset.
  ///
  /// The dimension called `growing`, if there is one, can grow. Returns the identifier of each
  /// variable.
  func define(
    _ dataset: Dataset, growing: String = "", compressed: Bool = true
  ) throws(ArchiveError) -> [Int32] {
    let dimensions = try define(dataset.dimensions, growing: growing)
    var variables: [Int32] = []
    for variable in dataset.variables {
      variables.append(
        try define(
          variable, shape: dataset.shape(of: variable), dimensions,
          variable.dimensions.contains(growing) ? .growing : .whole, compressed))
    }
    try put(dataset.attributes, of: NC_GLOBAL)
    try check(nc_enddef(identifier))
    return variables
  }

  /// Defines a dataset whose further variables are written slab by slab along a dimension.
  ///
  /// Returns the identifiers of the variables of the dataset itself.
  func define(
    _ dataset: Dataset, slabs: Dataset, along sliced: String, compressed: Bool
  ) throws(ArchiveError) -> [Int32] {
    let all = dataset.dimensions + slabs.dimensions.filter { !dataset.dimensions.contains($0) }
    let dimensions = try define(all)
    var identifiers: [Int32] = []
    for variable in dataset.variables {
      identifiers.append(
        try define(
          variable, shape: dataset.shape(of: variable), dimensions, .whole, compressed))
    }
    for variable in slabs.variables {
      let shape = all.filter { $0.name == sliced } + (try slabs.shape(of: variable))
      _ = try define(variable, shape: shape, dimensions, .slabs, compressed)
    }
    try put(dataset.attributes, of: NC_GLOBAL)
    try check(nc_enddef(identifier))
    return identifiers
  }

  private func define(
    _ dimensions: [Dimension], growing: String = ""
  ) throws(ArchiveError) -> [String: Int32] {
    var identifiers: [String: Int32] = [:]
    for dimension in dimensions {
      var dimensionIdentifier: Int32 = 0
      // A length of 0 is the library's mark of a dimension that can grow.
      let length = dimension.name == growing ? 0 : dimension.length
      try check(nc_def_dim(identifier, dimension.name, length, &dimensionIdentifier))
      identifiers[dimension.name] = dimensionIdentifier
    }
    return identifiers
  }

  /// Defines a variable whose values come in the given order.
  private func define(
    _ variable: Variable, shape: [Dimension], _ dimensions: [String: Int32],
    _ order: WritingOrder, _ compressed: Bool
  ) throws(ArchiveError) -> Int32 {
    var layout = variable.values.chunkLayout(shape: shape.map(\.length), order)
    layout.isCompressed = layout.isCompressed && compressed
    return try define(
      variable, layout, dimensionIdentifiers: shape.compactMap { dimensions[$0.name] })
  }

  private func define(
    _ variable: Variable, _ layout: ChunkLayout, dimensionIdentifiers: [Int32]
  ) throws(ArchiveError) -> Int32 {
    var variableIdentifier: Int32 = 0
    try check(
      nc_def_var(
        identifier, variable.name, variable.values.externalType,
        Int32(dimensionIdentifiers.count), dimensionIdentifiers, &variableIdentifier))
    if !layout.lengths.isEmpty {
      try check(nc_def_var_chunking(identifier, variableIdentifier, NC_CHUNKED, layout.lengths))
    }
    if layout.isCompressed {
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

extension NetCDFFile {
  /// Writes the values of a variable as records from `start` on along its first dimension.
  func put(
    _ variable: Variable, identifier variableIdentifier: Int32, from start: Int, shape: [Int]
  ) throws(ArchiveError) {
    guard variable.values.count > 0 else { return }
    let starts = shape.indices.map { $0 == 0 ? start : 0 }
    let status: Int32
    switch variable.values {
    case .doubles(let values):
      status = nc_put_vara(identifier, variableIdentifier, starts, shape, values)
    case .floats(let values):
      status = nc_put_vara(identifier, variableIdentifier, starts, shape, values)
    case .integers(let values):
      status = nc_put_vara(identifier, variableIdentifier, starts, shape, values)
    case .bytes(let values):
      status = nc_put_vara(identifier, variableIdentifier, starts, shape, values)
    case .strings(let values):
      status = values.withCStrings { pointers in
        var pointers = pointers
        return nc_put_vara_string(identifier, variableIdentifier, starts, shape, &pointers)
      }
    }
    try check(status)
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
}
