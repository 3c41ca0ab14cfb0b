internal import RealModule

/// Whether the compression of one layer under several learning rates and batch sizes is a matter of
/// drift or of diffusion.
///
/// At equal learning time s = ηt the drift is the same for all (η, B), while D grows with η/B. So curves
/// that drift makes collapse on the clock ηt, and curves that diffusion makes fan out there: an e-fold of
/// η/B does what an e-fold of time does.
public struct LayerCollapse: Hashable, Sendable {
  /// The layer's number; 1 is the first hidden layer.
  public var layer: Int
  /// The clocks in the order of their cases.
  public var clocks: [ClockCollapse]
  /// The change of the information per e-fold of η/B at equal learning time, in its unit.
  public var perNoise: BootstrapInterval
  /// The change of the information per e-fold of the learning time over the window, in its unit.
  public var perTime: BootstrapInterval
  /// The ratio of both: 1 for free diffusion, 0 for drift.
  public var noiseShare: BootstrapInterval

  /// Compares the curves of a layer.
  ///
  /// - Parameters:
  ///   - layer: The layer's number.
  ///   - conditions: I(X;T) under two or more (η, B), of as many networks each, which are paired.
  ///   - bootstrap: The resampling of networks.
  ///   - places: The number of times that are compared.
  public init(
    layer: Int, _ conditions: [ScaledCurves], bootstrap: NetworkBootstrap, places: Int = 40
  ) {
    precondition(
      conditions.count >= 2
        && conditions.allSatisfy { $0.values.count == bootstrap.networkCount },
      "networks are paired between conditions")
    self.layer = layer
    let grids = TrainingClock.allCases.map { CollapseGrid(conditions, $0, count: places) }
    clocks = Self.clocks(grids, bootstrap)
    let missing = BootstrapInterval(estimate: .nan, lower: .nan, upper: .nan, definedFraction: 0)
    guard let grid = grids[TrainingClock.allCases.firstIndex(of: .learningTime) ?? 0] else {
      (perNoise, perTime, noiseShare) = (missing, missing, missing)
      return
    }
    let noise = conditions.map { Double.log($0.learningRate / $0.batchSize) }
    let slopes = bootstrap.intervals { Self.slopes(grid.means($0), noise, grid.places) }
    (perNoise, perTime, noiseShare) = (slopes[0], slopes[1], slopes[2])
  }

  /// The clock with the smallest residual, if its interval lies below those of all others.
  public var bestClock: TrainingClock? {
    let order = clocks.filter { $0.residual.estimate.isFinite }.sorted {
      $0.residual.estimate < $1.residual.estimate
    }
    guard let best = order.first, order.count == clocks.count else { return nil }
    let isDecided = order.dropFirst().allSatisfy { $0.residual.lower > best.residual.upper }
    return isDecided ? best.clock : nil
  }

  /// The residuals of all clocks from the same resamples.
  ///
  /// A resample has once more the chance of the ensemble itself in its variance between conditions, so
  /// twice as much is taken off.
  private static func clocks(
    _ grids: [CollapseGrid?], _ bootstrap: NetworkBootstrap
  ) -> [ClockCollapse] {
    let all = Array(0..<bootstrap.networkCount)
    let chances = grids.map { $0?.parts(all).chance ?? .nan }
    let place = TrainingClock.allCases.firstIndex(of: .learningTime) ?? 0
    func residuals(_ networks: [Int], _ factor: Double) -> [Double] {
      zip(grids, chances).map { grid, chance in
        guard let parts = grid?.parts(networks), parts.within > 0 else { return .nan }
        return (parts.between - factor * chance) / parts.within
      }
    }
    let found = residuals(all, 1)
    let count = found.count
    let intervals = bootstrap.intervals { networks in
      let values = residuals(networks, 2)
      return values + values.map { $0 - values[place] }
    }
    return TrainingClock.allCases.enumerated().map { index, clock in
      var (residual, excess) = (intervals[index], intervals[count + index])
      residual.estimate = found[index]
      excess.estimate = found[index] - found[place]
      let window = grids[index].map { grid in
        Double.exp(grid.places[0])...Double.exp(grid.places[grid.places.count - 1])
      }
      return ClockCollapse(clock: clock, residual: residual, excess: excess, window: window)
    }
  }

  /// The slopes of the mean information in ln(η/B) and in ln s, and the ratio of the two.
  private static func slopes(
    _ means: [[Double]], _ noise: [Double], _ places: [Double]
  ) -> [Double] {
    let center = noise.reduce(0, +) / Double(noise.count)
    let spread = noise.reduce(0) { $0 + ($1 - center) * ($1 - center) }
    let last = places.count - 1
    var (perNoise, perTime) = (0.0, 0.0)
    for (curve, noise) in zip(means, noise) {
      let mean = curve.reduce(0, +) / Double(curve.count)
      perNoise += (noise - center) * mean
      perTime += (curve[last] - curve[0]) / (places[last] - places[0]) / Double(means.count)
    }
    guard spread > 0 else { return [.nan, perTime, .nan] }
    perNoise /= spread
    return [perNoise, perTime, perTime != 0 ? perNoise / perTime : .nan]
  }
}
