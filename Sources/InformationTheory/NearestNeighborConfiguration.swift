/// How many neighbours the nearest-neighbour estimate looks at.
public struct NearestNeighborConfiguration: Hashable, Codable, Sendable {
  /// The number k of neighbours of each pattern: more give less noise and more bias.
  public var neighbors = 3

  /// Creates the configuration with three neighbours.
  public init() {}

  /// Checks that there are neighbours.
  ///
  /// - Throws: ``InformationError/invalidParameter(_:value:remedy:)``.
  public func validate() throws(InformationError) {
    guard (1...64).contains(neighbors) else {
      throw .invalidParameter(
        "nearestNeighbor.neighbors", value: Double(neighbors), remedy: "use 1 to 64 neighbours")
    }
  }
}

/// The information of one layer at one snapshot by nearest neighbours.
public struct NearestNeighborInformation: Hashable, Codable, Sendable {
  /// I(X;T) in bits, never negative; NaN when the inputs are not given.
  public var aboutInput: Double
  /// I(T;Y) in bits, never negative.
  public var aboutLabel: Double
  /// The number of patterns whose k nearest neighbours of the same class have exactly their
  /// activations.
  public var tiedPatterns: Int
  /// Whether T is a function of X, so that the true I(X;T) is H(X) or infinite and ``aboutInput``
  /// says nothing about it.
  public var isDeterministic: Bool

  /// Creates a result from its parts.
  public init(
    aboutInput: Double, aboutLabel: Double, tiedPatterns: Int, isDeterministic: Bool
  ) {
    self.aboutInput = aboutInput
    self.aboutLabel = aboutLabel
    self.tiedPatterns = tiedPatterns
    self.isDeterministic = isDeterministic
  }
}
