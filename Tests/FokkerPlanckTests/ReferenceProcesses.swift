import FokkerPlanck
import Foundation
import Grids
import RealModule
import StochasticProcesses

/// A drift a(x) and a diffusion D(t) with a Gaussian solution: a = velocity − rate x, D = D₀ + D₁ t.
struct LinearProcess: DiffusionProcess {
  var velocity = 0.0
  var rate = 0.0
  var diffusion = 0.5
  var diffusionGrowth = 0.0

  func drift(at x: Double, time: Double) -> Double { velocity - rate * x }
  func diffusion(at x: Double, time: Double) -> Double { diffusion + diffusionGrowth * time }

  /// The mean and the variance at time t from those at time zero.
  func moments(mean: Double, variance: Double, at t: Double) -> (mean: Double, variance: Double) {
    guard rate != 0 else {
      return (mean + velocity * t, variance + 2 * diffusion * t + diffusionGrowth * t * t)
    }
    let decay = exp(-rate * t)
    let centre = velocity / rate
    let constant = (diffusion - diffusionGrowth / (2 * rate)) / rate
    let particular = constant + diffusionGrowth * t / rate
    return (
      centre + (mean - centre) * decay,
      particular + (variance - constant) * decay * decay
    )
  }
}

/// The double well a = x − x³ with constant D.
struct DoubleWell: DiffusionProcess {
  var diffusion = 0.1
  func drift(at x: Double, time: Double) -> Double { x - x * x * x }
  func diffusion(at x: Double, time: Double) -> Double { diffusion }
}

/// Any smooth periodic drift and diffusion on [0, 2π].
struct PeriodicProcess: DiffusionProcess {
  var tilt = 0.5
  var diffusion = 0.3
  var modulation = 0.0
  func drift(at x: Double, time: Double) -> Double { sin(x) + tilt }
  func diffusion(at x: Double, time: Double) -> Double {
    diffusion * (1 + modulation * cos(x + 0.3 * time))
  }
}

/// The cumulative distribution of a Gaussian.
func gaussianCumulative(mean: Double, variance: Double) -> (Double) -> Double {
  { 0.5 * erfc((mean - $0) / (2 * variance).squareRoot()) }
}

/// The exact cell averages of a Gaussian.
func gaussian(_ axis: Axis, mean: Double, variance: Double) -> Density {
  Density(axis: axis, cumulative: gaussianCumulative(mean: mean, variance: variance))
}
