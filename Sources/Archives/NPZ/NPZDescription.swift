/// What the arrays of a NumPy archive cannot say: dimensions and attributes.
struct NPZDescription {
  /// Whether the archive has a description.
  private(set) var isPresent = false
  private var dimensions: [Dimension] = []
  private var attributes = Attributes()
  private var variables: [String: (dimensions: [String], attributes: Attributes)] = [:]
  private var order: [String] = []

  /// The description of an archive that has none.
  init() {}

  init(_ dataset: Dataset) {
    dimensions = dataset.dimensions
    attributes = dataset.attributes
    for variable in dataset.variables {
      order.append(variable.name)
      variables[variable.name] = (variable.dimensions, variable.attributes)
    }
  }

  /// The description as JSON.
  var text: String {
    let members = order.compactMap { name in
      variables[name].map { variable in
        let names = variable.dimensions.map { JSONValue.string($0) }
        let entry = JSONValue.object([
          ("dimensions", .array(names)), ("attributes", variable.attributes.json),
        ])
        return (key: name, value: entry)
      }
    }
    let lengths = dimensions.map { (key: $0.name, value: JSONValue.integer(Int64($0.length))) }
    return JSONValue.object([
      ("dimensions", .object(lengths)), ("attributes", attributes.json),
      ("variables", .object(members)),
    ]).text
  }

  /// Reads a description; failures name the archive.
  init(parsing text: String, path: String) throws(ArchiveError) {
    guard let json = JSONValue(parsing: text) else {
      throw .damaged(
        path: path, format: .npz, reason: "the member 'attributes' is not JSON")
    }
    isPresent = true
    for (name, value) in json["dimensions"]?.entries ?? [] {
      guard case .integer(let length) = value, length >= 0 else { continue }
      dimensions.append(Dimension(name, length: Int(length)))
    }
    attributes = Attributes(json["attributes"])
    for (name, value) in json["variables"]?.entries ?? [] {
      let names = (value["dimensions"]?.elements ?? []).compactMap(\.string)
      variables[name] = (names, Attributes(value["attributes"]))
    }
  }

  /// The names of the dimensions of an array, none when it is not described.
  func dimensions(of name: String) -> [String] { variables[name]?.dimensions ?? [] }

  /// The dataset of the arrays, whose undescribed axes are left unnamed.
  func dataset(
    _ arrays: [(name: String, array: NPYArray)], path: String
  ) throws(ArchiveError) -> Dataset {
    var dataset = Dataset(attributes: attributes, source: path)
    for dimension in dimensions {
      try dataset.addDimension(dimension.name, length: dimension.length)
    }
    for (name, array) in arrays {
      let entry = variables[name]
      let names =
        if let entry { entry.dimensions } else { try dataset.addUnnamedDimensions(array.shape) }
      let variable = Variable(
        name, dimensions: names, values: array.values, attributes: entry?.attributes ?? [:])
      let lengths = try dataset.shape(of: variable)
      guard lengths.map(\.length) == array.shape else {
        throw .wrongDimensions(
          file: path, variable: name, expected: array.shape.map { "\($0)" }, found: lengths)
      }
      try dataset.add(variable)
    }
    return dataset
  }
}

extension Dataset {
  /// Adds an unnamed dimension for each length that has none, and returns the names of all.
  fileprivate mutating func addUnnamedDimensions(_ shape: [Int]) throws(ArchiveError) -> [String] {
    var names: [String] = []
    for length in shape {
      let existing = dimensions.first {
        $0.isUnnamed && $0.length == length && !names.contains($0.name)
      }
      let number = dimensions.count(where: \.isUnnamed)
      let name = existing?.name ?? "\(Dimension.unnamedPrefix)\(number)"
      try addDimension(name, length: length)
      names.append(name)
    }
    return names
  }
}

extension JSONValue {
  fileprivate var string: String? {
    if case .string(let text) = self { text } else { nil }
  }
}

extension Attributes {
  fileprivate init(_ json: JSONValue?) {
    self.init()
    for (name, value) in json?.entries ?? [] { self[name] = AttributeValue(value) }
  }

  fileprivate var json: JSONValue {
    .object(map { (key: $0.name, value: $0.value.json) })
  }
}

extension AttributeValue {
  /// The attribute of a text, a number, or a list of either; nil for anything else.
  fileprivate init?(_ json: JSONValue) {
    if case .array(let elements) = json, elements.isEmpty {
      self = .doubles([])
      return
    }
    let elements = json.elements.isEmpty ? [json] : json.elements
    let isList = !json.elements.isEmpty
    let texts = elements.compactMap(\.string)
    let integers = elements.compactMap { if case .integer(let value) = $0 { value } else { nil } }
    let numbers = elements.compactMap { element -> Double? in
      switch element {
      case .integer(let value): Double(value)
      case .number(let value): value
      default: nil
      }
    }
    if texts.count == elements.count {
      self = isList ? .strings(texts) : .string(texts[0])
    } else if integers.count == elements.count {
      self = .integers(integers)
    } else if numbers.count == elements.count {
      self = .doubles(numbers)
    } else {
      return nil
    }
  }

  /// The attribute as JSON; a single number stands by itself.
  fileprivate var json: JSONValue {
    switch self {
    case .string(let text): .string(text)
    case .strings(let texts): .array(texts.map { .string($0) })
    case .doubles(let numbers):
      numbers.count == 1 ? .number(numbers[0]) : .array(numbers.map { .number($0) })
    case .integers(let numbers):
      numbers.count == 1 ? .integer(numbers[0]) : .array(numbers.map { .integer($0) })
    }
  }
}
