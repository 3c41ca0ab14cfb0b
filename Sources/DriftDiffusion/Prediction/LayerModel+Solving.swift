public import FokkerPlanck
public import Grids
internal import KramersMoyal
internal import RealModule
internal import StochasticProcesses

extension LayerModel {
  /// Solves the layer's equation and reports the densities of the weights.
  ///
  /// - Parameters:
  ///   - method: Finite volume or spectral.
  ///   - configuration: Cells and tolerance.
  ///   - weightAxis: Where the densities are reported.
  /// - Returns: The prediction at the model's times.
  /// - Throws: ``DriftDiffusionError/solver(layer:closure:_:)`` and
  ///   ``DriftDiffusionError/grid(layer:_:)``.
  public func solve(
    _ method: PredictionMethod, _ configuration: SolveConfiguration, weightAxis: Axis
  ) throws(DriftDiffusionError) -> LayerPrediction {
    precondition(method != .langevin, "an ensemble is simulated, not solved")
    let evolution = try evolution(method, configuration)
    return prediction(method, evolution, weightAxis: weightAxis)
  }

  /// The densities of the coordinate ξ at the model's times.
  public func evolution(
    _ method: PredictionMethod, _ configuration: SolveConfiguration
  ) throws(DriftDiffusionError) -> DensityEvolution {
    switch method {
    case .spectral:
      var solver = SpectralSolver()
      solver.boundaries = .periodic
      solver.guardFraction = 0.1
      solver.stepControl = .adaptive(tolerance: configuration.tolerance)
      return try solve(with: solver, cells: configuration.cells)
    case .finiteVolume, .langevin:
      return try refinedFiniteVolumes(configuration)
    }
  }

  /// Finite volumes: in cells at rest for closures 1a and 1b, whose frame leaves little drift, and
  /// on a mesh that moves with the drift for closure 1c, where D may vanish.
  private func refinedFiniteVolumes(
    _ configuration: SolveConfiguration
  ) throws(DriftDiffusionError) -> DensityEvolution {
    switch process {
    case .affine:
      var solver = FiniteVolumeSolver()
      solver.stepControl = .adaptive(tolerance: configuration.tolerance)
      return try refined(solver, configuration)
    case .nonparametric:
      var solver = MovingMeshSolver()
      solver.stepControl = .adaptive(tolerance: configuration.tolerance)
      return try refined(solver, configuration)
    }
  }

  private func refined<Solver: FokkerPlanckSolver>(
    _ solver: Solver, _ configuration: SolveConfiguration
  ) throws(DriftDiffusionError) -> DensityEvolution {
    try configuration.refined { (cells) throws(DriftDiffusionError) in
      [try solve(with: solver, cells: cells)]
    }[0]
  }

  private func solve<Solver: FokkerPlanckSolver>(
    with solver: Solver, cells: Int
  ) throws(DriftDiffusionError) -> DensityEvolution {
    let initial = try initialInFrame(cells: cells)
    do throws(FokkerPlanckError) {
      return
        switch process
      {
      case .affine(let framed):
        try solver.solve(framed.reduced, from: initial, startingAt: times[0], times: times)
      case .nonparametric(let framed):
        try solver.solve(framed.reduced, from: initial, startingAt: times[0], times: times)
      }
    } catch {
      throw .solver(layer: layer, closure: closure, error)
    }
  }

  /// The initial law in the frame, on an axis that leaves room for tails.
  func initialInFrame(cells: Int) throws(DriftDiffusionError) -> Density {
    do throws(GridError) {
      let (mean, deviation) = (initial.mean, initial.standardDeviation)
      let lower = min(-8, 1.25 * (initial.support.lowerBound - mean) / deviation)
      let upper = max(8, 1.25 * (initial.support.upperBound - mean) / deviation)
      let axis = try Axis(lower...upper, cellCount: cells)
      let density = Density(axis: axis, cumulative: { initial.cumulative(mean + deviation * $0) })
      return try density.normalized()
    } catch {
      throw .grid(layer: layer, error)
    }
  }

  /// The densities of the weights from those of the coordinate ξ.
  func prediction(
    _ method: PredictionMethod, _ evolution: DensityEvolution, weightAxis: Axis
  ) -> LayerPrediction {
    var (densities, entropy, mean, variance) = ([Density](), [Double](), [Double](), [Double]())
    for (time, density) in zip(times, evolution.densities) {
      let state = frame.state(at: time)
      densities.append(
        density.resampled(onto: weightAxis, shift: state.shift, scale: state.scale))
      entropy.append(density.entropy + Double.log(state.scale))
      mean.append(state.shift + state.scale * density.mean)
      variance.append(state.scale * state.scale * density.variance)
    }
    var record = LayerPrediction.Record()
    record.acceptedSteps = evolution.diagnostics.acceptedSteps
    record.rejectedSteps = evolution.diagnostics.rejectedSteps
    record.smallestDensity = evolution.diagnostics.smallestDensity
    record.largestMassError = evolution.diagnostics.largestMassError
    record.largestEdgeMass = evolution.diagnostics.largestEdgeMass
    return LayerPrediction(
      layer: layer, closure: closure, method: method, times: times, densities: densities,
      densityErrors: [], entropy: .exact(entropy), mean: .exact(mean), variance: .exact(variance),
      record: record)
  }
}

extension Estimates {
  /// Values without a statistical error.
  static func exact(_ values: [Double]) -> Estimates {
    Estimates(values: values, standardErrors: values.map { _ in 0 })
  }
}
