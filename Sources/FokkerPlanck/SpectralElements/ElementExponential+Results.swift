extension ElementExponential {
  /// Forms the new density.
  ///
  /// With d the L1 norm of the difference between both sets of weights, the better one errs by less
  /// than about 10 d^{3/2} wherever |Im z| < 12. Where the resolvents are much larger than the density
  /// they cancel, and rounding is left.
  ///
  /// - Returns: The estimated error, less what such an estimate cannot tell from zero.
  func combine(_ density: CellVector, into target: CellVector) -> Double {
    let (weights, difference) = (poles.weights, poles.difference)
    var (distance, magnitude) = (0.0, Lanes.zero)
    for i in 0..<pointCount {
      let y = solution + 2 * i
      target.pointer[i] = weights.constant * density.pointer[i] + weights.sum(y)
      let change = difference.constant * density.pointer[i] + difference.sum(y)
      distance += mass.pointer[i] * abs(change)
      magnitude += mass.pointer[i] * (y[0] * y[0] + y[1] * y[1]).squareRoot()
    }
    if absorbsBelow { target.pointer[0] = 0 }
    if absorbsAbove { target.pointer[pointCount - 1] = 0 }
    let rounding = Double.ulpOfOne * (magnitude * weights.sizes).sum()
    return max(0, 10 * distance * distance.squareRoot() + rounding - 2e-12)
  }

  /// Spreads what rounding has added to or taken from the mass in proportion to the density; more
  /// than rounding is left for the diagnostics to tell.
  func restoreMass(of density: CellVector, less exited: Double, in target: CellVector) {
    let (before, after) = (mesh.integral(density), mesh.integral(target))
    let defect = (before - exited - after) / after
    guard abs(defect) < 1e-10 else { return }
    for i in 0..<pointCount { target.pointer[i] *= 1 + defect }
  }

  // MARK: What leaves

  /// What has left: the equation of an absorbing end holds M p⁺ = M p + K ∫p dt − exit with p⁺ = 0.
  func exits(
    _ density: CellVector, _ coefficients: PointCoefficients
  ) -> ExitProbability {
    var result = ExitProbability()
    let (last, m) = (pointCount - 1, mesh.element.degree)
    if absorbsBelow {
      result.lower =
        mass.pointer[0] * density.pointer[0] + integratedFlux(0, end: 0, coefficients)
    }
    if absorbsAbove {
      result.upper =
        mass.pointer[last] * density.pointer[last]
        + integratedFlux(mesh.elementCount - 1, end: m, coefficients)
    }
    return result
  }

  /// The row of K at an end of an element times ∫p dt = 2 Re Σ (α/θ) y.
  private func integratedFlux(_ e: Int, end: Int, _ coefficients: PointCoefficients) -> Double {
    let element = mesh.element
    let (n, first) = (element.count, e * element.degree)
    let integral = (0..<n).map { j in
      poles.weights.integralSum(solution + 2 * (first + j))
    }
    let slope = 2 / mesh.width(e)
    return (0..<n).reduce(0) { sum, q in
      var flux = coefficients.drift.pointer[first + q] * integral[q]
      for j in 0..<n {
        flux -=
          slope * element.derivative[q * n + j] * coefficients.diffusion.pointer[first + j]
          * integral[j]
      }
      return sum + element.gradient[end * n + q] * flux
    }
  }

  // MARK: How well it is resolved

  /// Per element the L1 size of the two highest Legendre polynomials in all solutions y, weighted
  /// by 2|α|.
  func tailsOfSolutions() -> [Double] {
    let element = mesh.element
    let n = element.count
    let sizes = poles.weights.sizes
    return (0..<mesh.elementCount).map { e in
      let y = solution + 2 * e * element.degree
      var total = Lanes.zero
      for row in n - 2..<n {
        var (re, im) = (Lanes.zero, Lanes.zero)
        for j in 0..<n {
          let factor = Lanes(repeating: element.analysis[row * n + j])
          re = multiplyAdd(factor, y[2 * j], re)
          im = multiplyAdd(factor, y[2 * j + 1], im)
        }
        total += (re * re + im * im).squareRoot()
      }
      return mesh.width(e) * (total * sizes).sum()
    }
  }
}
