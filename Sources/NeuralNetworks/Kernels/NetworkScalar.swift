/// A number that networks can be trained in: `Float` or `Double`.
public protocol NetworkScalar: BinaryFloatingPoint, BitwiseCopyable, Sendable {
  /// As many numbers as one vector register holds.
  associatedtype Lanes: LaneVector where Lanes.Element == Self
}

extension Float: NetworkScalar {
  /// Sixteen numbers.
  public typealias Lanes = SIMD16<Float>
}

extension Double: NetworkScalar {
  /// Eight numbers.
  public typealias Lanes = SIMD8<Double>
}
