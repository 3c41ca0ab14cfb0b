public import Grids
internal import RealModule

/// The balance of entropy in a density that evolves under a generator.
///
/// ```
/// S = −∫ p ln p dx,   dS/dt = σ − Φ
/// σ = ∫ j²/(D p) dx ≥ 0 (production),   Φ = ∫ j (a − D′)/D dx (exchange)
/// ```
///
/// The discrete terms are sums over faces of the net current J between two cells with rates r⁺, r⁻,
///
/// ```
/// σ = Σ J ln(r⁺ p[i] / (r⁻ p[i+1])),   Φ = Σ J ln(r⁺/r⁻)
/// ```
///
/// so that the balance holds to rounding, σ is never negative, and the second law is exact.
///
/// ## Reference
///
/// J. Schnakenberg, "Network theory of microscopic and macroscopic behavior of master equation
/// systems", *Reviews of Modern Physics* 48 (1976) 571-585,
/// [doi:10.1103/RevModPhys.48.571](https://doi.org/10.1103/RevModPhys.48.571).
public struct EntropyBalance: Hashable, Codable, Sendable {
  /// The entropy S of the density, in nats.
  public var entropy = 0.0
  /// The entropy production σ, in nats per time; faces beside an empty cell are left out.
  public var production = 0.0
  /// The entropy Φ given to the surroundings, in nats per time.
  public var exchange = 0.0

  /// The rate of change of the entropy, dS/dt = σ − Φ.
  public var rate: Double { production - exchange }
}

extension DiscreteGenerator {
  /// The entropy, its production and its exchange in a density.
  ///
  /// - Parameter density: A non-negative density on ``axis``.
  /// - Returns: The terms of the balance.
  /// - Throws: ``FokkerPlanckError/unsupportedBoundaries(method:remedy:)`` when a wall absorbs, since
  ///   the density then does not keep its mass.
  public func entropyBalance(of density: Density) throws(FokkerPlanckError) -> EntropyBalance {
    precondition(density.axis == axis, "the density must live on the generator's axis")
    guard !boundaries.canAbsorb else {
      throw .unsupportedBoundaries(
        method: "entropy balance", remedy: "use reflecting walls or a ring")
    }
    var balance = EntropyBalance()
    balance.entropy = density.entropy
    let last = axis.cellCount - 1
    for cell in 0..<last { addFace(from: cell, to: cell + 1, density.values, &balance) }
    if rates.isRing { addFace(from: last, to: 0, density.values, &balance) }
    balance.production *= axis.spacing
    balance.exchange *= axis.spacing
    return balance
  }

  private func addFace(
    from lower: Int, to upper: Int, _ values: [Double], _ balance: inout EntropyBalance
  ) {
    let (up, down) = (rates.rightward.pointer[lower], rates.leftward.pointer[upper])
    let (gain, loss) = (up * values[lower], down * values[upper])
    guard gain != loss, gain > 0, loss > 0 else { return }
    balance.production += (gain - loss) * (Double.log(gain) - Double.log(loss))
    balance.exchange += (gain - loss) * (Double.log(up) - Double.log(down))
  }

  /// The free energy F = ∫ p ln(p/p_s) dx of a density above the stationary one, in nats.
  ///
  /// It never grows; where the stationary current vanishes, dF/dt = −σ.
  ///
  /// - Parameter density: A density on ``axis``.
  /// - Returns: The divergence of the density from the stationary one.
  /// - Throws: ``FokkerPlanckError/noStationaryDensity(reason:)``.
  public func freeEnergy(of density: Density) throws(FokkerPlanckError) -> Double {
    density.divergence(from: try stationaryState().density)
  }
}
