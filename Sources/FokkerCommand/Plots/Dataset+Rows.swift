import Archives

extension Dataset {
  /// The numbers of a variable as rows along its last dimension, in the order of the others.
  func rows(named name: String, dimensions: [String]) throws -> [[Double]] {
    let values = try doubles(named: name, dimensions: dimensions)
    let length = try length(of: dimensions.last ?? "")
    guard length > 0 else { return [] }
    return stride(from: 0, to: values.count, by: length).map { Array(values[$0..<$0 + length]) }
  }

  /// The rows of a variable, or nil when it is not there.
  func rowsIfPresent(named name: String, dimensions: [String]) throws -> [[Double]]? {
    contains(name) ? try rows(named: name, dimensions: dimensions) : nil
  }

  /// A coordinate as whole numbers.
  func wholeCoordinate(_ name: String) throws -> [Int] {
    try integers(named: name, dimensions: [name]).map(Int.init)
  }

  /// A coordinate as numbers.
  func coordinate(_ name: String) throws -> [Double] {
    try doubles(named: name, dimensions: [name])
  }

  /// A coordinate as texts.
  func nameCoordinate(_ name: String) throws -> [String] {
    try strings(named: name, dimensions: [name])
  }
}
