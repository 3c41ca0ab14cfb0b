import RealModule
import StochasticProcesses

/// The solution of y′ = f(y) by Runge and Kutta's method in 400 steps.
func integrated(
  _ start: [Double], until end: Double, _ rate: ([Double]) -> [Double]
) -> [Double] {
  func moved(_ a: [Double], _ b: [Double], _ scale: Double) -> [Double] {
    zip(a, b).map { $0 + scale * $1 }
  }
  let h = end / 400
  return (0..<400).reduce(start) { s, _ in
    let k1 = rate(s)
    let k2 = rate(moved(s, k1, h / 2))
    let k3 = rate(moved(s, k2, h / 2))
    let k4 = rate(moved(s, k3, h))
    return moved(moved(moved(moved(s, k1, h / 6), k2, h / 3), k3, h / 3), k4, h / 6)
  }
}

/// A diffusion with a linear drift and a D of second degree, whose moments are closed.
struct PearsonDiffusion: DiffusionProcess {
  /// a = drift₀ + drift₁ x.
  var driftPowers: (Double, Double)
  /// D = diffusion₀ + diffusion₁ x + diffusion₂ x².
  var diffusionPowers: (Double, Double, Double)

  func drift(at x: Double, time t: Double) -> Double { driftPowers.0 + driftPowers.1 * x }
  func diffusion(at x: Double, time t: Double) -> Double {
    diffusionPowers.0 + (diffusionPowers.1 + diffusionPowers.2 * x) * x
  }

  /// The same process with the drift in the sense of Stratonovich, a − D′/2.
  var inStratonovichReading: PearsonDiffusion {
    var process = self
    process.driftPowers.0 -= diffusionPowers.1 / 2
    process.driftPowers.1 -= diffusionPowers.2
    return process
  }

  /// ⟨x⟩, ⟨x²⟩, …, ⟨x⁴⟩ after a time:
  /// ⟨xᵏ⟩′ = k ⟨xᵏ⁻¹ a⟩ + k (k − 1) ⟨xᵏ⁻² D⟩.
  func moments(from start: Double, after time: Double) -> [Double] {
    let first = (0...4).map { Double.pow(start, $0) }
    return Array(
      integrated(first, until: time) { m in
        (0...4).map { k -> Double in
          guard k > 0 else { return 0 }
          let n = Double(k)
          var rate = n * (driftPowers.0 * m[k - 1] + driftPowers.1 * m[k])
          if k > 1 {
            let noise =
              diffusionPowers.0 * m[k - 2] + diffusionPowers.1 * m[k - 1]
              + diffusionPowers.2 * m[k]
            rate += n * (n - 1) * noise
          }
          return rate
        }
      }.dropFirst())
  }
}
