internal import Grids
internal import StochasticProcesses

/// The finite-volume generator in the plane: lines along x, lines along y, and the mixed part.
final class PlanarGenerator {
  let x: Axis
  let y: Axis
  let boundariesX: BoundaryConditions
  let boundariesY: BoundaryConditions
  let alongX: LineOperator
  let alongY: LineOperator
  private(set) var mixed: MixedDerivative
  private let evaluate:
    (Span<Double>, Double, Double, inout MutableSpan<PlanarCoefficients>) -> Void
  private let isAutonomous: Bool
  /// Rows of coefficients at the present time and at the time of the last assembly.
  private var sampled: [PlanarCoefficients]
  private var assembled: [PlanarCoefficients] = []

  init<Process: PlanarDiffusionProcess>(
    _ process: Process, x: Axis, y: Axis, boundariesX: BoundaryConditions,
    boundariesY: BoundaryConditions
  ) {
    (self.x, self.y, self.boundariesX, self.boundariesY) = (x, y, boundariesX, boundariesY)
    alongX = LineOperator(sites: x.cellCount, lines: y.cellCount)
    alongY = LineOperator(sites: y.cellCount, lines: x.cellCount)
    mixed = MixedDerivative(x: x, y: y)
    isAutonomous = process.isAutonomous
    evaluate = { process.evaluate(x: $0, y: $1, time: $2, into: &$3) }
    // Rows through the middles hold middles and faces of x; rows through the faces hold middles.
    let count = y.cellCount * (2 * x.cellCount + 1) + (y.cellCount + 1) * x.cellCount
    sampled = [PlanarCoefficients](repeating: PlanarCoefficients(), count: count)
  }

  private var middleRowCount: Int { 2 * x.cellCount + 1 }
  private var firstFaceRow: Int { y.cellCount * middleRowCount }

  /// Brings all rates to a time; does nothing when the coefficients are unchanged.
  func update(to time: Double) throws(FokkerPlanckError) {
    if isAutonomous, !assembled.isEmpty { return }
    sample(at: time)
    guard !isUnchanged else { return }
    try check(time)
    assembleAlongX()
    assembleAlongY()
    mixed.isPresent = false
    for i in 0..<x.cellCount {
      for j in 0..<y.cellCount {
        let value = sampled[j * middleRowCount + i].diffusionXY
        mixed.diffusion.pointer[i * y.cellCount + j] = value
        if value != 0 { mixed.isPresent = true }
      }
    }
    if assembled.isEmpty { assembled = sampled } else { swap(&assembled, &sampled) }
  }

  /// Whether the coefficients have the same bits as at the last assembly.
  private var isUnchanged: Bool {
    guard assembled.count == sampled.count else { return false }
    return sampled.withUnsafeBytes { now in
      assembled.withUnsafeBytes { before in
        now.bindMemory(to: UInt64.self).elementsEqual(before.bindMemory(to: UInt64.self))
      }
    }
  }

  private func sample(at time: Double) {
    let middles = x.centers
    let points = middles + x.faces
    let (rowCount, firstFaceRow, columns) = (middleRowCount, firstFaceRow, x.cellCount)
    sampled.withUnsafeMutableBufferPointer { buffer in
      for j in 0..<y.cellCount {
        let row = UnsafeMutableBufferPointer(rebasing: buffer[j * rowCount..<(j + 1) * rowCount])
        var span = row.mutableSpan
        evaluate(points.span, y.center(ofCell: j), time, &span)
      }
      for j in 0...y.cellCount {
        let start = firstFaceRow + j * columns
        let row = UnsafeMutableBufferPointer(rebasing: buffer[start..<start + columns])
        var span = row.mutableSpan
        evaluate(middles.span, y.face(j), time, &span)
      }
    }
  }

  private func check(_ time: Double) throws(FokkerPlanckError) {
    guard let index = sampled.firstIndex(where: { !$0.isValid }) else { return }
    let column =
      index < firstFaceRow ? index % middleRowCount : (index - firstFaceRow) % x.cellCount
    let place = column < x.cellCount ? x.center(ofCell: column) : x.face(column - x.cellCount)
    let c = sampled[index]
    guard c.driftX.isFinite else { throw .driftNotFinite(value: c.driftX, x: place, time: time) }
    guard c.driftY.isFinite else { throw .driftNotFinite(value: c.driftY, x: place, time: time) }
    throw .invalidDiffusion(
      value: min(c.diffusionXX, c.diffusionYY, c.determinant), x: place, time: time)
  }

  private func assembleAlongX() {
    let rates = JumpRates(count: x.cellCount, isRing: false)
    let drift = CellVector(count: middleRowCount)
    let diffusion = CellVector(count: middleRowCount)
    for j in 0..<y.cellCount {
      for index in 0..<middleRowCount {
        let coefficients = sampled[j * middleRowCount + index]
        drift.pointer[index] = coefficients.driftX
        diffusion.pointer[index] = coefficients.diffusionXX
      }
      FaceCoefficients(
        drift: drift.pointer, diffusion: diffusion.pointer, cellCount: x.cellCount,
        spacing: x.spacing
      ).assemble(into: rates, boundaries: boundariesX)
      alongX.setLine(j, rates)
    }
  }

  private func assembleAlongY() {
    let rates = JumpRates(count: y.cellCount, isRing: false)
    let drift = CellVector(count: 2 * y.cellCount + 1)
    let diffusion = CellVector(count: 2 * y.cellCount + 1)
    for i in 0..<x.cellCount {
      for j in 0...2 * y.cellCount {
        let isMiddle = j < y.cellCount
        let coefficients = sampled[
          isMiddle
            ? j * middleRowCount + i : firstFaceRow + (j - y.cellCount) * x.cellCount + i]
        drift.pointer[j] = coefficients.driftY
        diffusion.pointer[j] = coefficients.diffusionYY
      }
      FaceCoefficients(
        drift: drift.pointer, diffusion: diffusion.pointer, cellCount: y.cellCount,
        spacing: y.spacing
      ).assemble(into: rates, boundaries: boundariesY)
      alongY.setLine(i, rates)
    }
  }
}

extension PlanarCoefficients {
  fileprivate var determinant: Double {
    diffusionXX * diffusionYY - diffusionXY * diffusionXY
  }

  /// Whether the drift is finite and the diffusion matrix finite and positive semidefinite.
  fileprivate var isValid: Bool {
    driftX.isFinite && driftY.isFinite && diffusionXX >= 0 && diffusionYY >= 0
      && determinant >= -1e-12 * diffusionXX * diffusionYY && determinant.isFinite
  }
}
