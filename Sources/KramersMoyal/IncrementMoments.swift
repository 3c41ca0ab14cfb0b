public import Grids

/// Drift and diffusion in the cells of an axis, from increments over one lag.
///
/// With the conditional moments M₁ and M₂ of Δx = x(t + τ) − x(t) given the cell of x(t),
///
/// ```
/// D₁ = M₁/τ,   D₂ = (M₂ − M₁²)/(2τ),   SE(D₁) = √(2 D₂/(τ N)),   SE(D₂) = D₂ √(2/(N − 1))
/// ```
///
/// The mean increment is removed from the second moment, so a strong drift does not pose as
/// diffusion; the errors are those of independent increments and both estimates are of first order
/// in the lag.
///
/// ## Reference
///
/// R. Friedrich, J. Peinke, M. Sahimi and M. R. R. Tabar, "Approaching complexity by stochastic
/// methods", *Physics Reports* 506 (2011) 87-162,
/// [doi:10.1016/j.physrep.2011.05.003](https://doi.org/10.1016/j.physrep.2011.05.003).
public struct IncrementMoments: Hashable, Sendable {
  /// The cells of the starting points.
  public let axis: Axis
  /// The lag τ.
  public let lag: Double
  /// How many increments start in each cell.
  public let counts: [Int]
  /// The drift D₁ per cell; NaN in a cell without data.
  public let drift: Estimates
  /// The diffusion coefficient D₂ per cell; NaN in a cell with less than two increments.
  public let diffusion: Estimates

  /// Estimates the coefficients from pairs of states that are `lag` apart.
  ///
  /// - Parameters:
  ///   - starts: The states x(t); those outside `axis` are left out.
  ///   - ends: The states x(t + τ), as many.
  ///   - lag: The time τ between them.
  ///   - axis: The cells.
  /// - Throws: ``KramersMoyalError/badLag(_:)`` and ``KramersMoyalError/noData``.
  public init(
    from starts: [Double], to ends: [Double], lag: Double, axis: Axis
  ) throws(KramersMoyalError) {
    precondition(starts.count == ends.count, "each increment has a start and an end")
    guard lag > 0, lag.isFinite else { throw .badLag(lag) }
    var counts = [Int](repeating: 0, count: axis.cellCount)
    var means = [Double](repeating: 0, count: axis.cellCount)
    var squares = [Double](repeating: 0, count: axis.cellCount)
    for (start, end) in zip(starts, ends) {
      guard let cell = axis.cell(containing: start) else { continue }
      counts[cell] += 1
      let deviation = end - start - means[cell]
      means[cell] += deviation / Double(counts[cell])
      squares[cell] += deviation * (end - start - means[cell])
    }
    guard counts.contains(where: { $0 > 0 }) else { throw .noData }
    self.axis = axis
    self.lag = lag
    self.counts = counts
    let diffusion = Self.diffusion(counts: counts, squares: squares, lag: lag)
    self.diffusion = diffusion
    drift = Self.drift(counts: counts, means: means, diffusion: diffusion.values, lag: lag)
  }

  private static func diffusion(counts: [Int], squares: [Double], lag: Double) -> Estimates {
    let values = zip(counts, squares).map { count, square in
      count > 1 ? square / Double(count - 1) / (2 * lag) : .nan
    }
    let errors = zip(counts, values).map { count, value in
      count > 1 ? value * (2 / Double(count - 1)).squareRoot() : .nan
    }
    return Estimates(values: values, standardErrors: errors)
  }

  private static func drift(
    counts: [Int], means: [Double], diffusion: [Double], lag: Double
  ) -> Estimates {
    let values = zip(counts, means).map { count, mean in count > 0 ? mean / lag : .nan }
    let errors = zip(counts, diffusion).map { count, diffusion in
      (2 * diffusion / (lag * Double(count))).squareRoot()
    }
    return Estimates(values: values, standardErrors: errors)
  }
}
