internal import Grids
internal import StochasticProcesses

/// Makes the source of rates of one process on axes of any fineness.
struct AssemblerSource {
  /// The drift and the diffusion coefficient at a point and a time.
  let coefficients: (Double, Double) -> (Double, Double)
  let domain: ClosedRange<Double>
  let boundaries: BoundaryConditions
  private let make: (Axis) -> GeneratorAssembler
  private var resolvesJumps = false

  init<Process: DiffusionProcess>(
    _ process: Process, domain: ClosedRange<Double>, boundaries: BoundaryConditions
  ) where Process.Scalar == Double {
    (self.domain, self.boundaries) = (domain, boundaries)
    coefficients = { (process.drift(at: $0, time: $1), process.diffusion(at: $0, time: $1)) }
    make = { GeneratorAssembler(process, axis: $0, boundaries: boundaries) }
  }

  /// Looks for coefficients that jump within cells, and has them integrated from now on if so.
  mutating func lookForJumps(cellCount: Int, time: Double) throws(FokkerPlanckError) {
    var roughness = SpaceRoughness()
    for count in [cellCount, 2 * cellCount] {
      var assembler = try assembler(cellCount: count)
      _ = try assembler.rates(at: time)
      let finer = assembler.roughness(weightedBy: [Double](repeating: 1, count: count))
      resolvesJumps = count > cellCount && finer.showsJumps(after: roughness)
      roughness = finer
    }
  }

  /// The source of rates on equal cells of the domain.
  func assembler(cellCount: Int) throws(FokkerPlanckError) -> GeneratorAssembler {
    let axis = try Axis.spanning(domain, cellCount: cellCount)
    var assembler = make(axis)
    if resolvesJumps {
      assembler.jumpResolution = JumpResolution(
        axis: axis, isRing: boundaries == .periodic, coefficients: coefficients)
    }
    return assembler
  }
}
