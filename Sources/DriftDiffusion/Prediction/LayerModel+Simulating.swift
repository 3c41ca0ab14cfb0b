public import Grids
internal import InformationTheory
internal import KramersMoyal
internal import Langevin
internal import StochasticProcesses

extension LayerModel {
  /// Simulates the layer's process in units of the weights, without the co-moving frame's help.
  ///
  /// Closures of one layer share their initial positions and Brownian increments, so that their
  /// differences are not those of the random numbers.
  ///
  /// - Parameters:
  ///   - configuration: Particles, steps and seed.
  ///   - weightAxis: Where the densities are reported.
  ///   - threads: How many tasks share the particles; the result does not depend on it.
  /// - Returns: The prediction at the model's times, with statistical errors.
  /// - Throws: ``DriftDiffusionError/ensemble(layer:closure:_:)``,
  ///   ``DriftDiffusionError/entropy(layer:_:)`` and ``DriftDiffusionError/grid(layer:_:)``.
  public func simulate(
    _ configuration: SimulateConfiguration, weightAxis: Axis, threads: Int = 1
  ) async throws(DriftDiffusionError) -> LayerPrediction {
    try configuration.validate()
    let start = try initialDensity(cells: 1024)
    let evolution: EnsembleEvolution
    do throws(LangevinError) {
      var settings = LangevinConfiguration()
      settings.particleCount = configuration.particles
      settings.seed = configuration.seed &+ UInt64(layer) &* 0x9E37_79B9_7F4A_7C15
      settings.keepsPositions = true
      let ensemble = try LangevinEnsemble(settings)
      let schedule = try TimeSchedule(
        from: times[0], recordingAt: times, stepSizes: stepSizes(configuration))
      let positions = try ensemble.initialPositions(from: start)
      evolution =
        switch process {
        case .affine(let framed):
          try await ensemble.run(
            framed, from: positions, schedule: schedule, on: weightAxis,
            scheme: PlatenWeakOrderTwo(), threads: threads)
        case .nonparametric(let framed):
          try await ensemble.run(
            framed, from: positions, schedule: schedule, on: weightAxis,
            scheme: PlatenWeakOrderTwo(), threads: threads)
        }
    } catch {
      throw error == .cancelled ? .cancelled : .ensemble(layer: layer, closure: closure, error)
    }
    return try prediction(evolution)
  }

  private func stepSizes(_ configuration: SimulateConfiguration) -> [Double] {
    Self.stepSizes(times, counts: stepCounts(configuration))
  }

  /// Steps that divide each interval evenly.
  static func stepSizes(_ times: [Double], counts: [Int]) -> [Double] {
    counts.indices.flatMap { index in
      let count = counts[index]
      let size = (times[index + 1] - times[index]) / Double(count)
      return [Double](repeating: size, count: count)
    }
  }

  /// The number of steps that each interval between recorded times needs.
  func stepCounts(_ configuration: SimulateConfiguration) -> [Int] {
    zip(times, times.dropFirst()).map { before, after in
      let stretching = max(steepness(at: before), steepness(at: after)) * (after - before)
      let needed = min(1e6, (stretching / configuration.stepStretching).rounded(.up))
      return max(configuration.stepsPerInterval, Int(needed))
    }
  }

  /// The largest |da/dw| within three standard deviations.
  private func steepness(at time: Double) -> Double {
    let state = frame.state(at: time)
    let points = (-12...12).map { state.shift + state.scale * Double($0) / 4 }
    let drifts: [Double] =
      switch process {
      case .affine(let framed): points.map { framed.drift(at: $0, time: time) }
      case .nonparametric(let framed): points.map { framed.drift(at: $0, time: time) }
      }
    let slopes = zip(drifts, drifts.dropFirst()).map { abs($1 - $0) / (state.scale / 4) }
    return slopes.max() ?? 0
  }

  /// The initial law in units of the weights.
  func initialDensity(cells: Int) throws(DriftDiffusionError) -> Density {
    do throws(GridError) {
      let axis = try Axis(initial.support, cellCount: cells)
      return try initial.density(on: axis).normalized()
    } catch {
      throw .grid(layer: layer, error)
    }
  }

  /// The prediction that an ensemble makes.
  func prediction(
    _ evolution: EnsembleEvolution
  ) throws(DriftDiffusionError) -> LayerPrediction {
    var entropies: [EntropyEstimate] = []
    for snapshot in evolution.snapshots {
      do throws(InformationError) {
        entropies.append(try EntropyConfiguration().entropy(of: ascending(snapshot.positions)))
      } catch {
        throw .entropy(layer: layer, error)
      }
    }
    let snapshots = evolution.snapshots
    var record = LayerPrediction.Record()
    record.acceptedSteps = evolution.stepCount
    record.largestMassError = snapshots.map { abs(1 - $0.density.mass) }.max() ?? 0
    return LayerPrediction(
      layer: layer, closure: closure, method: .langevin, times: times,
      densities: snapshots.map(\.density), densityErrors: snapshots.map(\.densityStandardErrors),
      entropy: Estimates(
        values: entropies.map(\.value), standardErrors: entropies.map(\.standardError)),
      mean: Estimates(
        values: snapshots.map(\.mean), standardErrors: snapshots.map(\.meanStandardError)),
      variance: Estimates(
        values: snapshots.map(\.variance), standardErrors: snapshots.map(\.varianceStandardError)),
      record: record)
  }
}
