internal import Grids

/// The jumps along one diagonal of two axes that a mixed diffusion coefficient makes.
///
/// With G = |Dₐ_b|/(hₐ h_b) a cell is left at the rate G to either neighbour on the diagonal: the
/// second difference of G p, conservative and with the sign of a generator.
final class DiagonalOperator {
  let lines: LineOperator
  private let geometry: DiagonalLines
  private let isRising: Bool
  private let scale: Double

  init(of shape: BoxShape, pair: (first: Int, second: Int), isRising: Bool, threads: Int) {
    geometry = DiagonalLines(of: shape, pair: pair, isRising: isRising)
    lines = LineOperator(panels: geometry.panels, threads: threads)
    self.isRising = isRising
    scale = 1 / (shape.axes[pair.first].spacing * shape.axes[pair.second].spacing)
  }

  /// Sets the rates from the mixed coefficient in every cell; that of the other sign counts zero.
  func setRates(from mixed: CellVector) {
    let panels = geometry.panels
    let (right, left) = (
      LaneRows(count: panels.siteCount), LaneRows(count: panels.siteCount)
    )
    var isChanged = false
    for panel in 0..<panels.panelCount {
      let first = 16 * panel * panels.siteCount
      for element in 0..<16 * panels.siteCount {
        let cell = Int(geometry.cells[first + element])
        let value = cell < 0 ? 0 : isRising ? mixed.pointer[cell] : -mixed.pointer[cell]
        let rate = scale * max(0, value)
        right.numbers[element] = rate * Double(geometry.forwardLinks[first + element])
        left.numbers[element] = rate * Double(geometry.backwardLinks[first + element])
      }
      if lines.setRates(ofPanel: panel, rightward: right.rows, leftward: left.rows) {
        isChanged = true
      }
    }
    if isChanged { lines.forgetFactors() }
  }
}
