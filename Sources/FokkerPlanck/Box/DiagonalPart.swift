internal import Grids
internal import StochasticProcesses

/// What jumps along diagonals take from the axes, on one panel of lines along an axis.
struct DiagonalPart {
  let shape: BoxShape
  let values: BoxCoefficients
  let axis: Int
  let firstCells: [Int]

  /// Makes up for the half of the diagonal jumps that reflecting walls cut off beside them.
  ///
  /// Beside a wall across axis a, where Σ_b Dₐ_b ∂_b φ = 0 for the functions φ of the backward
  /// equation, a cell misses
  ///
  /// ```
  /// ½ Σ_b (|Dₐ_b| h_b/hₐ ∂_b² φ + Dₐ_b ∂ₐ∂_b φ) + ½ aₐ ∂ₐφ,   ∂ₐφ = −Σ_b (Dₐ_b/Dₐₐ) ∂_b φ
  /// ```
  ///
  /// which is added to the tangential coefficients; without it the order beside walls is one. The
  /// correction of the diffusion along the lines is never negative where the diagonals fit.
  func correctAtWalls() {
    for wall in shape.axes.indices {
      let across = values.diffusion(wall, wall)
      forEachElement(besideWallsAcross: wall) { element, count in
        guard across[element] > 0 else { return }
        let weight = 0.5 * count / across[element]
        for first in shape.axes.indices where first != wall {
          let mixed = values.diffusion(wall, first)[element]
          guard mixed != 0 else { continue }
          let ratio = shape.axes[first].spacing / shape.axes[wall].spacing
          values.diffusion(first, first)[element] +=
            max(0, 0.5 * count * abs(mixed) * ratio - weight * mixed * mixed)
          values.drift(of: first)[element] -= weight * mixed * values.drift(of: wall)[element]
          for second in first + 1..<max(shape.dimension, first + 1) where second != wall {
            values.diffusion(first, second)[element] -=
              weight * mixed * values.diffusion(wall, second)[element]
          }
        }
      }
    }
  }

  /// Takes Σ_b |Dₖ_b| hₖ/h_b from the diffusion along the lines.
  ///
  /// - Throws: ``FokkerPlanckError/notMonotone(axis:excess:point:time:)`` where more is taken than
  ///   there is.
  func reduceDiffusion(_ time: Double) throws(FokkerPlanckError) {
    let own = values.diffusion(axis, axis)
    for other in shape.axes.indices where other != axis {
      let mixed = values.diffusion(axis, other)
      let ratio = shape.axes[axis].spacing / shape.axes[other].spacing
      for element in 0..<values.count { own[element] -= abs(mixed[element]) * ratio }
    }
    for element in 0..<values.count where own[element] < 0 {
      let scale = shape.axes.indices.reduce(0) {
        max($0, abs(values.diffusion(axis, $1)[element]))
      }
      guard own[element] >= -1e-12 * scale else {
        throw .notMonotone(
          axis: axis, excess: -own[element], point: values.point(element), time: time)
      }
      own[element] = 0
    }
  }

  /// Calls a function with every element whose cell or face touches reflecting walls across an axis,
  /// and the number of these walls.
  ///
  /// Walls across the lines themselves do not change what the lines carry, only the mixed
  /// coefficients of the cells.
  private func forEachElement(besideWallsAcross wall: Int, _ body: (Int, Double) -> Void) {
    guard case .walls(let lower, let upper) = shape.boundaries[wall] else { return }
    let cellCount = shape.axes[wall].cellCount
    func count(_ index: Int) -> Double {
      let isLow = index == 0 && lower == .reflecting
      let isHigh = index == cellCount - 1 && upper == .reflecting
      return (isLow ? 1 : 0) + (isHigh ? 1 : 0)
    }
    if wall == axis {
      guard shape.dimension > 2 else { return }
      for row in Set([0, cellCount - 1]) where count(row) > 0 {
        for lane in 0..<16 { body(16 * row + lane, count(row)) }
      }
    } else {
      for (lane, cell) in firstCells.enumerated() {
        let walls = count(shape.index(of: cell, along: wall))
        guard walls > 0 else { continue }
        for element in stride(from: lane, to: values.count, by: 16) { body(element, walls) }
      }
    }
  }
}
