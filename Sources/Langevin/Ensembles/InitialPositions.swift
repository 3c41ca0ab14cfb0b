public import Grids
internal import RandomStreams

extension LangevinEnsemble {
  /// Draws the particles' initial positions from a density, by its inverse cumulative distribution.
  ///
  /// Particle i takes one uniform number of the stream (seed, initialPositions, i); within a cell
  /// positions are uniform.
  ///
  /// - Parameters:
  ///   - density: The density, of any positive mass.
  ///   - particles: The numbers i of the particles; by default those of the ensemble.
  /// - Returns: One position per particle.
  /// - Throws: ``LangevinError/badInitialDensity(cell:)``.
  public func initialPositions(
    from density: Density, ofParticles particles: Range<Int>? = nil
  ) throws(LangevinError) -> [Double] {
    if let cell = density.values.firstIndex(where: { $0 < 0 }) {
      throw .badInitialDensity(cell: cell)
    }
    let cumulative = density.cumulativeAtFaces
    let mass = cumulative.last ?? 0
    guard mass > 0 else { throw .badInitialDensity(cell: 0) }
    return (particles ?? 0..<configuration.particleCount).map { particle in
      var stream = RandomStream(
        seed: configuration.seed, purpose: .initialPositions, index: UInt64(particle))
      let target = stream.uniform() * mass
      var (low, high) = (0, density.values.count)
      while high - low > 1 {
        let middle = (low + high) / 2
        if cumulative[middle] <= target { low = middle } else { high = middle }
      }
      let inCell = cumulative[high] - cumulative[low]
      let fraction = inCell > 0 ? (target - cumulative[low]) / inCell : 0
      return density.axis.face(low) + density.axis.spacing * min(1, max(0, fraction))
    }
  }
}
