/// A bounded interval divided into equal cells.
///
/// Cell `i` lies between the faces `i` and `i + 1`:
///
/// ```
/// face   0       1       2   …   n
///        |   ·   |   ·   |       |
/// cell       0       1     …  n−1
/// ```
public struct Axis: Hashable, Codable, Sendable {
  /// The coordinate of face 0.
  public let lowerBound: Double
  /// The coordinate of the last face.
  public let upperBound: Double
  /// The number of cells; at least 2.
  public let cellCount: Int

  /// Creates an axis that divides `domain` into `cellCount` cells.
  ///
  /// - Throws: ``GridError/tooFewCells(_:)`` when `cellCount` is less than 2, and
  ///   ``GridError/emptyDomain(_:_:)`` when `domain` has no finite positive length.
  public init(_ domain: ClosedRange<Double>, cellCount: Int) throws(GridError) {
    guard cellCount >= 2 else { throw .tooFewCells(cellCount) }
    let length = domain.upperBound - domain.lowerBound
    guard length.isFinite, length > 0 else {
      throw .emptyDomain(domain.lowerBound, domain.upperBound)
    }
    self.lowerBound = domain.lowerBound
    self.upperBound = domain.upperBound
    self.cellCount = cellCount
  }

  /// The same interval with half as many cells.
  var coarsened: Axis { Axis(lowerBound, upperBound, cellCount / 2) }

  private init(_ lowerBound: Double, _ upperBound: Double, _ cellCount: Int) {
    self.lowerBound = lowerBound
    self.upperBound = upperBound
    self.cellCount = cellCount
  }

  /// The distance between the first and the last face.
  public var length: Double { upperBound - lowerBound }

  /// The distance between neighbouring faces; always positive.
  @inlinable
  public var spacing: Double { (upperBound - lowerBound) / Double(cellCount) }

  /// The coordinate of the middle of a cell.
  @inlinable
  public func center(ofCell index: Int) -> Double {
    lowerBound + (Double(index) + 0.5) * spacing
  }

  /// The coordinate of a face, from 0 to `cellCount`.
  @inlinable
  public func face(_ index: Int) -> Double {
    index == cellCount ? upperBound : lowerBound + Double(index) * spacing
  }

  /// The coordinates of all cell middles.
  public var centers: [Double] { (0..<cellCount).map(center(ofCell:)) }

  /// The coordinates of all faces, one more than there are cells.
  public var faces: [Double] { (0...cellCount).map(face) }

  /// The cell that contains `x`, or nil outside the axis; the upper bound is in the last cell.
  @inlinable
  public func cell(containing x: Double) -> Int? {
    guard x >= lowerBound, x <= upperBound else { return nil }
    return min(Int((x - lowerBound) / spacing), cellCount - 1)
  }
}
