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
    wallFlux(from: cellCount * lines + line, to: line)
  }

  /// The flux from the middle of the last cell to the upper wall, over half a cell.
  private func upperWall(_ line: Int) -> ScharfetterGummelFlux {
    wallFlux(from: (cellCount - 1) * lines + line, to: 2 * cellCount * lines + line)
  }

  private func wallFlux(from first: Int, to last: Int) -> ScharfetterGummelFlux {
    ScharfetterGummelFlux(
      drift: (drift[first], (drift[first] + drift[last]) / 2, drift[last]),
      diffusion: (
        diffusion[first],
        ScharfetterGummelFlux.logarithmicMean(diffusion[first], diffusion[last]),
        diffusion[last]
      ), distance: spacing / 2)
  }
}
