internal import LinearAlgebra
internal import RealModule

/// Functions of one variable that a line has to hold, and how far their modes can be believed.
struct FrameContent {
  /// The Gram matrix in the modes of the present line.
  var gram: Matrix
  /// The norm of the errors in it, relative to the norm of all.
  var errorNorm: Double
  /// Whether the present line has too few modes for them.
  var isCut = false

  /// The number of modes that they need at least on a line: it is known that those of the present
  /// line do not do.
  fileprivate func leastCount(on extent: SpectralAxis.Extent, from axis: SpectralAxis) -> Int {
    guard isCut, case .line(_, let scale) = extent, case .line(_, scale) = axis.extent
    else { return 0 }
    return axis.count + max(2, axis.count / 4)
  }
}

/// The line that holds the functions of one variable, which occur in a train, with the fewest modes.
///
/// Lines around the center of the functions with scales up to twice as large and half as large are
/// tried. What has errors of norm e is not asked to be held to the tolerance τ: errors fill all modes
/// of the present line alike, so that no other line seems to suit. The number of modes n(ε) that
/// leave out ε is taken well above the errors and continued by its growth per decade,
///
/// ```
/// n(τ) = n(5e) + (n(5e) − n(50e)) log₁₀(5e/τ)
/// ```
struct FrameFit {
  /// The best line.
  let axis: SpectralAxis
  /// The matrix from the modes of the present line to those of the best one.
  let transfer: Matrix
  /// The norm of what the best line leaves out of the density, relative to the norm of all.
  let remainder: Double

  /// Finds the line that leaves out at most `tolerance` of the norm; nil when there is none.
  ///
  /// - Parameters:
  ///   - axis: The present line.
  ///   - density: The functions that move to the line. What they lose is at most three times the
  ///     tolerance.
  ///   - company: Further functions that the line has to hold.
  ///   - tolerance: The norm that may be left out, relative to the norm of all.
  ///   - margin: The number of modes to be added to what is needed.
  ///   - maximumCount: The largest number of modes.
  /// - Throws: ``FokkerPlanckError/numericalFailure(reason:)``.
  init?(
    _ axis: SpectralAxis, density: FrameContent, company: FrameContent?, tolerance: Double,
    margin: Int, maximumCount: Int
  ) throws(FokkerPlanckError) {
    guard axis.isLine else { return nil }
    let moving = try FactoredContent(density)
    let further = try company.map { content throws(FokkerPlanckError) in
      try FactoredContent(content)
    }
    guard moving.total > 0 else { return nil }
    let room = min(max(maximumCount, axis.count), axis.count + 24)
    var best: Candidate?
    for extent in Self.extents(around: axis, grams: [density.gram, company?.gram]) {
      let transfer = axis.overlap(with: SpectralAxis(unchecked: extent, count: room))
      let spectrum = ModeSpectrum(of: moving, transfer: transfer)
      var needed = min(
        spectrum.needed(tolerance),
        spectrum.expected(tolerance, errorNorm: density.errorNorm))
      if let further {
        let expected = ModeSpectrum(of: further, transfer: transfer)
          .expected(tolerance, errorNorm: further.content.errorNorm)
        needed = max(needed, expected, further.content.leastCount(on: extent, from: axis))
      }
      let chosen = SpectralAxis(
        unchecked: extent, count: min(maximumCount, max(5, needed + margin)))
      let candidate = Candidate(
        axis: chosen, needed: needed, remainder: spectrum.remainder(beyond: chosen.count))
      guard candidate.remainder <= 3 * tolerance else { continue }
      if best.map(candidate.isBetter) ?? true { best = candidate }
    }
    guard let best else { return nil }
    self.axis = best.axis
    transfer = axis.overlap(with: best.axis)
    remainder = best.remainder
  }

  /// The lines that are tried: the present one and those around the center of the functions.
  private static func extents(
    around axis: SpectralAxis, grams: [Matrix?]
  ) -> [SpectralAxis.Extent] {
    guard case .line(let center, let scale) = axis.extent else { return [] }
    let all = grams.compactMap { $0 }
    let middle = center + scale * meanPosition(all.dropFirst().reduce(all[0], +))
    let scaled = (-5...5).map { exponent in
      SpectralAxis.Extent.line(
        center: middle, scale: scale * Double.pow(2, Double(exponent) / 5))
    }
    return [axis.extent] + scaled
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

/// A line that is tried.
private struct Candidate {
  let axis: SpectralAxis
  /// The number of modes that it is expected to need.
  let needed: Int
  let remainder: Double

  func isBetter(than other: Candidate) -> Bool {
    needed != other.needed ? needed < other.needed : remainder < other.remainder
  }
}

/// Functions of one variable as a matrix of modes.
private struct FactoredContent {
  let content: FrameContent
  /// F with F Fᵀ = gram.
  let functions: Matrix
  let total: Double

  init(_ content: FrameContent) throws(FokkerPlanckError) {
    self.content = content
    functions = try Self.factor(of: content.gram)
    total = functions.elements.reduce(0) { $0 + $1 * $1 }
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
}

/// The norms of functions in the modes of a line.
private struct ModeSpectrum {
  /// The norm left out, relative to all, when only the first k modes are kept.
  private let remainders: [Double]

  init(of content: FactoredContent, transfer: Matrix) {
    let (moved, total) = (transfer * content.functions, content.total)
    var energies: [Double] = []
    for row in 0..<moved.rowCount {
      let part = moved.elements[row * moved.columnCount..<(row + 1) * moved.columnCount]
      energies.append(part.reduce(0) { $0 + $1 * $1 })
    }
    // What no mode of the line holds is left out however many are kept.
    var rest = max(0, total - energies.reduce(0, +))
    if rest < 1e-14 * total { rest = 0 }
    var remainders = [(rest / total).squareRoot()]
    for energy in energies.reversed() {
      rest += energy
      remainders.append((rest / total).squareRoot())
    }
    self.remainders = remainders.reversed()
  }

  /// The number of modes that leave out no more than a tolerance; all and one when none does.
  func needed(_ tolerance: Double) -> Int {
    remainders.firstIndex { $0 <= tolerance } ?? remainders.count
  }

  func remainder(beyond count: Int) -> Double { remainders[min(count, remainders.count - 1)] }

  /// The number of modes that would leave out no more than a tolerance if there were no errors.
  func expected(_ tolerance: Double, errorNorm: Double) -> Int {
    let (near, far) = (5 * errorNorm, 50 * errorNorm)
    guard near > tolerance, far < 0.3 else { return needed(tolerance) }
    let count = needed(near)
    let decades = Double.log10(near / tolerance)
    return count + Int((Double(count - needed(far)) * decades).rounded(.up))
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
