/// Points of a space in single precision, coordinate by coordinate, for distances in the max norm.
///
/// Each coordinate is taken relative to its mean, which single precision then resolves best.
/// Distances are kept as the bit patterns of non-negative numbers, which have the same order.
struct PointRows: Sendable {
  /// The number of points.
  let count: Int
  /// The number of coordinates.
  let dimensions: Int
  /// The number of points in a row, padded to whole vectors with points at infinity.
  let padded: Int
  /// The coordinates in the order [dimension][point].
  let coordinates: [Float]

  /// Takes the points in a given order.
  ///
  /// - Parameters:
  ///   - values: The coordinates in the order [dimension][point].
  ///   - order: The point at each place.
  init<Scalar: BinaryFloatingPoint>(_ values: UnsafeBufferPointer<Scalar>, order: [Int]) {
    count = order.count
    dimensions = values.count / order.count
    padded = (count + 15) / 16 * 16
    var coordinates = [Float](repeating: .infinity, count: dimensions * padded)
    for dimension in 0..<dimensions {
      let row = UnsafeBufferPointer(
        rebasing: values[dimension * count..<(dimension + 1) * count])
      let mean = row.reduce(0) { $0 + Double($1) } / Double(count)
      for (place, point) in order.enumerated() {
        coordinates[dimension * padded + place] = Float(Double(row[point]) - mean)
      }
    }
    self.coordinates = coordinates
  }

  /// Writes the distances of four points from all others, as bit patterns.
  ///
  /// - Parameters:
  ///   - first: The first of the four points.
  ///   - rows: Memory for four rows of ``padded`` distances.
  @inline(__always)
  func distances(from first: Int, to rows: UnsafeMutablePointer<UInt32>) {
    coordinates.withUnsafeBufferPointer { coordinates in
      guard let coordinate = coordinates.baseAddress else { return }
      for other in stride(from: 0, to: padded, by: 16) {
        var (a, b, c, d) = (SIMD16<Float>(), SIMD16<Float>(), SIMD16<Float>(), SIMD16<Float>())
        for dimension in 0..<dimensions {
          let row = coordinate + dimension * padded
          let x = UnsafeRawPointer(row + other).loadUnaligned(as: SIMD16<Float>.self)
          let four = row + first
          a = larger(a, magnitude(x - four[0]))
          b = larger(b, magnitude(x - four[1]))
          c = larger(c, magnitude(x - four[2]))
          d = larger(d, magnitude(x - four[3]))
        }
        store(a, rows + other)
        store(b, rows + padded + other)
        store(c, rows + 2 * padded + other)
        store(d, rows + 3 * padded + other)
      }
    }
  }
}

@inline(__always)
private func larger(_ a: SIMD16<Float>, _ b: SIMD16<Float>) -> SIMD16<Float> {
  a.replacing(with: b, where: b .> a)
}

@inline(__always)
private func magnitude(_ x: SIMD16<Float>) -> SIMD16<Float> {
  unsafeBitCast(
    unsafeBitCast(x, to: SIMD16<UInt32>.self) & SIMD16(repeating: 0x7FFF_FFFF),
    to: SIMD16<Float>.self)
}

@inline(__always)
private func store(_ values: SIMD16<Float>, _ place: UnsafeMutablePointer<UInt32>) {
  UnsafeMutableRawPointer(place).storeBytes(of: values, as: SIMD16<Float>.self)
}
