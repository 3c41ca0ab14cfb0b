internal import CVectors

/// Thirty-two numbers of double precision.
struct DoubleLanes {
  private let vector: vector_double32

  @inline(__always)
  private init(_ vector: vector_double32) { self.vector = vector }

  /// Unsigned integers, rounded.
  @inline(__always)
  init(unsigned integers: WordLanes) { vector = vector_double32_of_unsigned(integers.vector) }

  /// Signed integers, rounded.
  @inline(__always)
  init(signed integers: WordLanes) { vector = vector_double32_of_signed(integers.vector) }
}

extension DoubleLanes: RealLanes {
  @inline(__always)
  init(repeating scalar: Double) { vector = vector_double32_repeating(scalar) }

  @inline(__always)
  init(bits: WordLanes) { vector = vector_double32_of_bits(bits.vector) }

  @inline(__always)
  init(from start: UnsafePointer<Double>) { vector = vector_double32_loaded(start) }

  @inline(__always)
  func store(to start: UnsafeMutablePointer<Double>) { vector_double32_store(vector, start) }

  @inline(__always)
  static func + (left: DoubleLanes, right: DoubleLanes) -> DoubleLanes {
    DoubleLanes(vector_double32_sum(left.vector, right.vector))
  }

  @inline(__always)
  static func - (left: DoubleLanes, right: DoubleLanes) -> DoubleLanes {
    DoubleLanes(vector_double32_difference(left.vector, right.vector))
  }

  @inline(__always)
  static func * (left: DoubleLanes, right: DoubleLanes) -> DoubleLanes {
    DoubleLanes(vector_double32_product(left.vector, right.vector))
  }

  @inline(__always)
  static func fused(_ a: DoubleLanes, _ b: DoubleLanes, _ c: DoubleLanes) -> DoubleLanes {
    DoubleLanes(vector_double32_fused(a.vector, b.vector, c.vector))
  }

  @inline(__always)
  static func selected(
    _ mask: WordLanes, _ first: DoubleLanes, _ second: DoubleLanes
  ) -> DoubleLanes {
    DoubleLanes(vector_double32_selected(mask.vector, first.vector, second.vector))
  }

  @inline(__always)
  var bits: WordLanes { WordLanes(vector_double32_bits(vector)) }
}
