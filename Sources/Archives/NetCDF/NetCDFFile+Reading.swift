internal import CNetCDF

extension NetCDFFile {
  /// The content of the file, with the variables asked for and their coordinates.
  ///
  /// With a section, only what is at its position along its dimension, which is left out.
  func dataset(
    _ selection: VariableSelection, section: FileSection? = nil
  ) throws(ArchiveError) -> Dataset {
    let dimensions = try dimensions()
    if let section { try check(section, against: dimensions) }
    let headers = try variableHeaders(dimensions)
    let names = try selection.chosen(headers.map { ($0.name, $0.dimensions) }, file: path)
    let selected = headers.filter {
      names.contains($0.name) && ($0.name != section?.dimension || !$0.isCoordinate)
    }
    var dataset = Dataset(attributes: try attributes(of: NC_GLOBAL), source: path)
    let characterAxes = Set(selected.filter(\.isText).compactMap(\.dimensions.last))
    let usedAxes = Set(headers.flatMap(\.valueDimensions))
    for dimension in dimensions
    where dimension.name != section?.dimension
      && (usedAxes.contains(dimension.name) || !characterAxes.contains(dimension.name))
    {
      try dataset.addDimension(dimension.name, length: dimension.length)
    }
    for header in selected {
      try dataset.add(try variable(header, shape: dimensions, section: section))
    }
    return dataset
  }

  private func check(
    _ section: FileSection, against dimensions: [Dimension]
  ) throws(ArchiveError) {
    guard let dimension = dimensions.first(where: { $0.name == section.dimension }) else {
      throw .missingDimension(file: path, name: section.dimension, available: dimensions)
    }
    guard (0..<dimension.length).contains(section.position) else {
      throw .outsideDimension(file: path, dimension: dimension, position: section.position)
    }
  }

  /// The dimensions in the order of their identifiers.
  func dimensions() throws(ArchiveError) -> [Dimension] {
    var count: Int32 = 0
    try check(nc_inq_ndims(identifier, &count))
    var dimensions: [Dimension] = []
    for dimension in 0..<count {
      var length = 0
      let name = try name { nc_inq_dimname(identifier, dimension, $0) }
      try check(nc_inq_dimlen(identifier, dimension, &length))
      dimensions.append(Dimension(name, length: length))
    }
    return dimensions
  }

  func variableHeaders(_ all: [Dimension]) throws(ArchiveError) -> [NetCDFHeader] {
    var count: Int32 = 0
    try check(nc_inq_nvars(identifier, &count))
    var headers: [NetCDFHeader] = []
    for variable in 0..<count {
      var type: nc_type = 0
      var rank: Int32 = 0
      let name = try name { nc_inq_varname(identifier, variable, $0) }
      try check(nc_inq_vartype(identifier, variable, &type))
      try check(nc_inq_varndims(identifier, variable, &rank))
      var axes = [Int32](repeating: 0, count: Int(rank))
      try check(nc_inq_vardimid(identifier, variable, &axes))
      let names = axes.map { all[Int($0)].name }
      headers.append(
        NetCDFHeader(identifier: variable, name: name, type: type, dimensions: names))
    }
    return headers
  }

  private func name(
    _ inquire: (UnsafeMutablePointer<CChar>) -> Int32
  ) throws(ArchiveError) -> String {
    var characters = [CChar](repeating: 0, count: Int(NC_MAX_NAME) + 1)
    try check(inquire(&characters))
    return characters.textBeforeNull
  }

  func attributes(of variable: Int32) throws(ArchiveError) -> Attributes {
    var count: Int32 = 0
    try check(
      variable == NC_GLOBAL
        ? nc_inq_natts(identifier, &count) : nc_inq_varnatts(identifier, variable, &count))
    var attributes = Attributes()
    for index in 0..<count {
      let name = try name { nc_inq_attname(identifier, variable, index, $0) }
      attributes[name] = try attribute(name, of: variable)
    }
    return attributes
  }

  /// The value of an attribute, or nil when it is of a type that only its author knows.
  private func attribute(
    _ name: String, of variable: Int32
  ) throws(ArchiveError) -> AttributeValue? {
    var type: nc_type = 0
    var count = 0
    try check(nc_inq_att(identifier, variable, name, &type, &count))
    switch type {
    case NC_CHAR:
      var characters = [CChar](repeating: 0, count: count)
      try check(nc_get_att_text(identifier, variable, name, &characters))
      return .string(characters.textBeforeNull)
    case NC_STRING:
      var pointers = [UnsafeMutablePointer<CChar>?](repeating: nil, count: count)
      try check(nc_get_att_string(identifier, variable, name, &pointers))
      let texts = takeTexts(&pointers)
      return texts.count == 1 ? .string(texts[0]) : .strings(texts)
    case NC_FLOAT, NC_DOUBLE, NC_UINT64:
      var numbers = [Double](repeating: 0, count: count)
      try check(nc_get_att_double(identifier, variable, name, &numbers))
      return .doubles(numbers)
    case NC_BYTE, NC_UBYTE, NC_SHORT, NC_USHORT, NC_INT, NC_UINT, NC_INT64:
      var numbers = [CLongLong](repeating: 0, count: count)
      try check(nc_get_att_longlong(identifier, variable, name, &numbers))
      return .integers(numbers)
    default: return nil
    }
  }
}

/// Copies the texts that the library allocated and frees them.
func takeTexts(_ pointers: inout [UnsafeMutablePointer<CChar>?]) -> [String] {
  let texts = pointers.map { $0.map { String(cString: $0) } ?? "" }
  nc_free_string(pointers.count, &pointers)
  return texts
}

extension [CChar] {
  /// The text up to the first null character or the end.
  var textBeforeNull: String {
    String(decoding: prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }
}
