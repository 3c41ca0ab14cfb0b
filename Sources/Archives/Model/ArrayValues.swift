/// The values of an array in row-major order: the last dimension varies fastest.
public enum ArrayValues: Hashable, Sendable {
  /// 64-bit floating-point numbers.
  case doubles([Double])
  /// 32-bit floating-point numbers.
  case floats([Float])
  /// 64-bit integers.
  case integers([Int64])
  /// Unsigned 8-bit integers, for codes and flags.
  case bytes([UInt8])
  /// Texts, such as the names of closures or schemes along a coordinate.
  case strings([String])
}

extension ArrayValues {
  /// The number of values.
  public var count: Int {
    switch self {
    case .doubles(let values): values.count
    case .floats(let values): values.count
    case .integers(let values): values.count
    case .bytes(let values): values.count
    case .strings(let values): values.count
    }
  }

  /// What the values are, in words for a message.
  public var typeName: String {
    switch self {
    case .doubles: "64-bit floating-point numbers"
    case .floats: "32-bit floating-point numbers"
    case .integers: "64-bit integers"
    case .bytes: "unsigned bytes"
    case .strings: "texts"
    }
  }

  /// The values as 64-bit floating-point numbers, or nil for texts.
  ///
  /// Integers beyond ±2⁵³ are rounded to the nearest number.
  public var doubles: [Double]? {
    switch self {
    case .doubles(let values): values
    case .floats(let values): values.map(Double.init)
    case .integers(let values): values.map(Double.init)
    case .bytes(let values): values.map(Double.init)
    case .strings: nil
    }
  }

  /// The values as 64-bit integers, or nil when one of them is not a whole number of 64 bits.
  public var integers: [Int64]? {
    switch self {
    case .doubles(let values): Self.exactly(values)
    case .floats(let values): Self.exactly(values)
    case .integers(let values): values
    case .bytes(let values): values.map(Int64.init)
    case .strings: nil
    }
  }

  private static func exactly<Value: BinaryFloatingPoint>(_ values: [Value]) -> [Int64]? {
    var integers: [Int64] = []
    integers.reserveCapacity(values.count)
    for value in values {
      guard let integer = Int64(exactly: value) else { return nil }
      integers.append(integer)
    }
    return integers
  }

  /// The values at the given places, in their order.
  func reordered(_ order: [Int]) -> ArrayValues {
    switch self {
    case .doubles(let values): .doubles(order.map { values[$0] })
    case .floats(let values): .floats(order.map { values[$0] })
    case .integers(let values): .integers(order.map { values[$0] })
    case .bytes(let values): .bytes(order.map { values[$0] })
    case .strings(let values): .strings(order.map { values[$0] })
    }
  }
}
