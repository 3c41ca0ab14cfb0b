import FokkerPlanck
import Foundation
import Grids
import StochasticProcesses

/// A problem whose density is known at all times.
struct CertifiedCase: Sendable, CustomStringConvertible {
  var name: String
  var process: ClosureProcess
  var domain: ClosedRange<Double>
  var law: InitialLaw
  var times: [Double]
  var boundaries = BoundaryConditions.reflecting
  var tolerances = [1e-3, 1e-5, 1e-7]
  /// The exact distribution function, without what has left, at a time.
  var cumulative: @Sendable (_ x: Double, _ time: Double) -> Double

  var description: String { name }
}

/// The probability below x of a normal law.
func normalCumulative(_ mean: Double, _ variance: Double, _ x: Double) -> Double {
  0.5 * erfc((mean - x) / (2 * variance).squareRoot())
}

extension CertifiedCase {
  /// A drift a = velocity − rate x with D = D₀ + D₁ t, which keeps normal laws normal.
  static func linear(
    _ name: String, _ process: LinearProcess, _ domain: ClosedRange<Double>,
    mean: Double, variance: Double, _ times: [Double], tolerances: [Double] = [1e-3, 1e-5, 1e-7]
  ) -> CertifiedCase {
    CertifiedCase(
      name: name,
      process: ClosureProcess(
        drift: { process.drift(at: $0, time: $1) },
        diffusion: { process.diffusion(at: $0, time: $1) }),
      domain: domain, law: .normal(GaussianLaw(mean: mean, variance: variance)), times: times,
      tolerances: tolerances,
      cumulative: { x, time in
        let moments = process.moments(mean: mean, variance: variance, at: time)
        return normalCumulative(moments.mean, moments.variance, x)
      })
  }

  /// Cases whose coefficients and densities are smooth.
  static let smooth: [CertifiedCase] = [
    linear("R1", LinearProcess(diffusion: 0.25), -9...9, mean: 0, variance: 0.1, [0.02, 2]),
    linear(
      "R2", LinearProcess(velocity: 0.5, diffusion: 0.1), -6...8, mean: 0, variance: 0.04, [3]),
    linear(
      "R3, from a point", LinearProcess(velocity: 2, rate: 2, diffusion: 0.5), -5...5, mean: -1,
      variance: 0, [0.01, 0.3]),
    linear(
      "Ornstein-Uhlenbeck of the peers", LinearProcess(rate: 1, diffusion: 0.5), -8...8, mean: 2,
      variance: 0.09, [5]),
    linear(
      "R13", LinearProcess(rate: 1, diffusion: 0.1, diffusionGrowth: 0.3), -6...6, mean: 0,
      variance: 0.2, [1.5]),
    linear(
      "R13 with a drift", LinearProcess(velocity: 1, rate: 1, diffusion: 0.1, diffusionGrowth: 0.3),
      -6...6, mean: -1, variance: 0.2, [0.1, 1.5]),
    linear(
      "a start far narrower than a cell", LinearProcess(rate: 1, diffusion: 0.5), -6...6,
      mean: 0.3, variance: 1e-6, [0.01, 0.5]),
    linear(
      "a Péclet number of 1200", LinearProcess(velocity: 1, diffusion: 0.01), -3...9, mean: 0,
      variance: 0.04, [3], tolerances: [1e-3, 1e-5]),
    box, geometricBrownianMotion, squareRootProcess, uniformStart, absorbingWalls, firstPassage,
    mixedWalls, ring,
  ]

  /// R4: a point in a reflecting box spreads as its images do.
  static let box = CertifiedCase(
    name: "R4, from a point",
    process: ClosureProcess(drift: { _, _ in 0 }, diffusion: { _, _ in 0.05 }), domain: 0...1,
    law: .point(0.3), times: [0.004, 0.4],
    cumulative: { x, time in
      var sum = 0.0
      for image in -3...3 {
        let shift = 2 * Double(image)
        for place in [0.3 + shift, -0.3 + shift] {
          sum += normalCumulative(place, 0.1 * time, x) - normalCumulative(place, 0.1 * time, 0)
        }
      }
      return sum
    })

  /// R7: the logarithm is normal.
  static let geometricBrownianMotion = CertifiedCase(
    name: "R7, from a point",
    process: ClosureProcess(drift: { x, _ in 0.1 * x }, diffusion: { x, _ in 0.08 * x * x }),
    domain: 0...40, law: .point(1), times: [0.1, 2],
    cumulative: { x, time in x > 0 ? normalCumulative(0.02 * time, 0.16 * time, log(x)) : 0 })

  /// R8: a non-central chi-square law, a Poisson mixture of gamma laws.
  static let squareRootProcess = CertifiedCase(
    name: "R8, from a point",
    process: ClosureProcess(drift: { x, _ in 1.5 * (0.8 - x) }, diffusion: { x, _ in 0.18 * x }),
    domain: 0...4, law: .point(0.3), times: [0.05, 0.5],
    cumulative: { x, time in
      let decay = exp(-1.5 * time)
      let scale = 3 / (0.36 * (1 - decay))
      let u = scale * 0.3 * decay
      var sum = 0.0
      for j in 0..<120 {
        let k = Double(j)
        let weight = exp(k * log(u) - u - lgamma(k + 1))
        if weight > 1e-18 { sum += weight * regularizedGamma(k + 2.4 / 0.36, scale * x) }
      }
      return sum
    })

