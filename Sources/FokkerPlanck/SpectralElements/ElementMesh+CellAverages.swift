internal import Grids

extension ElementMesh {
  /// The averages over the cells of an axis of the function with these values; exact.
  func cellAverages(of values: CellVector, on axis: Axis) -> [Double] {
    var averages = [Double](repeating: 0, count: axis.cellCount)
    var (e, before, pending) = (0, 0.0, 0.0)
    var polynomial = cumulative(of: values, in: 0)
    for cell in 0..<axis.cellCount {
      let face = axis.face(cell + 1)
      while face > edges[e + 1], e + 1 < elementCount {
        pending += polynomial.total - before
        (e, before) = (e + 1, 0)
        polynomial = cumulative(of: values, in: e)
      }
      let isEnd = cell + 1 == axis.cellCount
      let reached = isEnd ? polynomial.total : polynomial.value(at: local(face, in: e))
      averages[cell] = (pending + reached - before) / axis.spacing
      (before, pending) = (reached, 0)
    }
    return averages
  }

  private func local(_ x: Double, in e: Int) -> Double {
    ((x - edges[e]) - (edges[e + 1] - x)) / width(e)
  }

  private func cumulative(of values: CellVector, in e: Int) -> CumulativePolynomial {
    let (n, source) = (element.count, values.pointer + e * element.degree)
    let coefficients = (0..<n).map { k in
      (0..<n).reduce(0) { $0 + element.analysis[k * n + $1] * source[$1] }
    }
    return CumulativePolynomial(coefficients: coefficients, halfWidth: 0.5 * width(e))
  }

  /// The L1 size of the two highest Legendre polynomials per element.
  func tails(of values: CellVector) -> [Double] {
    let n = element.count
    return (0..<elementCount).map { e in
      let source = values.pointer + e * element.degree
      let sizes = (n - 2..<n).map { k in
        abs((0..<n).reduce(0) { $0 + element.analysis[k * n + $1] * source[$1] })
      }
      return width(e) * (sizes[0] + sizes[1])
    }
  }
}

/// The integral from the left end of an element of a sum of Legendre polynomials.
struct CumulativePolynomial {
  let coefficients: [Double]
  let halfWidth: Double

  /// The integral over the element.
  var total: Double { 2 * halfWidth * coefficients[0] }

  /// The integral up to ξ: that of Pₖ is (Pₖ₊₁ − Pₖ₋₁)/(2k + 1), and zero at −1.
  func value(at x: Double) -> Double {
    var (previous, current) = (1.0, x)
    var sum = coefficients[0] * (x + 1)
    for k in 1..<coefficients.count {
      let next = (Double(2 * k + 1) * x * current - Double(k) * previous) / Double(k + 1)
      sum += coefficients[k] * (next - previous) / Double(2 * k + 1)
      (previous, current) = (current, next)
    }
    return halfWidth * sum
  }
}
