import DriftDiffusion
import Foundation
import RandomStreams

/// Courses of one layer in which it is known what the information follows.
///
/// Every unit is an initial state with replicas that diffuse freely, each unit with a diffusion
/// coefficient of its own that wanders in time, and a gain that grows along a random course of its
/// own. The entropy is measured from the replicas as from a real run.
struct SyntheticCourses {
  /// What the information follows.
  enum Cause {
    /// The true entropy of the diffusing weights.
    case entropy
    /// The gain alone, by a curved function.
    case gain
    /// A trend that all units share and a wandering of each unit's own.
    case trend
  }

  var cause: Cause
  var units = 10
  var replicas = 20
  var weights = 12
  /// Even in ln s.
  let times = (0...12).map { Foundation.exp(0.35 * Double($0)) }

  func course(seed: UInt64) throws -> LayerCourse {
    var (information, entropy, gain) = ([[Double]](), [[Double]](), [[Double]]())
    for unit in 0..<units {
      var stream = RandomStream(seed: seed, purpose: .general, index: UInt64(unit))
      let (variances, states) = diffuse(&stream)
      let gains = wander(&stream, drift: 0.15, step: 0.1)
      let own = wander(&stream, drift: -0.3, step: 0.2)
      entropy.append(try NoiseSpread(states).entropyPerWeight)
      gain.append(gains)
      information.append(
        times.indices.map { time in
          let noise = 0.02 * stream.normal()
          switch cause {
          case .entropy: return 10 - 0.8 * Foundation.log(variances[time]) / 2 + noise
          case .gain: return 10 - 2 * gains[time] - 0.3 * gains[time] * gains[time] + noise
          case .trend: return 10 + own[time] + noise
          }
        })
    }
    return LayerCourse(
      layer: 1, times: times, information: information, entropy: entropy, logGain: gain)
  }

  /// The true variance, and the weights of replicas by exact steps of Brownian motion.
  private func diffuse(_ stream: inout RandomStream) -> (variances: [Double], states: [[[Double]]])
  {
    var (variances, logDiffusion) = ([Double](), -4 + 0.3 * stream.normal())
    var states = [[[Double]]](repeating: [], count: replicas)
    var positions = [[Double]](
      repeating: [Double](repeating: 0, count: weights), count: replicas)
    var (variance, last) = (0.0, 0.0)
    for time in times {
      let step = 2 * Foundation.exp(logDiffusion) * (time - last)
      variance += step
      for replica in 0..<replicas {
        for weight in 0..<weights {
          positions[replica][weight] += step.squareRoot() * stream.normal()
        }
        states[replica].append(positions[replica])
      }
      variances.append(variance)
      logDiffusion += 0.7 * stream.normal()
      last = time
    }
    return (variances, states)
  }

  /// A random course with a trend.
  private func wander(_ stream: inout RandomStream, drift: Double, step: Double) -> [Double] {
    var value = 0.0
    return times.map { _ in
      value += drift + step * stream.normal()
      return value
    }
  }
}
