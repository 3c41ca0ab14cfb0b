/// A diffusion of several variables whose coefficients are sums of products of functions of one
/// variable each.
///
/// ```
/// aᵢ(x, t) = Σ c f(xᵢ) g(xⱼ) …,   likewise each element of D
/// ```
///
/// Couplings between few variables, polynomials and linear processes have this form. It lets a
/// solver treat many variables without ever visiting a grid of all of them.
public protocol SeparableDiffusionProcess: MultivariateDiffusionProcess where Scalar == Double {
  /// The terms of the drift of a variable at a time.
  func driftTerms(of variable: Int, time: Double) -> [ProductTerm]

  /// The terms of an element of D at a time, asked for with `row` ≤ `column`.
  func diffusionTerms(_ row: Int, _ column: Int, time: Double) -> [ProductTerm]
}

extension SeparableDiffusionProcess {
  /// Sums the terms point by point.
  public func evaluate(
    at points: Span<Double>, time t: Double, drift: inout MutableSpan<Double>,
    diffusion: inout MutableSpan<Double>
  ) {
    let (order, count) = (dimension, points.count / dimension)
    let driftTerms = (0..<order).map { self.driftTerms(of: $0, time: t) }
    let diffusionTerms = (0..<order).flatMap { row in
      (row..<order).map { self.diffusionTerms(row, $0, time: t) }
    }
    var point = [Double](repeating: 0, count: order)
    for index in 0..<count {
      for variable in 0..<order { point[variable] = points[variable * count + index] }
      for (variable, terms) in driftTerms.enumerated() {
        drift[variable * count + index] = terms.reduce(0) { $0 + $1(point) }
      }
      for (element, terms) in diffusionTerms.enumerated() {
        diffusion[element * count + index] = terms.reduce(0) { $0 + $1(point) }
      }
    }
  }
}
