internal import Grids
internal import LinearAlgebra
internal import RealModule

/// An eigenfunction of the Fokker-Planck operator: a deviation that decays without changing shape.
public struct RelaxationMode: Hashable, Codable, Sendable {
  /// The decay rate λ ≥ 0: the deviation falls as e^{−λ t}.
  public let rate: Double
  /// The deviation per cell, a right eigenvector; for λ = 0 the stationary density of mass 1.
  public let deviation: [Double]
  /// The dual function per cell, a left eigenvector, with Σ dual · deviation · h = 1.
  ///
  /// The share of a start p in this mode is Σ dual · p · h.
  public let dual: [Double]
}

extension DiscreteGenerator {
  /// The slowest modes of relaxation, from the smallest decay rate upwards.
  ///
  /// Between walls the generator is similar to a symmetric tridiagonal matrix with
  /// √(upward · downward) beside the diagonal. The rates are accurate to rounding each, also those of
  /// order e^{−ΔU/D}. Second order in the spacing.
  ///
  /// - Parameter count: The number of modes, from 1 to the number of cells.
  /// - Returns: The modes.
  /// - Throws: ``FokkerPlanckError/unsupportedBoundaries(method:remedy:)`` for a ring, whose current
  ///   makes the generator not symmetrisable, ``FokkerPlanckError/invalidParameter(name:value:remedy:)``
  ///   and ``FokkerPlanckError/numericalFailure(reason:)``.
  public func relaxationModes(count: Int) throws(FokkerPlanckError) -> [RelaxationMode] {
    try requireChain(modes: count)
    let cells = axis.cellCount
    let (right, left) = (rates.rightward.pointer, rates.leftward.pointer)
    let diagonal = (0..<cells).map { -(right[$0] + left[$0]) }
    let offDiagonal = (0..<cells - 1).map { (right[$0] * left[$0 + 1]).squareRoot() }
    let scales = symmetrisingScales()
    guard scales.allSatisfy(\.isFinite) else {
      throw .numericalFailure(
        reason: "the diffusion vanishes at a face, so the generator cannot be made symmetric.")
    }
    do {
      let spectrum = try SymmetricTridiagonalEigenDecomposition(
        diagonal: diagonal, offDiagonal: offDiagonal, count: count)
      let decay = BirthDeathDecayRates(
        rightward: rates.rightward.array, leftward: rates.leftward.array)
      return spectrum.eigenvectors.enumerated().map { index, vector in
        mode(rate: decay.rate(at: index), vector, scales)
      }
    } catch {
      throw .numericalFailure(reason: error.description)
    }
  }

  /// The slowest decay rates alone, from the smallest upwards, without their modes.
  ///
  /// - Parameter count: The number of rates, from 1 to the number of cells.
  /// - Returns: The rates, accurate to rounding each.
  /// - Throws: ``FokkerPlanckError/unsupportedBoundaries(method:remedy:)`` for a ring and
  ///   ``FokkerPlanckError/invalidParameter(name:value:remedy:)``.
  public func relaxationRates(count: Int) throws(FokkerPlanckError) -> [Double] {
    try requireChain(modes: count)
    let decay = BirthDeathDecayRates(
      rightward: rates.rightward.array, leftward: rates.leftward.array)
    return (0..<count).map(decay.rate)
  }

  private func requireChain(modes count: Int) throws(FokkerPlanckError) {
    guard !rates.isRing else {
      throw .unsupportedBoundaries(
        method: "symmetric spectrum", remedy: "use walls, or follow the decay in time")
    }
    guard (1...axis.cellCount).contains(count) else {
      throw .invalidParameter(
        name: "count", value: Double(count),
        remedy: "ask for between 1 and \(axis.cellCount) modes")
    }
  }

  /// ½ ln(p_s[i]/p_s[0]), the logarithms of the scales that make the generator symmetric.
  private func symmetrisingScales() -> [Double] {
    let (right, left) = (rates.rightward.pointer, rates.leftward.pointer)
    var sum = 0.0
    var scales = [0.0]
    for cell in 1..<axis.cellCount {
      sum += 0.5 * (Double.log(right[cell - 1]) - Double.log(left[cell]))
      scales.append(sum)
    }
    let largest = scales.max() ?? 0
    return scales.map { $0 - largest }
  }

  /// Scales a mode; its dual is rebuilt from both ends, since the eigenvector of the symmetric
  /// matrix has no correct digits where the stationary density is below rounding.
  private func mode(rate: Double, _ vector: [Double], _ scales: [Double]) -> RelaxationMode {
    let peak = vector.indices.max { abs(vector[$0]) < abs(vector[$1]) } ?? 0
    var dual = dualFunction(rate: rate, matchedAt: peak)
    var deviation = zip(dual, scales).map { $0 * Double.exp(2 * $1) }
    let sum = deviation.reduce(0, +) * axis.spacing
    let magnitude = deviation.reduce(0) { $0 + abs($1) } * axis.spacing
    // A mode without change of sign is scaled to mass 1, the others to ∫|deviation| dx = 1.
    let norm = abs(sum) > 0.999 * magnitude ? sum : magnitude
    deviation = deviation.map { $0 / norm }
    let overlap = zip(dual, deviation).reduce(0) { $0 + $1.0 * $1.1 } * axis.spacing
    dual = dual.map { $0 / overlap }
    return RelaxationMode(rate: rate, deviation: deviation, dual: dual)
  }

  /// The solution of Aᵀ f = −λ f, from both ends to a cell where both parts are matched.
  ///
  /// Towards the middle the recurrence damps its errors.
  private func dualFunction(rate: Double, matchedAt peak: Int) -> [Double] {
    let last = axis.cellCount - 1
    let (right, left) = (rates.rightward.pointer, rates.leftward.pointer)
    var f = [Double](repeating: 1, count: axis.cellCount)
    var slope = left[0]
    for cell in 0..<peak {
      let change = (slope - rate * f[cell]) / right[cell]
      f[cell + 1] = f[cell] + change
      slope = left[cell + 1] * change
    }
    let fromBelow = f[peak]
    slope = right[last]
    for cell in stride(from: last, to: peak, by: -1) {
      let change = (slope - rate * f[cell]) / left[cell]
      f[cell - 1] = f[cell] + change
      slope = right[cell - 1] * change
    }
    guard peak < last else { return f }
    let factor = fromBelow / f[peak]
    for cell in peak...last { f[cell] *= factor }
    return f
  }
}
