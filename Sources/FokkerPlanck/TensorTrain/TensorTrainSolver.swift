public import StochasticProcesses
internal import TensorTrains

/// Solves the Fokker-Planck equation of many variables in tensor trains.
///
/// ```
/// ∂p/∂t = −Σᵢ ∂(aᵢ p)/∂xᵢ + Σᵢⱼ ∂²(Dᵢⱼ p)/∂xᵢ∂xⱼ
/// ```
///
/// Each variable is expanded in the functions of its ``SpectralAxis``, with exponential accuracy for
/// smooth coefficients and densities. A time step is a collocation at the points of Radau (order
/// 2s − 1, L-stable), the points being one more index of the train: one linear system for all points
/// and variables, solved by the alternating minimal energy method with ranks that adapt to
/// ``tolerance``. Lines follow the density: their centers, widths and numbers of functions are chosen
/// so that it needs the fewest.
///
/// The generator conserves mass exactly; what rounding takes away is put back by scaling, and
/// ``TensorTrainDiagnostics/largestMassError`` tells how much that was. Undershoots of the size of the
/// tolerance are possible and reported, never clipped.
///
/// ## Reference
///
/// S. V. Dolgov, "A tensor decomposition algorithm for large ODEs with conservation laws",
/// *Computational Methods in Applied Mathematics* 19 (2019) 23-38,
/// [doi:10.1515/cmam-2018-0023](https://doi.org/10.1515/cmam-2018-0023).
public struct TensorTrainSolver: Hashable, Codable, Sendable {
  /// The error of one step, relative to the L2 norm of the density: of the linear systems, of
  /// rounding, of the steps in time and of the functions that lines leave out.
  ///
  /// What axes do not resolve to it is refused, unless steps are equal, with
  /// ``FokkerPlanckError/toleranceNotReached(estimate:tolerance:remedy:)``.
  public var tolerance = 1e-5
  /// The number s of collocation points in a step, from 1 to 8; the order is 2s − 1.
  public var stageCount = 4
  /// The largest rank of a density.
  public var maximumRank = 120
  /// The largest number of functions on a line.
  public var maximumModeCount = 65
  /// The longest step; infinity leaves it to the tolerance.
  public var longestStep = Double.infinity
  /// Whether steps are chosen, and repeated, by their estimated error; otherwise all are as long as
  /// ``longestStep`` allows.
  public var adaptsStep = true
  /// Whether lines follow the density.
  public var followsDensity = true
  /// The largest deviation of the initial mass from 1 that is taken for rounding or cut tails.
  public var initialMassTolerance = 1e-3

  /// Creates a solver with a tolerance of 10⁻⁵ per step.
  public init() {}

  /// Creates a solver with a tolerance per step.
  public init(tolerance: Double) { self.tolerance = tolerance }

  /// Checks the parameters.
  ///
  /// - Throws: ``FokkerPlanckError/invalidParameter(name:value:remedy:)``.
  public func validate() throws(FokkerPlanckError) {
    guard tolerance >= 1e-10, tolerance < 0.1 else {
      throw .invalidParameter(
        name: "tolerance", value: tolerance, remedy: "give a number from 1e-10 to 0.1, as 1e-5")
    }
    guard (1...8).contains(stageCount) else {
      throw .invalidParameter(
        name: "stageCount", value: Double(stageCount), remedy: "give 1 to 8 points per step")
    }
    guard maximumRank >= 1 else {
      throw .invalidParameter(
        name: "maximumRank", value: Double(maximumRank), remedy: "give at least 1")
    }
    guard (5...257).contains(maximumModeCount) else {
      throw .invalidParameter(
        name: "maximumModeCount", value: Double(maximumModeCount), remedy: "give 5 to 257")
    }
    guard longestStep > 0, adaptsStep || longestStep.isFinite else {
      throw .invalidParameter(
        name: "longestStep", value: longestStep,
        remedy: "give a positive time, a finite one for equal steps")
    }
  }

  /// Solves for a process whose coefficients are sums of products, which become operators exactly.
  ///
  /// - Parameters:
  ///   - process: The drift and the diffusion matrix.
  ///   - initial: The density at the start.
  ///   - startTime: The time of the initial density.
  ///   - times: The output times, ascending, none before the start.
  /// - Returns: One density per output time, with what is known about their quality.
  /// - Throws: ``FokkerPlanckError``, with the place and the numbers.
  public func solve<Process: SeparableDiffusionProcess>(
    _ process: Process, from initial: TensorTrainDensity, startingAt startTime: Double = 0,
    times: [Double]
  ) throws(FokkerPlanckError) -> TensorTrainEvolution {
    try solve(
      SeparableGenerator(process: process), dimension: process.dimension, from: initial,
      startingAt: startTime, times: times)
  }

  /// Solves for any process; its coefficients are interpolated by crosses on the nodes.
  ///
  /// - Parameters:
  ///   - process: The drift and the diffusion matrix.
  ///   - initial: The density at the start.
  ///   - startTime: The time of the initial density.
  ///   - times: The output times, ascending, none before the start.
  /// - Returns: One density per output time, with what is known about their quality.
  /// - Throws: ``FokkerPlanckError``, with the place and the numbers.
  public func solve<Process: MultivariateDiffusionProcess>(
    _ process: Process, from initial: TensorTrainDensity, startingAt startTime: Double = 0,
    times: [Double]
  ) throws(FokkerPlanckError) -> TensorTrainEvolution where Process.Scalar == Double {
    let interpolation = CrossInterpolation(tolerance: min(1e-10, 1e-4 * tolerance))
    return try solve(
      InterpolatedGenerator(process: process, interpolation: interpolation),
      dimension: process.dimension, from: initial, startingAt: startTime, times: times)
  }

  private func solve<Source: GeneratorSource>(
    _ source: Source, dimension: Int, from initial: TensorTrainDensity,
    startingAt startTime: Double, times: [Double]
  ) throws(FokkerPlanckError) -> TensorTrainEvolution {
    try validate()
    precondition(initial.dimension == dimension, "one axis per variable of the process")
    try InitialTimes(startTime: startTime, times: times).validate()
    let mass = try initial.mass()
    try InitialMass(mass: mass, canDecrease: false, tolerance: initialMassTolerance).validate()
    var march = try TensorTrainMarch(
      source: source, solver: self, initial: initial, mass: mass, startTime: startTime)
    return try march.run(through: times)
  }
}
