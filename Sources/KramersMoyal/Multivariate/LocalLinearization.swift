/// Mean and covariance of the increment of a diffusion over a lag, with its drift replaced by the
/// tangent at the starting point.
///
/// With J = ∂a/∂x, bᵢ = Σ D_kl ∂²aᵢ/∂x_k∂x_l and the generator L,
///
/// ```
/// mean = τ φ₁(Jτ) a + τ² φ₂(Jτ) b,   covariance = ∫₀^τ e^{Js} 2D e^{Jᵀs} ds + τ² L D
/// ```
///
/// where φ₁, φ₂ are (eᶻ − 1)/z and (eᶻ − 1 − z)/z². Exact for a linear drift with constant noise, of
/// second order in the lag otherwise. Matrices are stored row by row; the space is used again for
/// every point.
///
/// ## Reference
///
/// I. Shoji and T. Ozaki, "A statistical method of estimation and simulation for systems of
/// stochastic differential equations", *Biometrika* 85 (1998) 240-243,
/// [doi:10.1093/biomet/85.1.240](https://doi.org/10.1093/biomet/85.1.240).
struct LocalLinearization {
  let dimension: Int
  /// a.
  var drift: [Double]
  /// J, row i the gradient of aᵢ.
  var jacobian: [Double]
  /// b.
  var bend: [Double]
  /// D.
  var diffusion: [Double]
  /// L D.
  var diffusionChange: [Double]
  private(set) var mean: [Double]
  private(set) var covariance: [Double]
  private var first: [Double]
  private var second: [Double]
  private var term: [Double]
  private var next: [Double]

  init(dimension: Int) {
    self.dimension = dimension
    drift = [Double](repeating: 0, count: dimension)
    jacobian = [Double](repeating: 0, count: dimension * dimension)
    bend = drift
    diffusion = jacobian
    diffusionChange = jacobian
    mean = drift
    covariance = jacobian
    first = drift
    second = drift
    term = jacobian
    next = jacobian
  }

  /// Computes mean and covariance from the coefficients.
  mutating func advance(by lag: Double) {
    computeMean(lag)
    computeSpread(lag)
    for index in covariance.indices { covariance[index] += lag * lag * diffusionChange[index] }
  }

  /// Sums Σ Jᵏ a τᵏ⁺¹/(k+1)! and Σ Jᵏ b τᵏ⁺²/(k+2)!.
  private mutating func computeMean(_ lag: Double) {
    for index in 0..<dimension {
      mean[index] = 0
      first[index] = drift[index] * lag
      second[index] = bend[index] * lag * lag / 2
    }
    for order in 1...40 {
      var (added, total) = (0.0, 0.0)
      for index in 0..<dimension {
        mean[index] += first[index] + second[index]
        added = max(added, abs(first[index]), abs(second[index]))
        total = max(total, abs(mean[index]))
      }
      guard added > 1e-14 * total else { return }
      for row in 0..<dimension {
        var (a, b) = (0.0, 0.0)
        for column in 0..<dimension {
          a += jacobian[row * dimension + column] * first[column]
          b += jacobian[row * dimension + column] * second[column]
        }
        next[row] = a * lag / Double(order + 1)
        term[row] = b * lag / Double(order + 2)
      }
      for index in 0..<dimension { (first[index], second[index]) = (next[index], term[index]) }
    }
  }

  /// Sums Σ Cₖ τᵏ⁺¹/(k+1)! with C₀ = 2D and Cₖ₊₁ = J Cₖ + Cₖ Jᵀ.
  private mutating func computeSpread(_ lag: Double) {
    for index in covariance.indices {
      term[index] = 2 * lag * diffusion[index]
      covariance[index] = term[index]
    }
    for order in 1...40 {
      var (added, total) = (0.0, 0.0)
      for row in 0..<dimension {
        for column in 0..<dimension {
          var sum = 0.0
          for inner in 0..<dimension {
            sum += jacobian[row * dimension + inner] * term[inner * dimension + column]
            sum += term[row * dimension + inner] * jacobian[column * dimension + inner]
          }
          next[row * dimension + column] = sum * lag / Double(order + 1)
        }
      }
      for index in covariance.indices {
        term[index] = next[index]
        covariance[index] += term[index]
        added = max(added, abs(term[index]))
        total = max(total, abs(covariance[index]))
      }
      guard added > 1e-14 * total else { return }
    }
  }
}
