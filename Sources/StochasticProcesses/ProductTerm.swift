/// A product of functions of one variable each, c f(xᵢ) g(xⱼ) ….
public struct ProductTerm: Sendable {
  /// The constant c.
  public var coefficient: Double
  /// The function of each variable that the product depends on.
  public var factors: [Int: @Sendable (Double) -> Double]

  /// Creates a product; without factors it is a constant.
  public init(
    _ coefficient: Double, _ factors: [Int: @Sendable (Double) -> Double] = [:]
  ) {
    self.coefficient = coefficient
    self.factors = factors
  }

  /// The value at a point.
  public func callAsFunction(_ point: [Double]) -> Double {
    factors.reduce(coefficient) { $0 * $1.value(point[$1.key]) }
  }
}
