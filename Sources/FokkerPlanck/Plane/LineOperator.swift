/// The generators of many parallel lines of cells, with the site along a line as the slow index.
///
/// Element `site * lines + line` belongs to a site of a line, so that neighbouring lines fill the
/// vector lanes in every sweep.
final class LineOperator {
  let sites: Int
  let lines: Int
  let rightward: CellVector
  let leftward: CellVector
  private let forward: CellVector
  private let backward: CellVector
  private let inversePivot: CellVector
  private let carried: CellVector
  private let flux: CellVector
  private var factorisedTau = -1.0

  init(sites: Int, lines: Int) {
    self.sites = sites
    self.lines = lines
    func field() -> CellVector { CellVector(count: sites * lines) }
    (rightward, leftward, forward, backward, inversePivot) = (
      field(), field(), field(), field(), field()
    )
    carried = CellVector(count: lines)
    flux = CellVector(count: 2 * lines)
  }

  /// Copies the rates of one line; the factors are forgotten.
  func setLine(_ line: Int, _ rates: JumpRates) {
    for site in 0..<sites {
      rightward.pointer[site * lines + line] = rates.rightward.pointer[site]
      leftward.pointer[site * lines + line] = rates.leftward.pointer[site]
    }
    factorisedTau = -1
  }

  /// Adds factor · A u to a field.
  func addProduct(of u: CellVector, times factor: Double, to target: CellVector) {
    let (right, left) = (rightward.pointer, leftward.pointer)
    var (below, above) = (flux.pointer, flux.pointer + lines)
    for line in 0..<lines { below[line] = -left[line] * u.pointer[line] }
    for site in 0..<sites {
      let row = site * lines
      let (here, out) = (u.pointer + row, target.pointer + row)
      if site + 1 < sites {
        for line in 0..<lines {
          above[line] =
            right[row + line] * here[line] - left[row + lines + line] * here[lines + line]
        }
      } else {
        for line in 0..<lines { above[line] = right[row + line] * here[line] }
      }
      for line in 0..<lines { out[line] += factor * (below[line] - above[line]) }
      swap(&below, &above)
    }
  }

  /// The sum over all lines of the rate of loss through the ends.
  func loss(of u: CellVector) -> Double {
    let row = (sites - 1) * lines
    var sum = 0.0
    for line in 0..<lines {
      sum += leftward.pointer[line] * u.pointer[line]
      sum += rightward.pointer[row + line] * u.pointer[row + line]
    }
    return sum
  }

  /// Factorises 1 − τ A, unless that is what was done last; see `BirthDeathResolvent`.
  func factorize(tau: Double) {
    guard tau != factorisedTau else { return }
    factorisedTau = tau
    let excess = carried.pointer
    for line in 0..<lines { excess[line] = 1 + tau * leftward.pointer[line] }
    for site in 0..<sites {
      let row = site * lines
      let isLast = site + 1 == sites
      let right = rightward.pointer + row
      let left = leftward.pointer + (isLast ? 0 : row + lines)
      let (f, b, inverse) = (
        forward.pointer + row, backward.pointer + row, inversePivot.pointer + row
      )
      for line in 0..<lines {
        let outward = tau * right[line]
        let inward = isLast ? 0 : tau * left[line]
        let reciprocal = 1 / (excess[line] + outward)
        inverse[line] = reciprocal
        f[line] = outward * reciprocal
        b[line] = inward * reciprocal
        excess[line] = 1 + inward * (excess[line] * reciprocal)
      }
    }
  }

  /// Solves (1 − τ A) v = b on every line, in place.
  func solve(_ v: CellVector) {
    for site in 1..<sites {
      let row = site * lines
      let (here, before) = (v.pointer + row, v.pointer + (row - lines))
      let f = forward.pointer + (row - lines)
      for line in 0..<lines { here[line] += f[line] * before[line] }
    }
    let top = (sites - 1) * lines
    for line in 0..<lines { v.pointer[top + line] *= inversePivot.pointer[top + line] }
    for site in stride(from: sites - 2, through: 0, by: -1) {
      let row = site * lines
      let (here, after) = (v.pointer + row, v.pointer + (row + lines))
      let (b, inverse) = (backward.pointer + row, inversePivot.pointer + row)
      for line in 0..<lines { here[line] = here[line] * inverse[line] + b[line] * after[line] }
    }
  }
}

/// target[column][row] = source[row][column], in tiles of eight by eight, a cache line each way.
func transpose(_ source: CellVector, rows: Int, columns: Int, into target: CellVector) {
  let (from, to) = (source.pointer, target.pointer)
  for row in stride(from: 0, to: rows, by: 8) {
    for column in stride(from: 0, to: columns, by: 8) {
      if row + 8 <= rows, column + 8 <= columns {
        for offset in 0..<8 {
          let p = from + (row * columns + column + offset)
          let lanes = Lanes(
            p[0], p[columns], p[2 * columns], p[3 * columns], p[4 * columns], p[5 * columns],
            p[6 * columns], p[7 * columns])
          storeLanes(lanes, at: to + ((column + offset) * rows + row))
        }
      } else {
        for r in row..<min(row + 8, rows) {
          for c in column..<min(column + 8, columns) { to[c * rows + r] = from[r * columns + c] }
        }
      }
    }
  }
}
