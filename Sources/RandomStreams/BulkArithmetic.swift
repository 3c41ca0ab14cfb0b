// One arithmetic for both precisions and any count: the rest of a row goes through the same vectors
// as the others, so that a number's place does not matter.

extension RealLanes {
  /// Calls `body` as above with √(factor · variance) of the piece's numbers.
  ///
  /// Equal variances, as of constant noise, have their root taken once: with the same arithmetic, so
  /// that the bits of one do not depend on the others.
  @inline(__always)
  private static func forEachPiece(
    of total: Int, variances: UnsafePointer<Scalar>, factor: Scalar,
    _ body: (Int, Int, Self) -> Void
  ) {
    if areEqual(variances, count: total) {
      let root = (factor * Self(repeating: variances[0])).checkedSquareRoot
      forEachPiece(of: total) { body($0, $1, root) }
    } else {
      forEachPiece(of: total) { start, room in
        body(start, room, (factor * Self(from: variances + start, count: room)).checkedSquareRoot)
      }
    }
  }

  /// Whether all numbers have the same bits.
  @inline(__always)
  private static func areEqual(_ values: UnsafePointer<Scalar>, count total: Int) -> Bool {
    guard total > 0 else { return false }
    let first = Self(repeating: values[0]).bits
    var difference = Bits(repeating: 0)
    var start = 0
    while start &+ count <= total {
      difference = difference | (Self(from: values + start).bits ^ first)
      start &+= count
    }
    for place in start..<total where values[place] != values[0] { return false }
    return difference.reducedOr == 0
  }

  /// result = √(factor · variance) · normal.
  @inline(__always)
  static func scale(
    _ normals: UnsafePointer<Scalar>, variances: UnsafePointer<Scalar>, factor: Scalar,
    into result: UnsafeMutablePointer<Scalar>, count total: Int
  ) {
    forEachPiece(of: total, variances: variances, factor: factor) { start, room, root in
      (root * Self(from: normals + start, count: room)).store(to: result + start, count: room)
    }
  }

  /// x ← x + step · rate + √(factor · variance) · normal; whether all results are finite.
  @inline(__always)
  static func advance(
    _ numbers: UnsafeMutablePointer<Scalar>, rates: UnsafePointer<Scalar>, step: Scalar,
    normals: UnsafePointer<Scalar>, variances: UnsafePointer<Scalar>, factor: Scalar,
    count total: Int
  ) -> Bool {
    let step = Self(repeating: step)
    // A sum of zeros, unless a factor is infinite or not a number.
    var zeros = Self(repeating: 0)
    forEachPiece(of: total, variances: variances, factor: factor) { start, room, root in
      let x = Self(from: numbers + start, count: room)
      let drifted = fused(step, Self(from: rates + start, count: room), x)
      let moved = fused(root, Self(from: normals + start, count: room), drifted)
      moved.store(to: numbers + start, count: room)
      zeros = fused(moved, Self(repeating: 0), zeros)
    }
    return zeros.overflowBits.reducedOr.leadingZeroBitCount > 0
  }

  /// Whether all numbers are finite.
  @inline(__always)
  static func areFinite(_ values: UnsafePointer<Scalar>, count total: Int) -> Bool {
    var overflow = Bits(repeating: 0)
    forEachPiece(of: total) { start, room in
      overflow = overflow | Self(from: values + start, count: room).overflowBits
    }
    return overflow.reducedOr.leadingZeroBitCount > 0
  }
}

extension Double {
  /// Scales standard normal numbers to given variances; see ``NormalScalar``.
  public static func scale(
    _ normals: UnsafePointer<Double>, variances: UnsafePointer<Double>, factor: Double,
    into result: UnsafeMutablePointer<Double>, count: Int
  ) {
    DoubleLanes.scale(normals, variances: variances, factor: factor, into: result, count: count)
  }

  /// Adds a step and a scaled normal number; see ``NormalScalar``.
  public static func advance(
    _ numbers: UnsafeMutablePointer<Double>, rates: UnsafePointer<Double>, step: Double,
    normals: UnsafePointer<Double>, variances: UnsafePointer<Double>, factor: Double, count: Int
  ) -> Bool {
    DoubleLanes.advance(
      numbers, rates: rates, step: step, normals: normals, variances: variances, factor: factor,
      count: count)
  }

  /// Whether all numbers are finite; see ``NormalScalar``.
  public static func areFinite(_ values: UnsafePointer<Double>, count: Int) -> Bool {
    DoubleLanes.areFinite(values, count: count)
  }
}

extension Float {
  /// Scales standard normal numbers to given variances; see ``NormalScalar``.
  public static func scale(
    _ normals: UnsafePointer<Float>, variances: UnsafePointer<Float>, factor: Float,
    into result: UnsafeMutablePointer<Float>, count: Int
  ) {
    FloatLanes.scale(normals, variances: variances, factor: factor, into: result, count: count)
  }

  /// Adds a step and a scaled normal number; see ``NormalScalar``.
  public static func advance(
    _ numbers: UnsafeMutablePointer<Float>, rates: UnsafePointer<Float>, step: Float,
    normals: UnsafePointer<Float>, variances: UnsafePointer<Float>, factor: Float, count: Int
  ) -> Bool {
    FloatLanes.advance(
      numbers, rates: rates, step: step, normals: normals, variances: variances, factor: factor,
      count: count)
  }

  /// Whether all numbers are finite; see ``NormalScalar``.
  public static func areFinite(_ values: UnsafePointer<Float>, count: Int) -> Bool {
    FloatLanes.areFinite(values, count: count)
  }
}
