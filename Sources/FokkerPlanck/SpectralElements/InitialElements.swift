internal import Grids

/// The first mesh of a solution and the density on it.
struct InitialElements {
  let mesh: ElementMesh
  let density: CellVector
  /// The size of the highest polynomials in elements that are as small as the cells and still do not
  /// resolve the density, and zero in all others: the data say no more.
  let roughness: [Double]

  /// - Parameters:
  ///   - initial: The cell averages.
  ///   - element: The polynomials of an element.
  ///   - control: A number of elements, or the tolerance for the density at the start.
  ///   - isRing: Whether the ends are joined.
  init(_ initial: Density, element: ReferenceElement, control: ElementControl, isRing: Bool) {
    let interpolant = CellAverageInterpolant(initial, isRing: isRing)
    let tolerance: Double
    switch control {
    case .fixed(let count):
      mesh = ElementMesh(element, axis: initial.axis, elementCount: count, isRing: isRing)
      density = Self.projection(of: interpolant, on: mesh, where: { _ in true })
      roughness = [Double](repeating: 0, count: count)
      return
    case .adaptive(let value): tolerance = value
    }
    var mesh = ElementMesh(element, axis: initial.axis, elementCount: 8, isRing: isRing)
    while true {
      let tails = mesh.tails(of: Self.values(of: interpolant, on: mesh))
      let allowed = tolerance / Double(2 * mesh.elementCount)
      let marked = tails.indices.map { e in
        tails[e] > allowed && mesh.width(e) >= 2 * initial.axis.spacing
      }
      if marked.contains(true) {
        mesh = mesh.halved(marked).mesh
        continue
      }
      self.mesh = mesh
      roughness = tails.map { $0 > allowed ? $0 : 0 }
      density = Self.projection(of: interpolant, on: mesh) { tails[$0] > allowed }
      return
    }
  }

  /// The values at the points.
  private static func values(
    of interpolant: CellAverageInterpolant, on mesh: ElementMesh
  ) -> CellVector {
    let density = CellVector(count: mesh.points.count)
    for i in 0..<density.count {
      density.pointer[i] = interpolant.value(at: mesh.points.pointer[i])
    }
    if mesh.isRing { density.pointer[density.count - 1] = density.pointer[0] }
    return density
  }

  /// The projection ∫ φ p dx/∫ φ dx on the basis functions φ, which keeps the mass and all moments
  /// that the elements can tell; in smooth elements it is that of the values at the points.
  private static func projection(
    of interpolant: CellAverageInterpolant, on mesh: ElementMesh, where isRough: (Int) -> Bool
  ) -> CellVector {
    let element = mesh.element
    let smooth = values(of: interpolant, on: mesh)
    let moments = CellVector(count: mesh.points.count)
    let masses = CellVector(count: mesh.points.count)
    for e in 0..<mesh.elementCount {
      let first = e * element.degree
      let found =
        isRough(e) ? interpolant.moments(on: mesh, e) : smoothMoments(smooth, mesh, e, interpolant)
      for j in 0..<element.count {
        moments.pointer[first + j] += found[j]
        masses.pointer[first + j] += 0.5 * mesh.width(e) * element.weights[j]
      }
    }
    let last = moments.count - 1
    if mesh.isRing {
      moments.pointer[0] += moments.pointer[last]
      masses.pointer[0] += masses.pointer[last]
      (moments.pointer[last], masses.pointer[last]) = (moments.pointer[0], masses.pointer[0])
    }
    for i in 0...last { moments.pointer[i] /= masses.pointer[i] }
    return moments
  }

  /// The quadrature of the values, changed inside the element so that its mass is that of the data.
  private static func smoothMoments(
    _ values: CellVector, _ mesh: ElementMesh, _ e: Int, _ interpolant: CellAverageInterpolant
  ) -> [Double] {
    let element = mesh.element
    let half = 0.5 * mesh.width(e)
    var moments = (0..<element.count).map { j in
      half * element.weights[j] * values.pointer[e * element.degree + j]
    }
    let mass =
      interpolant.cumulative(at: mesh.edges[e + 1]) - interpolant.cumulative(at: mesh.edges[e])
    let missing = mass - moments.reduce(0, +)
    // ∫ (1 − ξ²) dξ = 4/3.
    for j in 0..<element.count {
      let bump = 1 - element.points[j] * element.points[j]
      moments[j] += missing * 0.75 * element.weights[j] * bump
    }
    return moments
  }
}

extension CellAverageInterpolant {
  /// The integrals ∫ φ p dx with the basis functions of an element, cell by cell.
  fileprivate func moments(on mesh: ElementMesh, _ e: Int) -> [Double] {
    let (n, lower, upper) = (mesh.element.count, mesh.edges[e], mesh.edges[e + 1])
    var legendre = [Double](repeating: 0, count: n)
    for (from, to) in pieces(from: lower, to: upper) {
      let (middle, half) = (0.5 * (from + to), 0.5 * (to - from))
      for (point, weight) in zip(quadrature.points, quadrature.weights) {
        let x = middle + half * point
        let polynomials = ReferenceElement.legendre(
          n - 1, at: (2 * x - lower - upper) / (upper - lower))
        let share = half * weight * value(at: x, between: from, to)
        for k in 0..<n { legendre[k] += share * polynomials[k] }
      }
    }
    return (0..<n).map { j in
      (0..<n).reduce(0) { $0 + mesh.element.analysis[$1 * n + j] * legendre[$1] }
    }
  }
}
