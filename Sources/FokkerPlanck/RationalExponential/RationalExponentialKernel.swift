/// Computes e^{T A} p with one complex tridiagonal solve per pole, all poles in the lanes of a vector.
///
/// With yₖ = (T A − θₖ)⁻¹ p the partial fractions can be written as an increment,
///
/// ```
/// e^{T A} p = p + T A Σₖ 2 Re(αₖ yₖ/θₖ)
/// ```
///
/// whose sum telescopes: mass is conserved to rounding for every T.
final class RationalExponentialKernel {
  private let count: Int
  private let isRing: Bool
  private let poles = ExponentialPoles()
  /// Per cell: the eliminated upper element, the solution and, on a ring, the border's solution,
  /// each as real and imaginary parts.
  private let memory: UnsafeMutablePointer<Lanes>
  private let stride: Int

  init(count: Int, isRing: Bool) {
    self.count = count
    self.isRing = isRing
    stride = isRing ? 6 : 4
    memory = .allocate(capacity: count * stride)
    memory.initialize(repeating: .zero, count: count * stride)
  }

  deinit { memory.deallocate() }

  /// Advances `state` by the time `duration` under constant rates.
  ///
  /// - Parameters:
  ///   - state: p on entry, e^{T A} p on return.
  ///   - duration: T.
  ///   - rates: The generator A.
  ///   - work: Scratch of the count of the state.
  ///   - flux: Scratch of one more.
  func advance(
    _ state: CellVector, by duration: Double, rates: JumpRates, work: CellVector, flux: CellVector
  ) {
    eliminate(isRing ? count - 1 : count, state, duration, rates)
    substituteBack(isRing ? count - 1 : count)
    if isRing { closeRing(state, duration, rates) }
    for cell in 0..<count {
      let entry = memory + cell * stride
      let product = poles.quotientReal * entry[2] - poles.quotientImaginary * entry[3]
      work.pointer[cell] = product.sum()
    }
    rates.apply(to: work, slope: work, flux: flux)
    for cell in 0..<count { state.pointer[cell] += duration * work.pointer[cell] }
  }

  /// The forward sweep of the elimination over the first `chain` cells.
  private func eliminate(
    _ chain: Int, _ state: CellVector, _ duration: Double, _ rates: JumpRates
  ) {
    let (right, left) = (rates.rightward.pointer, rates.leftward.pointer)
    let (poleReal, poleImaginary) = (poles.real, poles.imaginary)
    var upper = ComplexLanes.zero
    var solution = ComplexLanes.zero
    var border = ComplexLanes.zero
    for cell in 0..<chain {
      let entry = memory + cell * stride
      let lower = cell > 0 ? duration * right[cell - 1] : 0
      let diagonal = -duration * (right[cell] + left[cell])
      let pivot = ComplexLanes(
        real: multiplyAdd(upper.real, Lanes(repeating: -lower), diagonal - poleReal),
        imaginary: multiplyAdd(upper.imaginary, Lanes(repeating: -lower), -poleImaginary))
      let inverse = pivot.reciprocal
      solution = (solution * -lower + state.pointer[cell]) * inverse
      solution.store(at: entry + 2)
      if isRing {
        border = (border * -lower + borderElement(cell, chain, duration, rates)) * inverse
        border.store(at: entry + 4)
      }
      upper = inverse * (cell + 1 < chain ? duration * left[cell + 1] : 0)
      upper.store(at: entry)
    }
  }

  /// The element of the last column of a ring's matrix in a row of the chain.
  private func borderElement(
    _ cell: Int, _ chain: Int, _ duration: Double, _ rates: JumpRates
  ) -> Double {
    var element = 0.0
    if cell == 0 { element += duration * rates.rightward.pointer[chain] }
    if cell == chain - 1 { element += duration * rates.leftward.pointer[chain] }
    return element
  }

  private func substituteBack(_ chain: Int) {
    var solution = ComplexLanes(at: memory + ((chain - 1) * stride + 2))
    for cell in Swift.stride(from: chain - 2, through: 0, by: -1) {
      let entry = memory + cell * stride
      solution = ComplexLanes(at: entry + 2).subtracting(ComplexLanes(at: entry), times: solution)
      solution.store(at: entry + 2)
    }
    guard isRing else { return }
    var border = ComplexLanes(at: memory + ((chain - 1) * stride + 4))
    for cell in Swift.stride(from: chain - 2, through: 0, by: -1) {
      let entry = memory + cell * stride
      border = ComplexLanes(at: entry + 4).subtracting(ComplexLanes(at: entry), times: border)
      border.store(at: entry + 4)
    }
  }

  /// Solves the last row of a ring and corrects the other unknowns.
  private func closeRing(_ state: CellVector, _ duration: Double, _ rates: JumpRates) {
    let last = count - 1
    let toFirst = duration * rates.leftward.pointer[0]
    let toPrevious = duration * rates.rightward.pointer[last - 1]
    let diagonal = -duration * (rates.rightward.pointer[last] + rates.leftward.pointer[last])
    func coupled(_ offset: Int) -> ComplexLanes {
      let first = ComplexLanes(at: memory + offset)
      let previous = ComplexLanes(at: memory + ((last - 1) * stride + offset))
      return ComplexLanes(
        real: toFirst * first.real + toPrevious * previous.real,
        imaginary: toFirst * first.imaginary + toPrevious * previous.imaginary)
    }
    let (solution, border) = (coupled(2), coupled(4))
    let pivot = ComplexLanes(
      real: diagonal - poles.real - border.real, imaginary: -poles.imaginary - border.imaginary)
    let numerator = ComplexLanes(
      real: state.pointer[last] - solution.real, imaginary: -solution.imaginary)
    let end = numerator * pivot.reciprocal
    end.store(at: memory + (last * stride + 2))
    for cell in 0..<last {
      let entry = memory + cell * stride
      ComplexLanes(at: entry + 2).subtracting(ComplexLanes(at: entry + 4), times: end)
        .store(at: entry + 2)
    }
  }
}
