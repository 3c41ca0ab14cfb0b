public import Grids
internal import KramersMoyal
internal import Langevin
internal import StochasticProcesses

extension MeanFieldModel {
  /// Simulates the weights of all layers as interacting particles, in units of the weights.
  ///
  /// - Parameters:
  ///   - configuration: Particles per layer, steps and seed.
  ///   - weightAxis: Where the densities are reported.
  /// - Returns: The prediction of every layer at the model's times, with statistical errors.
  /// - Throws: ``DriftDiffusionError/ensemble(layer:closure:_:)``,
  ///   ``DriftDiffusionError/entropy(layer:_:)`` and ``DriftDiffusionError/grid(layer:_:)``.
  public func simulate(
    _ configuration: SimulateConfiguration, weightAxis: Axis
  ) throws(DriftDiffusionError) -> [LayerPrediction] {
    try configuration.validate()
    let densities = try initialDensities()
    let evolution: InteractingEvolution
    do throws(LangevinError) {
      let ensemble = try self.ensemble(configuration)
      var positions: [[Double]] = []
      for (index, density) in densities.enumerated() {
        let first = index * configuration.particles
        positions.append(
          try ensemble.initialPositions(
            from: density, ofParticles: first..<first + configuration.particles))
      }
      evolution = try ensemble.runInteracting(
        WeightLayers(rates: rates, diffusions: diffusions), from: positions,
        schedule: try schedule(configuration), on: layers.map { _ in weightAxis },
        scheme: PlatenWeakOrderTwo())
    } catch {
      throw error == .cancelled
        ? .cancelled : .ensemble(layer: layers[0].layer, closure: .meanField, error)
    }
    var predictions: [LayerPrediction] = []
    for (layer, history) in zip(layers, evolution.populations) {
      predictions.append(try layer.prediction(history))
    }
    return predictions
  }

  /// Simulates systems with as many weights per layer as one network has.
  ///
  /// - Parameters:
  ///   - replicas: The number of systems.
  ///   - configuration: Steps and seed.
  ///   - threads: How many tasks share the systems; the result does not depend on it.
  /// - Returns: What the number of weights does to every order parameter.
  /// - Throws: ``DriftDiffusionError/ensemble(layer:closure:_:)`` and
  ///   ``DriftDiffusionError/grid(layer:_:)``.
  public func finiteSizes(
    replicas: Int, _ configuration: SimulateConfiguration, threads: Int = 1
  ) async throws(DriftDiffusionError) -> [FiniteSizeComparison] {
    let densities = try initialDensities()
    let field: ReplicatedField
    do throws(LangevinError) {
      field = try await ensemble(configuration).replicate(
        CountedLayers(
          layers: WeightLayers(rates: rates, diffusions: diffusions), numbers: layers.map(\.layer),
          parameters: parameters),
        replicaCount: replicas, particleCounts: weightCounts, from: densities,
        schedule: try schedule(configuration), scheme: PlatenWeakOrderTwo(), threads: threads)
    } catch {
      throw error == .cancelled
        ? .cancelled : .ensemble(layer: layers[0].layer, closure: .meanField, error)
    }
    return parameters.enumerated().map { index, parameter in
      comparison(of: parameter, at: index, field)
    }
  }

  private func comparison(
    of parameter: FieldParameter, at index: Int, _ field: ReplicatedField
  ) -> FiniteSizeComparison {
    let place = layers.firstIndex { $0.layer == parameter.layer } ?? 0
    let kinds = parameters[..<index].count { $0.layer == parameter.layer }
    let statistics = field.times.indices.map {
      field.statistics(ofPopulation: place, parameter: 2 + kinds, time: $0)
    }
    let limit = field.times.map { time in
      let state = layers[place].frame.state(at: time)
      return parameter.value(
        mean: state.shift, secondMoment: state.shift * state.shift + state.scale * state.scale)
    }
    return FiniteSizeComparison(
      parameter: parameter, times: field.times, limit: limit,
      mean: Estimates(
        values: statistics.map(\.mean), standardErrors: statistics.map(\.meanStandardError)),
      fluctuation: Estimates(
        values: statistics.map(\.deviation),
        standardErrors: statistics.map(\.deviationStandardError)))
  }

  private func ensemble(
    _ configuration: SimulateConfiguration
  ) throws(LangevinError) -> LangevinEnsemble {
    var settings = LangevinConfiguration()
    settings.particleCount = configuration.particles
    settings.seed = configuration.seed
    settings.keepsPositions = true
    return try LangevinEnsemble(settings)
  }

  /// The steps that the most demanding layer needs in each interval.
  private func schedule(
    _ configuration: SimulateConfiguration
  ) throws(LangevinError) -> TimeSchedule {
    let times = layers[0].times
    var counts = [Int](repeating: 1, count: times.count - 1)
    for layer in layers {
      for (index, count) in layer.stepCounts(configuration).enumerated() {
        counts[index] = max(counts[index], count)
      }
    }
    return try TimeSchedule(
      from: times[0], recordingAt: times, stepSizes: LayerModel.stepSizes(times, counts: counts))
  }

  private func initialDensities() throws(DriftDiffusionError) -> [Density] {
    var densities: [Density] = []
    for layer in layers { densities.append(try layer.initialDensity(cells: 1024)) }
    return densities
  }
}