  /// A start with jumps at places that are no faces.
  static let uniformStart = CertifiedCase(
    name: "a start with jumps",
    process: ClosureProcess(drift: { _, _ in 0 }, diffusion: { _, _ in 0.1 }), domain: -3.1...3,
    law: .uniform(-0.5...0.5), times: [0.01, 0.4],
    cumulative: { x, time in
      let width = (0.4 * time).squareRoot()
      func primitive(_ z: Double) -> Double { z * erf(z) + exp(-z * z) / Double.pi.squareRoot() }
      return 0.5 + 0.5 * width * (primitive((x + 0.5) / width) - primitive((x - 0.5) / width))
    })

  /// exp(a x/2D) sin πx decays at the rate a²/4D + π² D.
  static let absorbingWalls = CertifiedCase(
    name: "two absorbing walls",
    process: ClosureProcess(drift: { _, _ in 1 }, diffusion: { _, _ in 0.5 }), domain: 0...1,
    law: .cumulative { sineCumulative(min(max($0, 0), 1)) }, times: [0.3],
    boundaries: .absorbing,
    cumulative: { x, time in exp(-time * (0.5 + 0.5 * Double.pi * Double.pi)) * sineCumulative(x) })

  /// R14: the image of a point beyond the wall.
  static let firstPassage = CertifiedCase(
    name: "R14, from a point",
    process: ClosureProcess(drift: { _, _ in 1 }, diffusion: { _, _ in 0.5 }), domain: -12...2,
    law: .point(0), times: [0.5, 2], boundaries: .walls(lower: .reflecting, upper: .absorbing),
    cumulative: { x, time in
      normalCumulative(time, time, x) - exp(4) * normalCumulative(4 + time, time, x)
    })

  /// Free diffusion between a reflecting and an absorbing wall, from a constant density.
  static let mixedWalls = CertifiedCase(
    name: "one wall of each kind",
    process: ClosureProcess(drift: { _, _ in 0 }, diffusion: { _, _ in 0.3 }), domain: 0...1,
    law: .uniform(0...1), times: [0.02, 0.5],
    boundaries: .walls(lower: .reflecting, upper: .absorbing),
    cumulative: { x, time in
      var sum = 0.0
      for n in 0..<60 {
        let k = (Double(n) + 0.5) * Double.pi
        let amplitude = (n % 2 == 0 ? 2.0 : -2.0) / (k * k)
        sum += amplitude * sin(k * x) * exp(-0.3 * k * k * time)
      }
      return sum
    })

  /// A wrapped normal law that drifts around a ring.
  static let ring = CertifiedCase(
    name: "a ring",
    process: ClosureProcess(drift: { _, _ in 0.8 }, diffusion: { _, _ in 0.05 }),
    domain: 0...2 * Double.pi, law: .cumulative { wrappedCumulative(1, 0.2, $0) },
    times: [0.5, 3], boundaries: .periodic,
    cumulative: { x, time in wrappedCumulative(1 + 0.8 * time, 0.2 + 0.1 * time, x) })
}

/// The integral from 0 of a normal law wrapped around a ring of length 2π.
private func wrappedCumulative(_ mean: Double, _ variance: Double, _ x: Double) -> Double {
  var sum = 0.0
  for turn in -4...4 {
    let place = mean + 2 * Double.pi * Double(turn)
    sum += normalCumulative(place, variance, x) - normalCumulative(place, variance, 0)
  }
  return sum
}

/// The integral of eˣ sin πx from 0, scaled to 1 at 1.
private func sineCumulative(_ x: Double) -> Double {
  let primitive = exp(x) * (sin(Double.pi * x) - Double.pi * cos(Double.pi * x))
  return (primitive + Double.pi) / (Double.pi * (1 + exp(1.0)))
}

/// The regularised incomplete gamma function P(a, x), by its series and its continued fraction.
private func regularizedGamma(_ a: Double, _ x: Double) -> Double {
  guard x > 0 else { return 0 }
  let scale = exp(-x + a * log(x) - lgamma(a))
  if x < a + 1 {
    var (term, sum, n) = (1 / a, 1 / a, a)
    while term > 1e-17 * sum {
      n += 1
      term *= x / n
      sum += term
    }
    return scale * sum
  }
  var b = x + 1 - a
  var (c, d) = (1e300, 1 / b)
  var h = d
  for i in 1..<500 {
    let an = -Double(i) * (Double(i) - a)
    b += 2
    d = 1 / (an * d + b)
    c = b + an / c
    h *= d * c
    if abs(d * c - 1) < 1e-16 { break }
  }
  return 1 - scale * h
}
