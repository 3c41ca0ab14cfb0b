extension BinnedMoments {
  /// The raw conditional moment M_q of each cell, q from 1 to 4; NaN without data.
  public func moment(_ order: Int) -> [Double] {
    precondition((1...4).contains(order), "moments of the orders 1 to 4 are known")
    return zip(means, centralMoments).map { m, central in
      switch order {
      case 1: m
      case 2: central.second + m * m
      case 3: central.third + 3 * m * central.second + m * m * m
      default:
        central.fourth + 4 * m * central.third + 6 * m * m * central.second + m * m * m * m
      }
    }
  }

  /// The fourth coefficient from the raw moment, M₄/(24τ), per cell.
  ///
  /// It has a background D₂² τ/2 that is no jump; ``fourthCumulant`` has not.
  public var fourthMoment: [Double] { moment(4).map { $0 / (24 * lag) } }

  /// The fourth coefficient from the cumulant, κ₄/(24τ), per cell; NaN below four increments.
  ///
  /// Its standard error is the one of normal increments, which is what it is tested against.
  public var fourthCumulant: Estimates {
    let estimates = zip(counts, centralMoments).map { Self.fourthCumulant($0, $1) }
    return Estimates(
      values: estimates.map { $0.value / (24 * lag) },
      standardErrors: estimates.map { $0.error / (24 * lag) })
  }

  /// The ratio of cumulants Q = κ₄/(3κ₂²) per cell, which vanishes for a diffusion as the lag does.
  ///
  /// ## Reference
  ///
  /// R. F. Pawula, "Approximation of the linear Boltzmann equation by the Fokker-Planck equation",
  /// *Physical Review* 162 (1967) 186-188,
  /// [doi:10.1103/PhysRev.162.186](https://doi.org/10.1103/PhysRev.162.186).
  public var pawulaRatio: Estimates {
    let estimates = zip(counts, centralMoments).map { count, moments in
      let (value, error) = Self.fourthCumulant(count, moments)
      let variance = moments.second * Double(count) / Double(count - 1)
      return (value / (3 * variance * variance), error / (3 * variance * variance))
    }
    return Estimates(values: estimates.map(\.0), standardErrors: estimates.map(\.1))
  }

  /// Fisher's unbiased fourth cumulant, and its error for normal increments.
  private static func fourthCumulant(
    _ count: Int, _ moments: CentralMoments
  ) -> (value: Double, error: Double) {
    guard count > 3 else { return (.nan, .nan) }
    let n = Double(count)
    let square = moments.second * moments.second
    let combination = (n + 1) * moments.fourth - 3 * (n - 1) * square
    let value = n * n * combination / ((n - 1) * (n - 2) * (n - 3))
    return (value, (24 / n).squareRoot() * square)
  }
}
