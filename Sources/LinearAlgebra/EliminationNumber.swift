/// A number that an elimination without differences works on, or several of them side by side.
package protocol EliminationNumber: Sendable {
  /// The number, in every place.
  init(everywhere number: Double)
  /// The sum, place by place.
  func plus(_ other: Self) -> Self
  /// The product, place by place.
  func times(_ factor: Self) -> Self
  /// One divided by the number, place by place.
  var inverse: Self { get }
  /// self + a b.
  func adding(_ a: Self, times b: Self) -> Self
}

extension Double: EliminationNumber {
  @inline(__always)
  package init(everywhere number: Double) { self = number }

  @inline(__always)
  package func plus(_ other: Double) -> Double { self + other }

  @inline(__always)
  package func times(_ factor: Double) -> Double { self * factor }

  @inline(__always)
  package var inverse: Double { 1 / self }

  @inline(__always)
  package func adding(_ a: Double, times b: Double) -> Double { self + a * b }
}

extension SIMD16: EliminationNumber where Scalar == Double {
  @inline(__always)
  package init(everywhere number: Double) { self.init(repeating: number) }

  @inline(__always)
  package func plus(_ other: Self) -> Self { self + other }

  @inline(__always)
  package func times(_ factor: Self) -> Self { self * factor }

  @inline(__always)
  package var inverse: Self { 1 / self }

  @inline(__always)
  package func adding(_ a: Self, times b: Self) -> Self {
    #if FOKKER_NATIVE
    addingProduct(a, b)
    #else
    self + a * b
    #endif
  }
}
