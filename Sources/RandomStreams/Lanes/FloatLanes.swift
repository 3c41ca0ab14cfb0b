internal import CVectors

/// Thirty-two numbers of single precision.
struct FloatLanes {
  private let vector: vector_float32

  @inline(__always)
  private init(_ vector: vector_float32) { self.vector = vector }

  /// Unsigned integers, rounded.
  @inline(__always)
  init(unsigned integers: HalfWordLanes) { vector = vector_float32_of_unsigned(integers.vector) }

  /// Signed integers, rounded.
  @inline(__always)
  init(signed integers: HalfWordLanes) { vector = vector_float32_of_signed(integers.vector) }
}

extension FloatLanes: RealLanes {
  @inline(__always)
  init(repeating scalar: Float) { vector = vector_float32_repeating(scalar) }

  @inline(__always)
  init(bits: HalfWordLanes) { vector = vector_float32_of_bits(bits.vector) }

  @inline(__always)
  init(from start: UnsafePointer<Float>) { vector = vector_float32_loaded(start) }

  @inline(__always)
  func store(to start: UnsafeMutablePointer<Float>) { vector_float32_store(vector, start) }

  @inline(__always)
  static func + (left: FloatLanes, right: FloatLanes) -> FloatLanes {
    FloatLanes(vector_float32_sum(left.vector, right.vector))
  }

  @inline(__always)
  static func - (left: FloatLanes, right: FloatLanes) -> FloatLanes {
    FloatLanes(vector_float32_difference(left.vector, right.vector))
  }

  @inline(__always)
  static func * (left: FloatLanes, right: FloatLanes) -> FloatLanes {
    FloatLanes(vector_float32_product(left.vector, right.vector))
  }

  @inline(__always)
  static func fused(_ a: FloatLanes, _ b: FloatLanes, _ c: FloatLanes) -> FloatLanes {
    FloatLanes(vector_float32_fused(a.vector, b.vector, c.vector))
  }

  @inline(__always)
  static func selected(
    _ mask: HalfWordLanes, _ first: FloatLanes, _ second: FloatLanes
  ) -> FloatLanes {
    FloatLanes(vector_float32_selected(mask.vector, first.vector, second.vector))
  }

  @inline(__always)
  var bits: HalfWordLanes { HalfWordLanes(vector_float32_bits(vector)) }
}
