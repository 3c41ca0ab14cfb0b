import FokkerPlanck
import Foundation
import Grids
import LinearAlgebra
import StochasticProcesses
import Testing

/// R10: a linear process in the plane with a full diffusion matrix and a stationary current.
func planarRotor() throws -> LinearDiffusion {
  LinearDiffusion(
    relaxation: try Matrix(rows: [[1, 0.8], [-0.3, 0.5]]),
    diffusion: try Matrix(rows: [[0.2, 0.05], [0.05, 0.1]]))
}

/// A linear process of three variables with correlated noise, more or less of it.
func correlatedChain(correlation c: Double = 1) throws -> LinearDiffusion {
  LinearDiffusion(
    relaxation: try Matrix(rows: [[1, 0.4, 0], [-0.4, 1.2, 0.3], [0, -0.2, 0.8]]),
    diffusion: try Matrix(rows: [
      [0.3, 0.08 * c, 0.02 * c], [0.08 * c, 0.25, -0.06 * c], [0.02 * c, -0.06 * c, 0.2],
    ]))
}

/// A box of equal axes.
func cube(_ domain: ClosedRange<Double>, cells: Int, dimension: Int) throws -> [Axis] {
  try (0..<dimension).map { _ in try Axis(domain, cellCount: cells) }
}

/// The cell averages of a normal law.
func averages(of law: MultivariateGaussianLaw, on axes: [Axis]) throws -> BoxDensity {
  BoxDensity(axes: axes, averaging: try law.density())
}

/// A wave 1 + ½ cos(k·x − ω t) e^{−γ t} on a torus, carried by a constant drift and damped by a
/// constant diffusion matrix.
struct TorusWave: MultivariateDiffusionProcess {
  var drift = [0.7, -0.4]
  var matrix = [0.3, 0.1, 0.2]
  let wave = [1.0, 2]
  var dimension: Int { 2 }
  var isAutonomous: Bool { true }

  func evaluate(
    at points: Span<Double>, time t: Double, drift: inout MutableSpan<Double>,
    diffusion: inout MutableSpan<Double>
  ) {
    let count = points.count / 2
    for index in 0..<count {
      for variable in 0..<2 { drift[variable * count + index] = self.drift[variable] }
      for element in 0..<3 { diffusion[element * count + index] = matrix[element] }
    }
  }

  /// The cell averages at a time.
  func density(on axes: [Axis], at time: Double) -> BoxDensity {
    let omega = wave[0] * drift[0] + wave[1] * drift[1]
    let damping =
      matrix[0] * wave[0] * wave[0] + 2 * matrix[1] * wave[0] * wave[1] + matrix[2] * wave[1]
      * wave[1]
    let amplitude = 0.5 * exp(-damping * time)
    let area = 4 * Double.pi * Double.pi
    // Averaging over a cell multiplies a wave by sin(k h/2)/(k h/2) along each axis.
    let damped = zip(axes, wave).reduce(amplitude) { result, pair in
      let half = pair.0.spacing * pair.1 / 2
      return result * sin(half) / half
    }
    var values: [Double] = []
    for x in axes[0].centers {
      for y in axes[1].centers {
        values.append((1 + damped * cos(wave[0] * x + wave[1] * y - omega * time)) / area)
      }
    }
    return unsafeDensity(axes, values)
  }
}

/// A density from as many finite values as there are cells.
func unsafeDensity(_ axes: [Axis], _ values: [Double]) -> BoxDensity {
  guard let density = try? BoxDensity(axes: axes, values: values) else {
    Issue.record("the values of a test density are wrong")
    return BoxDensity(axes: axes) { _ in 0 }
  }
  return density
}

/// The linear process of R10 with a diffusion that grows as 1 + g t.
struct GrowingRotor: MultivariateDiffusionProcess {
  var growth: Double
  var dimension: Int { 2 }

  func evaluate(
    at points: Span<Double>, time t: Double, drift: inout MutableSpan<Double>,
    diffusion: inout MutableSpan<Double>
  ) {
    let (count, factor) = (points.count / 2, 1 + growth * t)
    for index in 0..<count {
      let (x, y) = (points[index], points[count + index])
      drift[index] = -x - 0.8 * y
      drift[count + index] = 0.3 * x - 0.5 * y
      diffusion[index] = 0.2 * factor
      diffusion[count + index] = 0.05 * factor
      diffusion[2 * count + index] = 0.1 * factor
    }
  }
}
