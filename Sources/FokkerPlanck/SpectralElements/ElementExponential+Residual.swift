extension ElementExponential {
  /// Solves for the residual and adds the correction, mostly once, at most three times.
  ///
  /// - Returns: The size of the correction that would be next, as the last two let expect; large
  ///   where elements are so small that the equations cannot be solved in double precision.
  func refineSolution(_ density: CellVector, _ coefficients: PointCoefficients) -> Double {
    var (previous, next) = (weightedSize(of: solution), 0.0)
    for _ in 0..<3 {
      setResidual(density, coefficients)
      solveResidual()
      for index in 0..<2 * pointCount { solution[index] += residual[index] }
      let size = weightedSize(of: residual)
      (previous, next) = (size, size * size / previous)
      guard next > 1e-13 else { return 0 }
    }
    return next
  }

  /// The sum of the L1 norms of the solutions for all poles, each times twice its weight.
  private func weightedSize(of values: UnsafeMutablePointer<Lanes>) -> Double {
    var total = Lanes.zero
    for i in 0..<pointCount {
      let (re, im) = (values[2 * i], values[2 * i + 1])
      total += mass.pointer[i] * (re * re + im * im).squareRoot()
    }
    return (total * poles.weights.sizes).sum()
  }

  /// residual = M p − (K − θ M) y, where K y is the sum over the elements of Dᵀ times the flux.
  func setResidual(_ density: CellVector, _ coefficients: PointCoefficients) {
    for i in 0..<pointCount {
      let y = ComplexLanes(at: solution + 2 * i)
      let product = y * ComplexLanes(real: poles.real, imaginary: poles.imaginary)
      residual[2 * i] = mass.pointer[i] * (product.real + density.pointer[i])
      residual[2 * i + 1] = mass.pointer[i] * product.imaginary
    }
    for e in 0..<mesh.elementCount { subtractFluxes(e, coefficients) }
    guard mesh.isRing else { return }
    // Both ends had the mass term; it counts once.
    let (first, last) = (residual, residual + 2 * (pointCount - 1))
    let y = ComplexLanes(at: solution)
    let product = y * ComplexLanes(real: poles.real, imaginary: poles.imaginary)
    first[0] += last[0] - mass.pointer[0] * (product.real + density.pointer[0])
    first[1] += last[1] - mass.pointer[0] * product.imaginary
    (last[0], last[1]) = (first[0], first[1])
  }

  private func subtractFluxes(_ e: Int, _ coefficients: PointCoefficients) {
    let element = mesh.element
    let (n, first) = (element.count, e * element.degree)
    let slope = 2 / mesh.width(e)
    let (drift, diffusion) = (
      coefficients.drift.pointer + first, coefficients.diffusion.pointer + first
    )
    let y = solution + 2 * first
    let (product, flux) = (scratch, scratch + 2 * n)
    for j in 0..<n {
      product[2 * j] = slope * diffusion[j] * y[2 * j]
      product[2 * j + 1] = slope * diffusion[j] * y[2 * j + 1]
    }
    element.derivative.withUnsafeBufferPointer { d in
      for q in 0..<n {
        var (re, im) = (drift[q] * y[2 * q], drift[q] * y[2 * q + 1])
        for j in 0..<n {
          let factor = Lanes(repeating: -d[q * n + j])
          re = multiplyAdd(factor, product[2 * j], re)
          im = multiplyAdd(factor, product[2 * j + 1], im)
        }
        (flux[2 * q], flux[2 * q + 1]) = (re, im)
      }
    }
    element.gradient.withUnsafeBufferPointer { g in
      for i in 0..<n {
        var (re, im) = (residual[2 * (first + i)], residual[2 * (first + i) + 1])
        for q in 0..<n {
          let factor = Lanes(repeating: -g[i * n + q])
          re = multiplyAdd(factor, flux[2 * q], re)
          im = multiplyAdd(factor, flux[2 * q + 1], im)
        }
        (residual[2 * (first + i)], residual[2 * (first + i) + 1]) = (re, im)
      }
    }
  }
}
