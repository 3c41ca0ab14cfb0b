internal import StochasticProcesses

/// Computes e^{M⁻¹K} p on a mesh of spectral elements by the rational approximation with 16 poles.
///
/// K holds coefficients that have been multiplied by a time. Each pole needs one solution of
///
/// ```
/// (K − θ M) y = M p,      e^{M⁻¹K} p = p (1 + 2 Re Σ α/θ) + 2 Re Σ α y
/// ```
///
/// all poles in the lanes of a vector, refined with the residual in flux form, whose columns sum to
/// zero: mass, with what has left through the walls, is conserved to rounding.
final class ElementExponential {
  let mesh: ElementMesh
  let poles = SectorPoles()
  private let interfaces: InterfaceSystem
  private let blocks: [ElementBlock]
  let absorbsBelow: Bool
  let absorbsAbove: Bool
  /// The mass matrix at every point; both ends of a ring hold the mass of their common point.
  let mass: CellVector
  let pointCount: Int
  let solution: UnsafeMutablePointer<Lanes>
  let residual: UnsafeMutablePointer<Lanes>
  private let interfaceValues: UnsafeMutablePointer<Lanes>
  let scratch: UnsafeMutablePointer<Lanes>
  private var isFactorized = false

  /// - Parameters:
  ///   - mesh: The elements.
  ///   - boundaries: The conditions at the ends.
  ///   - coarser: The exponential of the mesh that this one was refined from, and the element there
  ///     that each element came from; the matrices of elements that were kept are taken over.
  init(
    mesh: ElementMesh, boundaries: BoundaryConditions,
    refining coarser: (exponential: ElementExponential, parents: [Int])? = nil
  ) {
    self.mesh = mesh
    (absorbsBelow, absorbsAbove) = (boundaries.absorbsBelow, boundaries.absorbsAbove)
    interfaces = InterfaceSystem(
      elementCount: mesh.elementCount, isRing: mesh.isRing, fixesLower: absorbsBelow,
      fixesUpper: absorbsAbove)
    blocks = (0..<mesh.elementCount).map { e in
      if let coarser {
        let parent = coarser.parents[e]
        if coarser.exponential.mesh.width(parent) == mesh.width(e) {
          return coarser.exponential.blocks[parent]
        }
      }
      return ElementBlock(mesh.element, width: mesh.width(e))
    }
    pointCount = mesh.points.count
    mass = CellVector(count: pointCount)
    func lanes(_ count: Int) -> UnsafeMutablePointer<Lanes> {
      let memory = UnsafeMutablePointer<Lanes>.allocate(capacity: count)
      memory.initialize(repeating: .zero, count: count)
      return memory
    }
    solution = lanes(2 * pointCount)
    residual = lanes(2 * pointCount)
    interfaceValues = lanes(2 * interfaces.count)
    scratch = lanes(4 * mesh.element.count)
    assembleMass()
  }

  deinit {
    solution.deallocate()
    residual.deallocate()
    interfaceValues.deallocate()
    scratch.deallocate()
  }

  private func assembleMass() {
    let element = mesh.element
    for e in 0..<mesh.elementCount {
      for j in 0..<element.count {
        mass.pointer[e * element.degree + j] += 0.5 * mesh.width(e) * element.weights[j]
      }
    }
    guard mesh.isRing else { return }
    let sum = mass.pointer[0] + mass.pointer[pointCount - 1]
    (mass.pointer[0], mass.pointer[pointCount - 1]) = (sum, sum)
  }

  /// Advances a density.
  ///
  /// - Parameters:
  ///   - density: The values p at the points.
  ///   - coefficients: Drift and diffusion at the points, multiplied by the time to advance.
  ///   - target: The values of e^{M⁻¹K} p on return.
  /// - Returns: What has left through the walls, and the estimated error of the approximation.
  func advance(
    _ density: CellVector, _ coefficients: PointCoefficients, into target: CellVector
  ) -> (exited: ExitProbability, error: Double) {
    factorize(coefficients)
    for i in 0..<pointCount {
      residual[2 * i] = Lanes(repeating: mass.pointer[i] * density.pointer[i])
      residual[2 * i + 1] = .zero
    }
    solveResidual()
    solution.update(from: residual, count: 2 * pointCount)
    let unsolved = refineSolution(density, coefficients)
    let error = combine(density, into: target) + unsolved
    let exited = exits(density, coefficients)
    restoreMass(of: density, less: exited.total, in: target)
    return (exited, error)
  }

  private func factorize(_ coefficients: PointCoefficients) {
    let (drift, diffusion) = (coefficients.drift.pointer, coefficients.diffusion.pointer)
    var hasChanged = false
    for (e, block) in blocks.enumerated() {
      let first = e * mesh.element.degree
      if block.factorize(drift: drift + first, diffusion: diffusion + first, poles: poles) {
        hasChanged = true
      }
    }
    if hasChanged || !isFactorized { interfaces.factorize(blocks) }
    isFactorized = true
  }

  /// Replaces the residual by the solution of (K − θ M) y = residual.
  func solveResidual() {
    let m = mesh.element.degree
    for i in 0..<interfaces.count {
      ComplexLanes(at: residual + 2 * i * m).store(at: interfaceValues + 2 * i)
    }
    for (e, block) in blocks.enumerated() {
      let next = e + 1 == interfaces.count ? 0 : e + 1
      block.eliminate(
        residual + 2 * e * m, left: interfaceValues + 2 * e, right: interfaceValues + 2 * next)
    }
    interfaces.solve(interfaceValues)
    for i in 0...blocks.count {
      let index = i == interfaces.count ? 0 : i
      ComplexLanes(at: interfaceValues + 2 * index).store(at: residual + 2 * i * m)
    }
    for (e, block) in blocks.enumerated() { block.substituteBack(residual + 2 * e * m) }
  }
}
