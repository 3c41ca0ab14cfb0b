public import Grids
internal import RandomStreams

extension LangevinEnsemble {
  /// Draws the particles' initial positions from a density, by its inverse cumulative distribution.
  ///
  /// Particle i takes one uniform number of the stream (seed, initialPositions, i), that of the
  /// variable's place, so that variables are independent; within a cell positions are uniform.
  ///
  /// - Parameters:
  ///   - density: The density, of any positive mass.
  ///   - variable: The place of the variable among those of the process.
  ///   - particles: The numbers i of the particles; by default those of the ensemble.
  /// - Returns: One position per particle.
  /// - Throws: ``LangevinError/badInitialDensity(cell:)``.
  public func initialPositions(
    from density: Density, ofVariable variable: Int = 0, ofParticles particles: Range<Int>? = nil
  ) throws(LangevinError) -> [Double] {
    let cells = try CellLottery(density.values)
    return (particles ?? 0..<configuration.particleCount).map { particle in
      var stream = initialStream(ofParticle: particle)
      for _ in 0..<variable { _ = stream.uniform() }
      let (cell, fraction) = cells.draw(stream.uniform())
      return density.axis.face(cell) + density.axis.spacing * fraction
    }
  }

  /// Draws the particles' initial positions from a joint density of several variables.
  ///
  /// Particle i takes its cell from the first uniform number of the stream (seed, initialPositions,
  /// i) and its place in the cell, where positions are uniform, from the next ones.
  ///
  /// - Parameter density: The density, of any positive mass.
  /// - Returns: The coordinates, variable by variable.
  /// - Throws: ``LangevinError/badInitialDensity(cell:)``.
  public func initialPositions(from density: BoxDensity) throws(LangevinError) -> [Double] {
    let (axes, count) = (density.axes, configuration.particleCount)
    let cells = try CellLottery(density.values)
    var positions = [Double](repeating: 0, count: axes.count * count)
    for particle in 0..<count {
      var stream = initialStream(ofParticle: particle)
      var (place, _) = cells.draw(stream.uniform())
      for variable in axes.indices.reversed() {
        let axis = axes[variable]
        let (rest, cell) = place.quotientAndRemainder(dividingBy: axis.cellCount)
        place = rest
        positions[variable * count + particle] =
          axis.face(cell) + axis.spacing * stream.uniform()
      }
    }
    return positions
  }

  private func initialStream(ofParticle particle: Int) -> RandomStream {
    RandomStream(seed: configuration.seed, purpose: .initialPositions, index: UInt64(particle))
  }
}

/// Draws cells in proportion to their values.
private struct CellLottery {
  /// The sums of the values of the cells before each cell and of all.
  private let cumulative: [Double]

  init(_ values: [Double]) throws(LangevinError) {
    if let cell = values.firstIndex(where: { !($0 >= 0) }) { throw .badInitialDensity(cell: cell) }
    var sums = [0.0]
    sums.reserveCapacity(values.count + 1)
    var (sum, lost) = (0.0, 0.0)
    for value in values {
      let corrected = value - lost
      let next = sum + corrected
      lost = (next - sum) - corrected
      sum = next
      sums.append(sum)
    }
    guard sum > 0, sum.isFinite else { throw .badInitialDensity(cell: 0) }
    cumulative = sums
  }

  /// The cell of a uniform number, and the fraction of the cell that lies below it.
  func draw(_ uniform: Double) -> (cell: Int, fraction: Double) {
    let target = uniform * cumulative[cumulative.count - 1]
    var (low, high) = (0, cumulative.count - 1)
    while high - low > 1 {
      let middle = (low + high) / 2
      if cumulative[middle] <= target { low = middle } else { high = middle }
    }
    let inCell = cumulative[high] - cumulative[low]
    let fraction = inCell > 0 ? (target - cumulative[low]) / inCell : 0
    return (low, min(1, max(0, fraction)))
  }
}
