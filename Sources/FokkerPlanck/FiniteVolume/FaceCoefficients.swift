internal import StochasticProcesses

/// The coefficients at all middles, then at all faces, of an axis, and the fluxes they make.
struct FaceCoefficients {
  let drift: UnsafePointer<Double>
  let diffusion: UnsafePointer<Double>
  let cellCount: Int
  let spacing: Double

  /// Fills the rates across all faces, those at the ends included.
  func assemble(into rates: JumpRates, boundaries: BoundaryConditions) {
    assembleInnerFaces(into: rates)
    let scale = 1 / (spacing * spacing)
    switch boundaries {
    case .periodic:
      let flux = seam()
      rates.rightward.pointer[cellCount - 1] = flux.forward * scale
      rates.leftward.pointer[0] = flux.backward * scale
    case .walls(let lower, let upper):
      // The wall is half a cell away from the middle of its cell.
      rates.leftward.pointer[0] =
        lower == .absorbing ? 2 * scale * lowerWall().backward : 0
      rates.rightward.pointer[cellCount - 1] =
        upper == .absorbing ? 2 * scale * upperWall().forward : 0
    }
  }

  /// Fills the rates across all faces between two cells.
  private func assembleInnerFaces(into rates: JumpRates) {
    let scale = 1 / (spacing * spacing)
    let (right, left) = (rates.rightward.pointer, rates.leftward.pointer)
    var face = 1
    while face + 8 <= cellCount {
      if let fluxes = fluxes(fromFace: face) {
        storeLanes(fluxes.forward * scale, at: right + (face - 1))
        storeLanes(fluxes.backward * scale, at: left + face)
      } else {
        assemble(face..<face + 8, scale, right, left)
      }
      face += 8
    }
    assemble(face..<cellCount, scale, right, left)
  }

  private func assemble(
    _ faces: Range<Int>, _ scale: Double, _ right: UnsafeMutablePointer<Double>,
    _ left: UnsafeMutablePointer<Double>
  ) {
    for face in faces {
      let flux = flux(first: face - 1, middle: cellCount + face, last: face, distance: spacing)
      right[face - 1] = flux.forward * scale
      left[face] = flux.backward * scale
    }
  }

  @inline(__always)
  private func fluxes(fromFace face: Int) -> ScharfetterGummelFluxes? {
    ScharfetterGummelFluxes(
      drift: (
        loadLanes(drift + (face - 1)), loadLanes(drift + (cellCount + face)),
        loadLanes(drift + face)
      ),
      diffusion: (
        loadLanes(diffusion + (face - 1)), loadLanes(diffusion + (cellCount + face)),
        loadLanes(diffusion + face)
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
  private func seam() -> ScharfetterGummelFlux {
    let (low, high) = (cellCount, 2 * cellCount)
    return ScharfetterGummelFlux(
      drift: (drift[cellCount - 1], (drift[low] + drift[high]) / 2, drift[0]),
      diffusion: (diffusion[cellCount - 1], (diffusion[low] + diffusion[high]) / 2, diffusion[0]),
      distance: spacing)
  }

  /// The flux from the lower wall to the middle of the first cell, over half a cell.
  private func lowerWall() -> ScharfetterGummelFlux { wallFlux(from: cellCount, to: 0) }

  /// The flux from the middle of the last cell to the upper wall, over half a cell.
  private func upperWall() -> ScharfetterGummelFlux {
    wallFlux(from: cellCount - 1, to: 2 * cellCount)
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
