/// The three entries of the header of a `.npy` file.
struct NPYHeader {
  /// The type of the elements as NumPy writes it, such as `<f8`.
  let type: String
  let isFortranOrder: Bool
  let shape: [Int]

  /// Reads the Python dictionary, or returns nil when an entry is missing or strange.
  init?(_ text: String) {
    guard let type = Self.value(of: "descr", in: text),
      let order = Self.value(of: "fortran_order", in: text),
      let tuple = Self.value(of: "shape", in: text)
    else { return nil }
    let extents = tuple.dropFirst().dropLast().split(separator: ",")
      .map { $0.filter { $0 != " " && $0 != "L" } }.filter { !$0.isEmpty }
    let shape = extents.compactMap { Int($0) }
    guard tuple.first == "(", shape.count == extents.count, shape.allSatisfy({ $0 >= 0 }) else {
      return nil
    }
    self.type = type.filter { $0 != "'" && $0 != "\"" }
    self.shape = shape
    isFortranOrder = order == "True"
  }

  /// The number of bytes of the values, or nil when it exceeds the address space.
  func byteCount(of type: NPYType) -> Int? {
    var size = type.elementLength
    for extent in shape {
      let (product, overflow) = size.multipliedReportingOverflow(by: extent)
      guard !overflow else { return nil }
      size = product
    }
    return size
  }

  /// The text between `'key':` and the comma that ends the entry.
  private static func value(of key: String, in text: String) -> Substring? {
    for quote in ["'", "\""] {
      let mark = "\(quote)\(key)\(quote):"
      guard let found = text.firstRange(of: mark) else { continue }
      let rest = text[found.upperBound...].drop { $0 == " " }
      var depth = 0
      for index in rest.indices {
        switch rest[index] {
        case "(", "[", "{": depth += 1
        case ")", "]": depth -= 1
        case "," where depth == 0: return rest[..<index]
        case "}":
          if depth == 0 { return rest[..<index] }
          depth -= 1
        default: break
        }
      }
      return rest
    }
    return nil
  }
}
