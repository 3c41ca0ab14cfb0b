public import Grids
internal import LinearAlgebra
internal import RealModule
public import StochasticProcesses

/// The finite-volume generator of a process at one time, for everything but time itself.
///
/// The stationary density and its current, decay rates and modes, mean exit times, splitting
/// probabilities and the entropy balance all follow from the rates at which the Scharfetter-Gummel
/// flux moves probability between cells; each is of second order in the spacing. The eliminations
/// form no differences, so that quantities of order e^{±ΔU/D} keep all their digits.
public struct DiscreteGenerator {
  /// The axis whose cells are the states.
  public let axis: Axis
  /// The conditions at the ends of the axis.
  public let boundaries: BoundaryConditions
  let rates: JumpRates
  /// How rough the coefficients are on these cells; infinite where jumps of theirs are resolved.
  let roughness: SpaceRoughness

  /// Assembles the generator of a process.
  ///
  /// - Parameters:
  ///   - process: The drift and the diffusion coefficient.
  ///   - axis: The axis.
  ///   - boundaries: The conditions at its ends.
  ///   - time: The time at which the coefficients are taken.
  /// - Throws: ``FokkerPlanckError/driftNotFinite(value:x:time:)`` and
  ///   ``FokkerPlanckError/invalidDiffusion(value:x:time:)``.
  public init<Process: DiffusionProcess>(
    _ process: Process, axis: Axis, boundaries: BoundaryConditions = .reflecting,
    time: Double = 0
  ) throws(FokkerPlanckError) where Process.Scalar == Double {
    self.axis = axis
    self.boundaries = boundaries
    var assembler = GeneratorAssembler(process, axis: axis, boundaries: boundaries)
    rates = try assembler.rates(at: time)
    roughness = assembler.roughness(
      weightedBy: [Double](repeating: 1, count: axis.cellCount))
  }

  /// Takes the rates of an assembler.
  init(_ assembler: GeneratorAssembler, time: Double) throws(FokkerPlanckError) {
    var assembler = assembler
    axis = assembler.axis
    boundaries = assembler.boundaries
    rates = try assembler.rates(at: time)
    roughness = assembler.roughness(
      weightedBy: [Double](repeating: 1, count: axis.cellCount))
  }

  /// The rate at which probability in a cell jumps to its upper neighbour, in 1/time.
  public func upwardRate(ofCell cell: Int) -> Double {
    precondition(cell >= 0 && cell < axis.cellCount, "no such cell")
    return rates.rightward.pointer[cell]
  }

  /// The rate at which probability in a cell jumps to its lower neighbour, in 1/time.
  public func downwardRate(ofCell cell: Int) -> Double {
    precondition(cell >= 0 && cell < axis.cellCount, "no such cell")
    return rates.leftward.pointer[cell]
  }

  /// The probability current through every face, in probability per time.
  ///
  /// At an absorbing wall it is the density of first-passage times: of second order in the spacing
  /// for densities that a finite-volume method computed on this axis without extrapolation, of first
  /// order for others.
  ///
  /// - Parameter density: A density on ``axis``.
  /// - Returns: One current per face, positive upwards, the first and the last at the ends.
  public func currents(of density: Density) -> [Double] {
    precondition(density.axis == axis, "the density must live on the generator's axis")
    let flux = CellVector(count: axis.cellCount + 1)
    rates.apply(
      to: CellVector(density.values), slope: CellVector(count: axis.cellCount), flux: flux)
    return flux.array.map { $0 * axis.spacing }
  }
}

/// A density that does not change, and the current that flows in it.
public struct StationaryState: Hashable, Codable, Sendable {
  /// The density, of mass 1.
  public let density: Density
  /// The probability current, positive upwards; zero between walls.
  public let current: Double
}

extension DiscreteGenerator {
  /// The stationary density of mass 1 and its current.
  ///
  /// Between reflecting walls neighbouring averages stand in the ratio of their rates,
  /// p[i+1]/p[i] = e^z, on a ring the elimination of Grassmann, Taksar and Heyman is used; both are
  /// accurate to rounding in every cell, however deep the potential.
  ///
  /// - Returns: The density and the current.
  /// - Throws: ``FokkerPlanckError/noStationaryDensity(reason:)`` when a wall absorbs or when the
  ///   axis falls apart into pieces that do not exchange probability.
  public func stationaryState() throws(FokkerPlanckError) -> StationaryState {
    guard !boundaries.canAbsorb else {
      throw .noStationaryDensity(reason: "probability leaves through an absorbing wall")
    }
    guard let values = stationaryContents else {
      throw .noStationaryDensity(
        reason: "parts of the axis do not exchange probability, so every start has its own limit")
    }
    let density: Density
    do {
      density = try Density(axis: axis, values: values).normalized()
    } catch {
      throw .noStationaryDensity(reason: error.description)
    }
    let currents = currents(of: density)
    let current = boundaries == .periodic ? currents.reduce(0, +) / Double(currents.count) : 0
    return StationaryState(density: density, current: current)
  }

  /// The stationary contents; on a ring that vanishing rates cut open by following the probability.
  private var stationaryContents: [Double]? {
    StationaryContents(rates).values ?? (rates.isRing ? commonLimit() : nil)
  }

  /// Where the probability of the first and of the last cell ends up, if that is the same.
  private func commonLimit() -> [Double]? {
    let (fromBelow, fromAbove) = (limit(from: 0), limit(from: axis.cellCount - 1))
    // What has not yet left the cell of the start, 10⁻²⁰⁰ of it, is more than the tails may hold.
    let negligible = 1e-150 * (fromBelow.max() ?? 0)
    let agree = zip(fromBelow, fromAbove).allSatisfy {
      abs($0 - $1) <= 1e-6 * ($0 + $1) || $0 + $1 <= negligible
    }
    return agree ? fromBelow : nil
  }

  /// Where all probability of one cell ends up: the resolvent for an endless time.
  private func limit(from cell: Int) -> [Double] {
    var resolvent = CachedResolvent(count: axis.cellCount, isRing: rates.isRing)
    let scale = max(rates.largest, .leastNormalMagnitude)
    resolvent.prepare(rates, tau: 1e200 / max(scale, 1e-90))
    let vector = CellVector(count: axis.cellCount)
    vector.pointer[cell] = 1
    resolvent.solve(vector)
    return vector.array
  }
}
