internal import StochasticProcesses

/// The coefficients at all middles, then at all faces, of an axis, and the fluxes they make.
///
/// Several lines of the same cells may lie side by side: element `site * lines + line` belongs to a
/// site of a line, in the coefficients and in the rates.
struct FaceCoefficients {
  let drift: UnsafePointer<Double>
  let diffusion: UnsafePointer<Double>
  let cellCount: Int
  let spacing: Double
  var lines = 1

  /// Fills the rates across all faces, those at the ends included.
  func assemble(into rates: JumpRates, boundaries: BoundaryConditions) {
    assemble(
      rightward: rates.rightward.pointer, leftward: rates.leftward.pointer, boundaries: boundaries)
  }

  /// Fills the rates across all faces, those at the ends included.
  func assemble(
    rightward: UnsafeMutablePointer<Double>, leftward: UnsafeMutablePointer<Double>,
    boundaries: BoundaryConditions
  ) {
    assembleInnerFaces(rightward, leftward)
    let scale = 1 / (spacing * spacing)
    let top = (cellCount - 1) * lines
    for line in 0..<lines {
      switch boundaries {
      case .periodic:
        let flux = seam(line)
        rightward[top + line] = flux.forward * scale
        leftward[line] = flux.backward * scale
      case .walls(let lower, let upper):
        // The wall is half a cell away from the middle of its cell.
        leftward[line] = lower == .absorbing ? 2 * scale * lowerWall(line).backward : 0
        rightward[top + line] = upper == .absorbing ? 2 * scale * upperWall(line).forward : 0
      }
    }
  }

  /// Fills the rates across all faces between two cells.
  private func assembleInnerFaces(
    _ right: UnsafeMutablePointer<Double>, _ left: UnsafeMutablePointer<Double>
  ) {
    let scale = 1 / (spacing * spacing)
    var element = lines
    while element + 8 <= cellCount * lines {
      if let fluxes = fluxes(from: element) {
        storeLanes(fluxes.forward * scale, at: right + (element - lines))
        storeLanes(fluxes.backward * scale, at: left + element)
      } else {
        assemble(element..<element + 8, scale, right, left)
      }
      element += 8
    }
    assemble(element..<cellCount * lines, scale, right, left)
  }

  /// Fills the rates across the faces below some elements.
  private func assemble(
    _ elements: Range<Int>, _ scale: Double, _ right: UnsafeMutablePointer<Double>,
    _ left: UnsafeMutablePointer<Double>
  ) {
    for element in elements {
      let flux = flux(
        first: element - lines, middle: cellCount * lines + element, last: element,
        distance: spacing)
      right[element - lines] = flux.forward * scale
      left[element] = flux.backward * scale
    }
  }

  @inline(__always)
  private func fluxes(from element: Int) -> ScharfetterGummelFluxes? {
    let (before, face) = (element - lines, cellCount * lines + element)
    return ScharfetterGummelFluxes(
      drift: (loadLanes(drift + before), loadLanes(drift + face), loadLanes(drift + element)),
      diffusion: (
        loadLanes(diffusion + before), loadLanes(diffusion + face), loadLanes(diffusion + element)
      ), distance: spacing)
  }

  private func flux(
    first: Int, middle: Int, last: Int, distance: Double
  ) -> ScharfetterGummelFlux {
    ScharfetterGummelFlux(
      drift: (drift[first], drift[middle], drift[last]),
      diffusion: (diffusion[first], diffusion[middle], diffusion[last]), distance: distance)
  }

  /// The flux from the last cell to the first one of a ring; both ends count as one face.
  private func seam(_ line: Int) -> ScharfetterGummelFlux {
    let (first, last) = (line, (cellCount - 1) * lines + line)
    let (low, high) = (cellCount * lines + line, 2 * cellCount * lines + line)
    return ScharfetterGummelFlux(
      drift: (drift[last], (drift[low] + drift[high]) / 2, drift[first]),
      diffusion: (diffusion[last], (diffusion[low] + diffusion[high]) / 2, diffusion[first]),
      distance: spacing)
  }

  /// The flux from the lower wall to the middle of the first cell, over half a cell.
  private func lowerWall(_ line: Int) -> ScharfetterGummelFlux {
    let wall = cellCount * lines + line
    return wallFlux(from: wall, to: line, wall: wall, middle: line, opposite: wall + lines)
  }

  /// The flux from the middle of the last cell to the upper wall, over half a cell.
  private func upperWall(_ line: Int) -> ScharfetterGummelFlux {
    let (middle, wall) = ((cellCount - 1) * lines + line, 2 * cellCount * lines + line)
    return wallFlux(from: middle, to: wall, wall: wall, middle: middle, opposite: wall - lines)
  }

  /// The flux over the half cell beside a wall, whose coefficients half-way are those of the parabola
  /// through both its ends and the opposite face.
  ///
  /// Over a distance ℓ the fitted flux is too large by the part ℓ² a′/(12 D). Over half a cell that is
  /// a quarter of what it is between cells; the factor 1 + h² a′/(16 D) makes both the same, so that
  /// the error of the density has even powers of h only, and extrapolation gains two orders.
  private func wallFlux(
    from first: Int, to last: Int, wall: Int, middle: Int, opposite: Int
  ) -> ScharfetterGummelFlux {
    func halfWay(_ values: UnsafePointer<Double>) -> Double {
      0.375 * values[wall] + 0.75 * values[middle] - 0.125 * values[opposite]
    }
    var flux = ScharfetterGummelFlux(
      drift: (drift[first], halfWay(drift), drift[last]),
      diffusion: (diffusion[first], halfWay(diffusion), diffusion[last]), distance: spacing / 2)
    let excess = spacing * (drift[last] - drift[first]) / (8 * diffusion[wall])
    guard excess.isFinite else { return flux }
    // For large arguments, where cells resolve nothing, it returns to 1.
    let factor = 1 + excess / (1 + excess * excess)
    flux.forward *= factor
    flux.backward *= factor
    return flux
  }
}
