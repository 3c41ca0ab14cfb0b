internal import Grids
internal import StochasticProcesses

/// One spacing of an extrapolation: its generator, its start, and its exponential.
struct ExponentialLevel {
  let axis: Axis
  let rates: JumpRates
  let start: [Double]
  private let kernel: RationalExponentialKernel
  private let state: CellVector
  private let lowerExit: [Double]
  private let upperExit: [Double]

  init(rates: JumpRates, values: [Double], axis: Axis) {
    self.axis = axis
    self.rates = rates
    start = values
    kernel = RationalExponentialKernel(count: values.count, isRing: rates.isRing)
    state = CellVector(count: values.count)
    lowerExit = rates.isClosed ? [] : BackwardEquation.lowerExitProbabilities(rates)
    upperExit = rates.isClosed ? [] : BackwardEquation.upperExitProbabilities(rates)
  }

  /// The level with half the spacing of another.
  init<Process: DiffusionProcess>(
    _ process: Process, refining coarse: ExponentialLevel, _ boundaries: BoundaryConditions,
    _ time: Double
  ) throws(FokkerPlanckError) where Process.Scalar == Double {
    let fine: Axis
    do {
      fine = try Axis(
        coarse.axis.lowerBound...coarse.axis.upperBound, cellCount: 2 * coarse.axis.cellCount)
    } catch {
      throw .numericalFailure(reason: error.description)
    }
    var assembler = GeneratorAssembler(process, axis: fine, boundaries: boundaries)
    self.init(
      rates: try assembler.rates(at: time),
      values: CellAverageTransfer.refined(coarse.start, isRing: boundaries == .periodic),
      axis: fine)
  }

  /// The cell averages after a time and, at the end of the list, what has left at both walls.
  func advanced(by duration: Double) -> (values: [Double], exited: ExitProbability) {
    state.pointer.update(from: start, count: start.count)
    if duration > 0 { kernel.advance(state, by: duration, rates: rates) }
    let values = state.array
    var exited = ExitProbability()
    for cell in lowerExit.indices {
      let loss = (start[cell] - values[cell]) * axis.spacing
      exited.lower += lowerExit[cell] * loss
      exited.upper += upperExit[cell] * loss
    }
    return (values, exited)
  }
}

/// Combines the levels of an extrapolation and collects the densities.
struct ExtrapolationRecorder {
  private let axis: Axis
  private let levels: [ExponentialLevel]
  private let initialMass: Double
  private var diagnostics = SolverDiagnostics()
  private var densities: [Density] = []
  private var exits: [ExitProbability] = []

  init(initial: Density, levels: [ExponentialLevel]) {
    axis = initial.axis
    self.levels = levels
    initialMass = initial.mass
  }

  /// Computes the density after a time and records it.
  mutating func record(
    after duration: Double, at time: Double
  ) throws(FokkerPlanckError) {
    var (table, exitTable) = ([[Double]](), [ExitProbability]())
    for (index, level) in levels.enumerated() {
      var (values, exited) = level.advanced(by: duration)
      for _ in 0..<index { values = CellAverageTransfer.coarsened(values) }
      table.append(values)
      exitTable.append(exited)
    }
    var power = 1.0
    while table.count > 1 {
      power *= 4
      for index in 0..<table.count - 1 {
        for cell in table[index].indices {
          let fine = table[index + 1][cell]
          table[index][cell] = fine + (fine - table[index][cell]) / (power - 1)
        }
        exitTable[index] = .extrapolated(exitTable[index], exitTable[index + 1], power)
      }
      table.removeLast()
    }
    try keep(table[0], exitTable[0], time)
  }

  private mutating func keep(
    _ values: [Double], _ exited: ExitProbability, _ time: Double
  ) throws(FokkerPlanckError) {
    do {
      densities.append(try Density(axis: axis, values: values))
    } catch {
      throw .diverged(time: time)
    }
    exits.append(exited)
    diagnostics.acceptedSteps += 1
    diagnostics.smallestDensity = min(diagnostics.smallestDensity, values.min() ?? 0)
    let mass = densities[densities.count - 1].mass
    diagnostics.largestMassError = max(
      diagnostics.largestMassError, abs(mass + exited.total - initialMass))
    let edge = max(values[0], values[values.count - 1]) * axis.spacing
    diagnostics.largestEdgeMass = max(diagnostics.largestEdgeMass, edge)
  }

  func evolution(times: [Double]) -> DensityEvolution {
    DensityEvolution(
      axis: axis, times: times, densities: densities, exits: exits, diagnostics: diagnostics)
  }
}
