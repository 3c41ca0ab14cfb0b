internal import FokkerPlanck
public import Grids
internal import StochasticProcesses

extension MeanFieldModel {
  /// Solves the coupled equations and reports the densities of the weights.
  ///
  /// - Parameters:
  ///   - method: Finite volumes for the nonlinear equations, or modes for those with the rates of
  ///     the closed moments.
  ///   - configuration: Cells and tolerance.
  ///   - weightAxis: Where the densities are reported.
  /// - Returns: The prediction of every layer at the model's times.
  /// - Throws: ``DriftDiffusionError/solver(layer:closure:_:)`` and
  ///   ``DriftDiffusionError/grid(layer:_:)``.
  public func solve(
    _ method: PredictionMethod, _ configuration: SolveConfiguration, weightAxis: Axis
  ) throws(DriftDiffusionError) -> [LayerPrediction] {
    precondition(method != .langevin, "an ensemble is simulated, not solved")
    guard method == .finiteVolume else {
      var predictions: [LayerPrediction] = []
      for layer in layers {
        predictions.append(try layer.solve(method, configuration, weightAxis: weightAxis))
      }
      return predictions
    }
    let evolutions = try configuration.refined { (cells) throws(DriftDiffusionError) in
      try evolution(cells: cells, configuration).populations
    }
    return zip(layers, evolutions).map { layer, evolution in
      layer.prediction(method, evolution, weightAxis: weightAxis)
    }
  }

  /// The coupled densities of the coordinates ξ, with finite volumes.
  private func evolution(
    cells: Int, _ configuration: SolveConfiguration
  ) throws(DriftDiffusionError) -> MeanFieldEvolution {
    var initial: [Density] = []
    for layer in layers { initial.append(try layer.initialInFrame(cells: cells)) }
    var solver = MeanFieldSolver()
    solver.stepControl = .adaptive(tolerance: configuration.tolerance)
    solver.sweepTolerance = configuration.tolerance / 100
    let times = layers[0].times
    do throws(FokkerPlanckError) {
      return try solver.solve(
        FramedLayers(rates: rates, frames: layers.map(\.frame)), from: initial,
        startingAt: times[0], times: times)
    } catch {
      throw .solver(layer: layers[0].layer, closure: .meanField, error)
    }
  }
}
