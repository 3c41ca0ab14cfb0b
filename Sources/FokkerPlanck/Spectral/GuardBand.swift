internal import Grids
internal import RealModule

/// Bands at both ends in which the drift fades to zero and D to a constant, so that both continue
/// smoothly across the ends.
///
/// The fading follows an error function over each band, from 1 to 0 within 10⁻¹⁷.
struct GuardBand {
  /// How much of the process is left at each cell, from 0 to 1.
  let weights: [Double]
  /// The number of cells of the band at either end.
  let cellCount: Int
  let isRing: Bool

  init(axis: Axis, fraction: Double, isRing: Bool) {
    cellCount = Int((fraction * Double(axis.cellCount)).rounded(.up))
    self.isRing = isRing
    let width = fraction * axis.length
    weights = (0..<axis.cellCount).map { cell in
      guard width > 0 else { return 1 }
      let x = axis.center(ofCell: cell)
      let depth = min(x - axis.lowerBound, axis.upperBound - x) / width
      return depth >= 1 ? 1 : 0.5 * (1 + Double.erf(6 * (2 * depth - 1)))
    }
  }

  /// Fades the coefficients in place; D goes to its values at the inner edges of the bands.
  func fade(drift: CellVector, diffusion: CellVector) {
    guard cellCount > 0 else { return }
    let (first, last) = (cellCount, weights.count - 1 - cellCount)
    var (lower, upper) = (diffusion.pointer[first], diffusion.pointer[last])
    if isRing, lower != upper { (lower, upper) = ((lower + upper) / 2, (lower + upper) / 2) }
    for cell in weights.indices where weights[cell] < 1 {
      let constant = cell < weights.count / 2 ? lower : upper
      drift.pointer[cell] *= weights[cell]
      diffusion.pointer[cell] = constant + weights[cell] * (diffusion.pointer[cell] - constant)
    }
  }
}
