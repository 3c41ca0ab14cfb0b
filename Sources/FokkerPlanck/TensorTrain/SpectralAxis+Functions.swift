internal import RealModule

extension SpectralAxis {
  /// The values of all functions at a point; zero beyond walls.
  func modeValues(at x: Double) -> [Double] {
    switch extent {
    case .line(let center, let scale): hermiteFunctions(at: (x - center) / scale, scale: scale)
    case .interval(let domain):
      domain.contains(x)
        ? legendrePolynomials(at: x, on: domain) : [Double](repeating: 0, count: count)
    case .ring(let domain): circularFunctions(at: x, on: domain)
    }
  }

  /// ψₖ₊₁ = √(2/(k+1)) ξ ψₖ − √(k/(k+1)) ψₖ₋₁ from ψ₀ = π^(−1/4) e^(−ξ²/2).
  private func hermiteFunctions(at xi: Double, scale: Double) -> [Double] {
    var values = [Double](repeating: 0, count: count)
    var (before, present) = (
      0.0, Double.exp(-xi * xi / 2) / (Double.pi.squareRoot() * scale).squareRoot()
    )
    for k in 0..<count {
      values[k] = present
      let next = Double(k + 1)
      (before, present) = (
        present,
        (2 / next).squareRoot() * xi * present - (Double(k) / next).squareRoot() * before
      )
    }
    return values
  }

  /// √((2k+1)/L) Pₖ with (k+1) Pₖ₊₁ = (2k+1) ξ Pₖ − k Pₖ₋₁.
  private func legendrePolynomials(at x: Double, on domain: ClosedRange<Double>) -> [Double] {
    let length = domain.upperBound - domain.lowerBound
    let xi = (2 * x - domain.lowerBound - domain.upperBound) / length
    var (before, present) = (0.0, 1.0)
    return (0..<count).map { k in
      let value = (Double(2 * k + 1) / length).squareRoot() * present
      (before, present) = (
        present, (Double(2 * k + 1) * xi * present - Double(k) * before) / Double(k + 1)
      )
      return value
    }
  }

  /// 1/√L, √(2/L) cos κy, √(2/L) sin κy, √(2/L) cos 2κy, … with κ = 2π/L.
  private func circularFunctions(at x: Double, on domain: ClosedRange<Double>) -> [Double] {
    let length = domain.upperBound - domain.lowerBound
    let angle = 2 * Double.pi * (x - domain.lowerBound) / length
    let amplitude = (2 / length).squareRoot()
    return (0..<count).map { k in
      if k == 0 { return 1 / length.squareRoot() }
      let phase = Double((k + 1) / 2) * angle
      return amplitude * (k % 2 == 1 ? Double.cos(phase) : Double.sin(phase))
    }
  }

  /// The integral of every function.
  var modeIntegrals: [Double] {
    var integrals = [Double](repeating: 0, count: count)
    switch extent {
    case .line(_, let scale):
      integrals[0] = (2 * scale * Double.pi.squareRoot()).squareRoot()
      for k in stride(from: 2, to: count, by: 2) {
        integrals[k] = (Double(k - 1) / Double(k)).squareRoot() * integrals[k - 2]
      }
    case .interval(let domain), .ring(let domain):
      integrals[0] = (domain.upperBound - domain.lowerBound).squareRoot()
    }
    return integrals
  }

  /// The derivative of function k has the component `derivative[j][k]` along function j.
  var modeDerivatives: [[Double]] {
    var matrix = [[Double]](repeating: [Double](repeating: 0, count: count), count: count)
    switch extent {
    case .line(_, let scale):
      for k in 0..<count - 1 {
        let slope = (Double(k + 1) / 2).squareRoot() / scale
        matrix[k][k + 1] = slope
        matrix[k + 1][k] = -slope
      }
    case .interval(let domain):
      let factor = 2 / (domain.upperBound - domain.lowerBound)
      for k in 1..<count {
        for j in stride(from: k - 1, through: 0, by: -2) {
          matrix[j][k] = factor * (Double(2 * k + 1) * Double(2 * j + 1)).squareRoot()
        }
      }
    case .ring(let domain):
      let base = 2 * Double.pi / (domain.upperBound - domain.lowerBound)
      for k in stride(from: 1, to: count, by: 2) {
        let wavenumber = Double((k + 1) / 2) * base
        matrix[k + 1][k] = -wavenumber
        matrix[k][k + 1] = wavenumber
      }
    }
    return matrix
  }
}
