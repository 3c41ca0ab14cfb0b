internal import LinearAlgebra
internal import RealModule

/// The line that holds the functions of one variable, which occur in a train, with the fewest modes.
///
/// The functions are known by their Gram matrix in the modes of the present line. Lines around their
/// center with scales up to twice as large and half as large are tried.
struct FrameFit {
  /// The best line.
  let axis: SpectralAxis
  /// The matrix from the modes of the present line to those of the best one.
  let transfer: Matrix
  /// The norm of what the best line leaves out, relative to the norm of all.
  let remainder: Double

  /// Finds the line that leaves out at most `tolerance` of the norm.
  ///
  /// - Parameters:
  ///   - axis: The present line.
  ///   - gram: The Gram matrix in its modes.
  ///   - tolerance: The norm that may be left out, relative to the norm of all.
  ///   - margin: The number of modes to be added to what is needed.
  ///   - maximumCount: The largest number of modes.
  /// - Throws: ``FokkerPlanckError/numericalFailure(reason:)``.
  init?(
    _ axis: SpectralAxis, gram: Matrix, tolerance: Double, margin: Int, maximumCount: Int
  ) throws(FokkerPlanckError) {
    guard case .line(let center, let scale) = axis.extent else { return nil }
    let functions = try Self.factor(of: gram)
    let total = functions.elements.reduce(0) { $0 + $1 * $1 }
    guard total > 0 else { return nil }
    let middle = center + scale * Self.meanPosition(gram)
    let room = min(max(maximumCount, axis.count), axis.count + 24)
    var best: (candidate: Candidate, axis: SpectralAxis)?
    for exponent in -5...5 {
      let candidateAxis = SpectralAxis(
        unchecked: .line(
          center: middle, scale: scale * Double.pow(2, Double(exponent) / 5)), count: room)
      let candidate = Candidate(
        from: axis, to: candidateAxis, functions, total: total, tolerance: tolerance)
      if best.map({ candidate.isBetter(than: $0.candidate) }) ?? true {
        best = (candidate, candidateAxis)
      }
    }
    guard let (candidate, chosen) = best else { return nil }
    let count = min(maximumCount, max(5, candidate.needed + margin))
    self.axis = SpectralAxis(unchecked: chosen.extent, count: count)
    transfer = candidate.transfer.prefix(rows: self.axis.count)
    remainder = candidate.remainder(beyond: self.axis.count)
  }

  /// A matrix F with F Fᵀ = gram, without its negligible columns.
  private static func factor(of gram: Matrix) throws(FokkerPlanckError) -> Matrix {
    let decomposition: SymmetricEigenDecomposition
    do {
      decomposition = try SymmetricEigenDecomposition(gram)
    } catch {
      throw .numericalFailure(reason: error.description)
    }
    let values = decomposition.eigenvalues
    let kept = values.indices.filter { values[$0] > 1e-15 * (values.last ?? 0) }
    var result = Matrix(rowCount: gram.rowCount, columnCount: kept.count)
    for (column, index) in kept.enumerated() {
      let root = values[index].squareRoot()
      for row in 0..<gram.rowCount {
        result[row, column] = root * decomposition.eigenvectors[row, index]
      }
    }
    return result
  }

  /// The mean of (x − center)/scale, weighted by the squares of the functions.
  private static func meanPosition(_ gram: Matrix) -> Double {
    var (sum, trace) = (0.0, 0.0)
    for k in 0..<gram.rowCount {
      trace += gram[k, k]
      if k > 0 { sum += 2 * (Double(k) / 2).squareRoot() * gram[k, k - 1] }
    }
    return trace > 0 ? sum / trace : 0
  }
}

/// The same functions in the modes of another line.
private struct Candidate {
  let transfer: Matrix
  /// The number of modes that leave out no more than the tolerance.
  let needed: Int
  /// The norm left out, relative to all, when only the first k modes are kept.
  private let remainders: [Double]

  init(
    from axis: SpectralAxis, to candidate: SpectralAxis, _ functions: Matrix, total: Double,
    tolerance: Double
  ) {
    transfer = axis.overlap(with: candidate)
    let moved = transfer * functions
    var energies: [Double] = []
    for row in 0..<moved.rowCount {
      let part = moved.elements[row * moved.columnCount..<(row + 1) * moved.columnCount]
      energies.append(part.reduce(0) { $0 + $1 * $1 })
    }
    // What no mode of the candidate holds is left out however many are kept.
    var rest = max(0, total - energies.reduce(0, +))
    if rest < 1e-14 * total { rest = 0 }
    var remainders = [(rest / total).squareRoot()]
    for energy in energies.reversed() {
      rest += energy
      remainders.append((rest / total).squareRoot())
    }
    self.remainders = remainders.reversed()
    needed = self.remainders.firstIndex { $0 <= tolerance } ?? self.remainders.count
  }

  func remainder(beyond count: Int) -> Double { remainders[min(count, remainders.count - 1)] }

  func isBetter(than other: Candidate) -> Bool {
    if needed != other.needed { return needed < other.needed }
    let last = min(needed, remainders.count - 1)
    return remainders[last] < other.remainders[last]
  }
}

extension SpectralAxis {
  /// The integrals of the products of all modes of another line, by rows, with those of this one.
  func overlap(with other: SpectralAxis) -> Matrix {
    guard case .line(let a, let s) = extent, case .line(let b, let r) = other.extent else {
      return .identity(count)
    }
    // Equal steps resolve the product of the two fastest functions, as far as either reaches.
    let (mine, theirs) = (
      Double(2 * count + 1).squareRoot(), Double(2 * other.count + 1).squareRoot()
    )
    let step = 2 * Double.pi / ((mine + 4) / s + (theirs + 4) / r)
    let lower = max(a - s * (mine + 5), b - r * (theirs + 5))
    let upper = min(a + s * (mine + 5), b + r * (theirs + 5))
    let points = (0...max(1, Int((upper - lower) / step))).map { lower + step * Double($0) }
    var (own, others) = (
      Matrix(rowCount: points.count, columnCount: count),
      Matrix(rowCount: points.count, columnCount: other.count)
    )
    for (row, x) in points.enumerated() {
      for (column, value) in modeValues(at: x).enumerated() { own[row, column] = value }
      for (column, value) in other.modeValues(at: x).enumerated() {
        others[row, column] = step * value
      }
    }
    return others.transposed * own
  }
}

extension Matrix {
  /// The first rows.
  fileprivate func prefix(rows count: Int) -> Matrix {
    var result = Matrix(rowCount: count, columnCount: columnCount)
    for row in 0..<count {
      for column in 0..<columnCount { result[row, column] = self[row, column] }
    }
    return result
  }
}
