public import Grids

/// Densities at a sequence of times, with what is known about their quality.
public struct DensityEvolution: Hashable, Codable, Sendable {
  /// The axis that all densities share.
  public let axis: Axis
  /// The output times, ascending.
  public let times: [Double]
  /// The density at each output time, as cell averages.
  public let densities: [Density]
  /// The probability that has left through each wall by each output time.
  public let exits: [ExitProbability]
  /// How the solution was obtained and how far it can be trusted.
  public let diagnostics: SolverDiagnostics

  /// The probability that is still on the axis at each output time.
  public var survival: [Double] { densities.map(\.mass) }

  /// The same solution on cells of twice the size; the number of cells must be even.
  public var coarsened: DensityEvolution {
    let densities = densities.map(\.coarsened)
    return DensityEvolution(
      axis: densities.first?.axis ?? axis, times: times, densities: densities, exits: exits,
      diagnostics: diagnostics)
  }

  /// The point value of the density at a time, reconstructed from the cell averages.
  ///
  /// - Parameters:
  ///   - x: A coordinate on the axis.
  ///   - timeIndex: The index of an output time.
  /// - Returns: The reconstruction of ``Grids/Density/pointValue(at:)``, of fifth order.
  public func value(at x: Double, timeIndex: Int) -> Double {
    densities[timeIndex].pointValue(at: x)
  }
}

/// The probability that has left through the absorbing walls since the start.
public struct ExitProbability: Hashable, Codable, Sendable {
  /// The probability that left through the lower wall.
  public var lower = 0.0
  /// The probability that left through the upper wall.
  public var upper = 0.0

  /// Creates a record of nothing having left.
  public init() {}

  /// The probability that left through either wall.
  public var total: Double { lower + upper }
}

extension ExitProbability {
  /// What is left when the leading error, which falls by `power` per halving of h, is removed.
  static func extrapolated(
    _ coarse: ExitProbability, _ fine: ExitProbability, _ power: Double
  ) -> ExitProbability {
    var result = fine
    result.lower += (fine.lower - coarse.lower) / (power - 1)
    result.upper += (fine.upper - coarse.upper) / (power - 1)
    return result
  }
}
