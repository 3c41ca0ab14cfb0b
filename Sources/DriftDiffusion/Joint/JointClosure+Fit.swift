internal import KramersMoyal
internal import RealModule

extension JointClosure {
  /// Fits the closure to measured gradients.
  ///
  /// The velocity of a gain follows from those of its weights,
  ///
  /// ```
  /// q′ = (−Σ w g + Σ D_w − 2 Σ w² D_w/‖W‖²)/‖W‖²,   D_k = Σ w² D_w/‖W‖⁴
  /// ```
  ///
  /// with the noise of different weights taken as independent, which makes D_k too small where a few
  /// directions carry it. b and A are fitted over networks and recorded times at once by ridge
  /// regression, each time weighted with the inverse variance between networks; the penalty on A is the
  /// one that foretells held-out networks best, and A is 0 when none beats no coupling by a standard
  /// error. D is that of one recorded time.
  ///
  /// - Parameters:
  ///   - log: The gradients and weights.
  ///   - time: The index of the recorded time whose noise is taken.
  ///   - folds: The number of groups of networks, each of which is held out in turn.
  /// - Throws: ``DriftDiffusionError/noWeights(layer:)``,
  ///   ``DriftDiffusionError/degenerateWeights(layer:epoch:)`` and
  ///   ``DriftDiffusionError/regression(layer:epoch:_:)``.
  public init(
    fitting log: GradientLog, noiseAt time: Int, folds: Int = 5
  ) throws(DriftDiffusionError) {
    let motions = try log.layers.map { layer throws(DriftDiffusionError) in
      try GainMotion(log, layer)
    }
    let networks = 0..<log.networkCount
    let count = Double(log.networkCount * log.epochs.count)
    let centers = motions.map { $0.gains.joined().reduce(0, +) / count }
    let scales = zip(motions, centers).map { motion, center in
      let square = motion.gains.joined().reduce(0) { $0 + ($1 - center) * ($1 - center) }
      return max((square / count).squareRoot(), 1e-12)
    }
    let ridge = RidgeRegression(parameterCount: motions.count + 1, freeIndices: [0])
    var (velocities, couplings) = ([Double](), [[Double]]())
    for motion in motions {
      if Task.isCancelled { throw .cancelled }
      let weights = motion.velocityScales.map { 1 / $0 }
      let clusters = networks.map { network in
        var sums = RidgeSums(parameterCount: motions.count + 1)
        for time in log.epochs.indices {
          let deviations = motions.indices.map {
            weights[time] * (motions[$0].gains[network][time] - centers[$0]) / scales[$0]
          }
          sums.add(
            weights[time] * motion.velocities[network][time],
            functions: [weights[time]] + deviations)
        }
        return sums.values
      }
      do throws(KramersMoyalError) {
        let choice = try ridge.chosenPenalty(clusters: clusters, folds: folds)
        let sum = clusters.dropFirst().reduce(clusters[0]) { zip($0, $1).map { $0 + $1 } }
        let solution = try ridge.coefficients(sum, penalty: choice.penalty)
        velocities.append(solution[0])
        couplings.append(zip(solution.dropFirst(), scales).map { $0 / $1 })
      } catch {
        throw .regression(layer: motion.layer, epoch: log.epochs[0], error)
      }
    }
    self.init(
      layers: motions.map(\.layer), center: centers, velocity: velocities, coupling: couplings,
      diffusion: motions.map { motion in
        motion.diffusions.reduce(0) { $0 + $1[time] } / Double(log.networkCount)
      })
  }
}

/// The gain of one layer with its velocity and diffusion, shape [network][time].
struct GainMotion {
  let layer: Int
  /// q = ln‖W‖.
  private(set) var gains: [[Double]]
  /// q′ in the mean over batches.
  private(set) var velocities: [[Double]]
  /// The diffusion coefficient of q.
  private(set) var diffusions: [[Double]]

  init(_ log: GradientLog, _ layer: LayerLog) throws(DriftDiffusionError) {
    guard layer.hasWeights else { throw .noWeights(layer: layer.number) }
    self.layer = layer.number
    let none = [[Double]](repeating: [], count: log.networkCount)
    (gains, velocities, diffusions) = (none, none, none)
    for time in log.epochs.indices {
      for (index, network) in LayerSample(log, layer, time: time).networks.enumerated() {
        var (square, power, noise, radial) = (0.0, 0.0, 0.0, 0.0)
        for (place, diffusion) in network.diffusion.enumerated() {
          let weight = network.weights[network.weights.startIndex + place]
          square += weight * weight
          power -= weight * network.means[network.means.startIndex + place]
          noise += diffusion
          radial += weight * weight * diffusion
        }
        guard square > 0 else {
          throw .degenerateWeights(layer: layer.number, epoch: log.epochs[time])
        }
        gains[index].append(Double.log(square) / 2)
        velocities[index].append((power + noise - 2 * radial / square) / square)
        diffusions[index].append(radial / (square * square))
      }
    }
  }

  /// The root mean square deviation of the velocity from its mean over networks at every time, the
  /// unit of its errors.
  var velocityScales: [Double] {
    velocities[0].indices.map { time in
      let values = velocities.map { $0[time] }
      let mean = values.reduce(0, +) / Double(values.count)
      let spread = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
      let size = values.reduce(0) { $0 + $1 * $1 } / Double(values.count)
      return max(spread.squareRoot(), 1e-6 * size.squareRoot(), 1e-150)
    }
  }
}
