internal import Grids

extension SpectralElementStepper {
  /// Halves the elements whose error is more than their share.
  ///
  /// - Returns: Whether any was halved.
  mutating func refine(
    _ errors: [Double], allowed: Double, time: Double
  ) throws(FokkerPlanckError) -> Bool {
    let share = allowed / Double(2 * mesh.elementCount)
    let marked = errors.indices.map { e in
      errors[e] > max(share, roughness.isEmpty ? 0 : roughness[e])
    }
    guard let worst = marked.indices.filter({ marked[$0] }).max(by: { errors[$0] < errors[$1] })
    else { return false }
    let (finer, parents) = mesh.halved(marked)
    guard finer.elementCount <= largestElementCount, mesh.width(worst) > 1e-12 * axis.length else {
      throw .notResolved(
        x: 0.5 * (mesh.edges[worst] + mesh.edges[worst + 1]), time: time,
        error: errors.reduce(0, +), elements: mesh.elementCount)
    }
    density = mesh.carry(density, to: finer, parents: parents)
    if !roughness.isEmpty { roughness = parents.map { marked[$0] ? 0 : roughness[$0] } }
    exponential = ElementExponential(
      mesh: finer, boundaries: boundaries, refining: (exponential, parents))
    sampler = makeSampler(finer.points)
    mesh = finer
    return true
  }
}
