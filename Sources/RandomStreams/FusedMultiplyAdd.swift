/// a·b + c in one rounding where the processor has the instruction.
@inline(__always)
func fused<Vector: SIMD>(_ a: Vector, _ b: Vector, _ c: Vector) -> Vector
where Vector.Scalar: FloatingPoint {
  #if FOKKER_NATIVE
  c.addingProduct(a, b)
  #else
  a * b + c
  #endif
}
