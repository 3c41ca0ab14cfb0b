import Foundation
import KramersMoyal
import RandomStreams
import StochasticProcesses

/// Paths of known processes, each a function of its seed.
enum SyntheticPaths {
  /// An Ornstein-Uhlenbeck path by its exact transition.
  static func ornsteinUhlenbeck(
    _ process: OrnsteinUhlenbeck, from start: Double, step: Double, count: Int, seed: UInt64,
    index: UInt64 = 0
  ) -> [Double] {
    var stream = RandomStream(seed: seed, purpose: .general, index: index)
    let law = process.law(from: GaussianLaw(mean: 0, variance: 0), after: step)
    let (decay, spread) = (exp(-process.relaxationRate * step), law.variance.squareRoot())
    var path = [start]
    for _ in 1..<count {
      path.append(law.mean + decay * path[path.count - 1] + spread * stream.normal())
    }
    return path
  }

  /// A path with constant noise by stochastic Heun steps, of weak order 2, smaller than the time between
  /// observations.
  static func heun(
    drift: (Double) -> Double, diffusion: Double, from start: Double, step: Double, substeps: Int,
    count: Int, seed: UInt64, index: UInt64 = 0
  ) -> [Double] {
    var stream = RandomStream(seed: seed, purpose: .general, index: index)
    let h = step / Double(substeps)
    let spread = (2 * diffusion * h).squareRoot()
    var (x, path) = (start, [start])
    for _ in 1..<count {
      for _ in 0..<substeps {
        let (slope, noise) = (drift(x), spread * stream.normal())
        x += (slope + drift(x + slope * h + noise)) * h / 2 + noise
      }
      path.append(x)
    }
    return path
  }

  /// A path by Euler-Maruyama steps much smaller than the time between observations, kept in `range`
  /// by reflection.
  static func euler(
    _ process: some DiffusionProcess<Double>, from start: Double, step: Double, substeps: Int,
    count: Int, seed: UInt64, index: UInt64 = 0, range: ClosedRange<Double> = -1e9...1e9
  ) -> [Double] {
    var stream = RandomStream(seed: seed, purpose: .general, index: index)
    let h = step / Double(substeps)
    var (x, path) = (start, [start])
    for _ in 1..<count {
      for _ in 0..<substeps {
        let spread = (2 * process.diffusion(at: x, time: 0) * h).squareRoot()
        x += process.drift(at: x, time: 0) * h + spread * stream.normal()
        if x < range.lowerBound { x = 2 * range.lowerBound - x }
        if x > range.upperBound { x = 2 * range.upperBound - x }
      }
      path.append(x)
    }
    return path
  }
}
