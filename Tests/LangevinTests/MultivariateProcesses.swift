import Langevin
import LinearAlgebra
import RandomStreams
import StochasticProcesses

/// A process of two variables from point functions, in either precision.
protocol PlanarProcess: MultivariateDiffusionProcess {
  /// The drift and D₀₀, D₀₁, D₁₁.
  func coefficients(
    _ x: Scalar, _ y: Scalar, _ t: Scalar
  ) -> (a: (Scalar, Scalar), d: (Scalar, Scalar, Scalar))
}

extension PlanarProcess {
  var dimension: Int { 2 }

  func evaluate(
    at points: Span<Scalar>, time t: Scalar, drift: inout MutableSpan<Scalar>,
    diffusion: inout MutableSpan<Scalar>
  ) {
    let count = points.count / 2
    for index in 0..<count {
      let (a, d) = coefficients(points[index], points[count + index], t)
      drift[index] = a.0
      drift[count + index] = a.1
      diffusion[index] = d.0
      diffusion[count + index] = d.1
      diffusion[2 * count + index] = d.2
    }
  }
}

/// A growing process whose noise does not commute; its moments of second order are closed.
struct GrowingPlane: PlanarProcess {
  typealias Scalar = Double
  func coefficients(
    _ x: Double, _ y: Double, _ t: Double
  ) -> (a: (Double, Double), d: (Double, Double, Double)) {
    (
      (1.2 * x, 0.6 * x + 0.8 * y),
      (0.05 + 0.1 * x * x, 0.05 * x, 0.1 + 0.1 * x * x)
    )
  }
}

/// A relaxing process whose noise does not commute.
struct RelaxingPlane<Scalar: NormalScalar & Codable & Sendable>: PlanarProcess {
  var isAutonomous: Bool { true }

  func coefficients(
    _ x: Scalar, _ y: Scalar, _ t: Scalar
  ) -> (a: (Scalar, Scalar), d: (Scalar, Scalar, Scalar)) {
    (
      (0.5 * y - x, -0.5 * x - 0.8 * y),
      (0.15 + 0.2 * x * x, 0.15 * x * y, 0.1 + 0.2 * y * y)
    )
  }
}

/// Two coupled double wells with correlated noise that grows.
struct HeatedPlane: PlanarProcess {
  typealias Scalar = Double
  var hasHomogeneousDiffusion: Bool { true }

  func coefficients(
    _ x: Double, _ y: Double, _ t: Double
  ) -> (a: (Double, Double), d: (Double, Double, Double)) {
    let heat = 0.3 * (1 + t) * (1 + t)
    return ((x - x * x * x + 0.5 * y, y - y * y * y - 0.5 * x), (heat, 0.5 * heat, 0.8 * heat))
  }
}

/// Brownian motion with correlated components.
struct CorrelatedMotion: PlanarProcess {
  typealias Scalar = Double
  var velocity = (0.0, 0.0)
  var matrix = (0.5, 0.4, 0.5)
  var isAutonomous: Bool { true }
  var hasHomogeneousDiffusion: Bool { true }

  func coefficients(
    _ x: Double, _ y: Double, _ t: Double
  ) -> (a: (Double, Double), d: (Double, Double, Double)) { (velocity, matrix) }
}

/// The process R10.
func rotatingPlane() throws -> LinearDiffusion {
  LinearDiffusion(
    relaxation: try Matrix(rows: [[1, 0.8], [-0.3, 0.5]]),
    diffusion: try Matrix(rows: [[0.2, 0.05], [0.05, 0.1]]))
}
