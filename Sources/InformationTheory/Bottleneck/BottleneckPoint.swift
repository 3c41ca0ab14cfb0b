internal import RealModule

/// One point of a bottleneck curve.
public struct BottleneckPoint: Hashable, Codable, Sendable {
  /// The multiplier β of I(X;T) − β I(T;Y), a pure number; the curve's slope there is 1/β.
  ///
  /// It does not depend on the unit of information, since both terms have the same one.
  public var beta: Double
  /// I(X;T) in bits.
  public var aboutInput: Double
  /// I(T;Y) in bits.
  public var aboutLabel: Double
  /// The number of clusters of the encoder.
  public var clusterCount: Int
  /// The largest change of a p(t, y) in the last step, relative to p(t).
  public var residual: Double
  /// How far I(X;T) − β I(T;Y) can be from its least value over all encoders, in nats.
  ///
  /// See <doc:BottleneckSolver>; it is what a search from every class has found.
  public var optimalityGap: Double
  /// The number of steps.
  public var iterations: Int

  /// Creates a point from its parts.
  public init(
    beta: Double, aboutInput: Double, aboutLabel: Double, clusterCount: Int, residual: Double = 0,
    optimalityGap: Double = 0, iterations: Int = 0
  ) {
    self.beta = beta
    self.aboutInput = aboutInput
    self.aboutLabel = aboutLabel
    self.clusterCount = clusterCount
    self.residual = residual
    self.optimalityGap = optimalityGap
    self.iterations = iterations
  }

  /// The multiplier β₂ = 1/(2 β I(X;T)), per bit, with which this point maximises
  /// I(T;Y) − β₂ I(X;T)²; infinite at the origin.
  ///
  /// Unlike β it tells the points of a straight part of the curve apart. It depends on the unit of
  /// information.
  ///
  /// ## Reference
  ///
  /// A. Kolchinsky, B. D. Tracey and S. Van Kuyk, "Caveats for information bottleneck in
  /// deterministic scenarios", arXiv:1808.07593 (2019).
  public var squaredMultiplier: Double { 1 / (2 * beta * aboutInput) }

  /// I(X;T) − β I(T;Y) in nats, for a β that need not be the point's own.
  func objective(at beta: Double) -> Double { (aboutInput - beta * aboutLabel) * Double.log(2) }
}
