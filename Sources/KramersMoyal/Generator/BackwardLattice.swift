internal import RealModule

/// A jump process on a lattice that approximates a diffusion, for moments after a finite time.
///
/// From node x a particle jumps to x ± h at the rates D/h² ± a/(2h), so mean and variance of a short
/// displacement are exact. Where the drift is too strong for two positive rates a negative one is kept
/// as long as the sums below lose no more than three digits to it; else the drift is upwind.
/// Expectations u(x, τ) = E[f(X_τ) | X₀ = x] follow from u′ = G u by uniformisation,
///
/// ```
/// e^{Gτ} f = Σₖ Poisson(k; rτ) (1 + G/r)ᵏ f
/// ```
///
/// a sum of averages that is stable for any τ. Both ends reflect.
///
/// ## Reference
///
/// A. Jensen, "Markoff chains as an aid in the study of Markoff processes", *Skandinavisk
/// Aktuarietidskrift* 36 (1953) 87-91.
struct BackwardLattice {
  let lowerBound: Double
  let spacing: Double
  let count: Int
  private var upward: [Double]
  private var downward: [Double]
  private var rate: Double

  /// Makes the lattice of a diffusion for displacements over at most `longestTime`.
  init(
    lowerBound: Double, spacing: Double, count: Int, longestTime: Double,
    drift: (Double) -> Double, diffusion: (Double) -> Double
  ) {
    self.lowerBound = lowerBound
    self.spacing = spacing
    self.count = count
    upward = []
    downward = []
    rate = 0
    for index in 0..<count {
      let x = lowerBound + Double(index) * spacing
      let (a, spread) = (drift(x) / (2 * spacing), diffusion(x) / (spacing * spacing))
      let isCentral = abs(a) <= spread || 2 * (abs(a) - spread) * longestTime < 7
      upward.append(index + 1 == count ? 0 : isCentral ? spread + a : max(2 * a, 0))
      downward.append(index == 0 ? 0 : isCentral ? spread - a : max(-2 * a, 0))
      rate = max(rate, abs(upward[index]) + abs(downward[index]))
    }
  }

  func node(_ index: Int) -> Double { lowerBound + Double(index) * spacing }

  /// The moments of displacements after a time, node by node.
  struct Displacement {
    /// The means E[Δx].
    var mean: [Double]
    /// The variances.
    var variance: [Double]
    /// The fourth cumulants, less what the jumps of the lattice themselves have.
    var fourthCumulant: [Double]
  }

  /// The moments of displacements after each of some ascending times; NaN when a particle would jump
  /// more than two million times, which no process does whose increments resolve it.
  func displacements(after times: [Double]) -> [Displacement] {
    let middle = Double(count / 2)
    var powers = (0..<count).map { index in
      let y = Double(index) - middle
      return SIMD4(y, y * y, y * y * y, y * y * y * y)
    }
    var last = 0.0
    return times.map { time in
      advance(&powers, by: time - last)
      last = time
      return displacement(powers, middle)
    }
  }

  private func displacement(_ powers: [SIMD4<Double>], _ middle: Double) -> Displacement {
    let h = spacing
    var result = Displacement(mean: [], variance: [], fourthCumulant: [])
    for index in 0..<count {
      let x = Double(index) - middle
      let u = powers[index]
      let m1 = u[0] - x
      let m2 = u[1] - 2 * x * u[0] + x * x
      let m3 = u[2] - 3 * x * u[1] + 3 * x * x * u[0] - x * x * x
      let m4 = u[3] - 4 * x * u[2] + 6 * x * x * u[1] - 4 * x * x * x * u[0] + x * x * x * x
      let variance = m2 - m1 * m1 < 0 ? 0 : m2 - m1 * m1
      let central4 = m4 - 4 * m1 * m3 + 6 * m1 * m1 * m2 - 3 * m1 * m1 * m1 * m1
      result.mean.append(m1 * h)
      result.variance.append(variance * h * h)
      // A jump process of step 1 has the fourth cumulant of its variance.
      result.fourthCumulant.append((central4 - 3 * variance * variance - variance) * h * h * h * h)
    }
    return result
  }

  /// Replaces f by e^{Gτ} f.
  private func advance(_ values: inout [SIMD4<Double>], by time: Double) {
    guard rate > 0, time > 0 else { return }
    let expected = rate * time
    guard expected < 2e6 else {
      values = [SIMD4<Double>](repeating: SIMD4(repeating: .nan), count: count)
      return
    }
    let weights = PoissonWeights(expected)
    let (up, down) = (upward.map { $0 / rate }, downward.map { $0 / rate })
    var next = values
    var sum = [SIMD4<Double>](repeating: .zero, count: count)
    for step in 0...weights.last {
      if step >= weights.first {
        let weight = weights.values[step - weights.first]
        for index in 0..<count { sum[index] += weight * values[index] }
      }
      guard step < weights.last else { break }
      average(values, into: &next, up, down)
      swap(&values, &next)
    }
    values = sum
  }

  /// One application of 1 + G/r.
  private func average(
    _ values: [SIMD4<Double>], into next: inout [SIMD4<Double>], _ up: [Double], _ down: [Double]
  ) {
    let last = count - 1
    next[0] = values[0] + up[0] * (values[1] - values[0])
    next[last] = values[last] + down[last] * (values[last - 1] - values[last])
    for index in 1..<last {
      let here = values[index]
      next[index] =
        here + up[index] * (values[index + 1] - here) + down[index] * (values[index - 1] - here)
    }
  }
}

/// The weights of Poisson's law where they matter, normalised.
private struct PoissonWeights {
  let first: Int
  let values: [Double]
  var last: Int { first + values.count - 1 }

  init(_ expected: Double) {
    let reach = 9 * expected.squareRoot() + 24
    first = max(0, Int(expected - reach))
    let end = Int(expected + reach)
    var weights: [Double] = []
    for k in first...end {
      let logarithm = Double(k) * Double.log(expected) - expected - Double.logGamma(Double(k) + 1)
      weights.append(Double.exp(logarithm))
    }
    let sum = weights.reduce(0, +)
    values = weights.map { $0 / sum }
  }
}
