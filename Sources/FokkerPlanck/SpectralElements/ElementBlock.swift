/// The matrix K − θ M of one element for all poles θ of the exponential, with its inner points
/// eliminated.
///
/// K is the weak form of the flux for coefficients that have been multiplied by a time,
///
/// ```
/// K = Dᵀ W a − (2/h) Dᵀ W D D(x),      M = (h/2) W
/// ```
///
/// Rows and columns stand in the order inner points, left end, right end. No pivots are exchanged:
/// the numerical range of K − θ M stays away from zero, and what rounding does is removed by one
/// refinement of the solution.
final class ElementBlock {
  private let element: ReferenceElement
  private let width: Double
  private let inner: Int
  private let matrix: UnsafeMutablePointer<Lanes>
  /// The drifts and then the diffusion coefficients that the matrix was made from.
  private let coefficients: UnsafeMutablePointer<Double>
  private var isFactorized = false

  init(_ element: ReferenceElement, width: Double) {
    self.element = element
    self.width = width
    inner = element.count - 2
    // Every entry is written before it is read.
    matrix = .allocate(capacity: 2 * element.count * element.count)
    coefficients = .allocate(capacity: 2 * element.count)
    coefficients.initialize(repeating: 0, count: 2 * element.count)
  }

  deinit {
    matrix.deallocate()
    coefficients.deallocate()
  }

  /// Factorises for other coefficients at the element's points.
  ///
  /// - Returns: Whether they differ from those of the last call.
  func factorize(
    drift: UnsafePointer<Double>, diffusion: UnsafePointer<Double>, poles: SectorPoles
  ) -> Bool {
    let n = element.count
    var isSame = isFactorized
    for j in 0..<n where coefficients[j] != drift[j] || coefficients[n + j] != diffusion[j] {
      isSame = false
    }
    guard !isSame else { return false }
    coefficients.update(from: drift, count: n)
    (coefficients + n).update(from: diffusion, count: n)
    assemble(poles)
    eliminate()
    isFactorized = true
    return true
  }

  /// The point of the element at a position in the order of the matrix.
  private func point(at position: Int) -> Int {
    position < inner ? position + 1 : (position == inner ? 0 : element.degree)
  }

  private func assemble(_ poles: SectorPoles) {
    let n = element.count
    let slope = 2 / width
    for row in 0..<n {
      let i = point(at: row)
      for column in 0..<n {
        let j = point(at: column)
        let value =
          element.gradient[i * n + j] * coefficients[j]
          - slope * element.stiffness[i * n + j] * coefficients[n + j]
        let entry = matrix + 2 * (row * n + column)
        (entry[0], entry[1]) = (Lanes(repeating: value), .zero)
      }
      let diagonal = matrix + 2 * (row * n + row)
      let mass = 0.5 * width * element.weights[i]
      diagonal[0] -= mass * poles.real
      diagonal[1] -= mass * poles.imaginary
    }
  }

  private func eliminate() {
    let n = element.count
    for k in 0..<inner {
      let pivotRow = matrix + 2 * k * n
      let inverse = ComplexLanes(at: pivotRow + 2 * k).reciprocal
      inverse.store(at: pivotRow + 2 * k)
      for i in k + 1..<n {
        let row = matrix + 2 * i * n
        let factor = ComplexLanes(at: row + 2 * k) * inverse
        factor.store(at: row + 2 * k)
        for j in k + 1..<n {
          ComplexLanes(at: row + 2 * j)
            .subtracting(factor, times: ComplexLanes(at: pivotRow + 2 * j))
            .store(at: row + 2 * j)
        }
      }
    }
  }

  /// What is left for the two ends: rows and columns 0 and 1 are the left and the right end.
  func remaining(_ row: Int, _ column: Int) -> ComplexLanes {
    ComplexLanes(at: matrix + 2 * ((inner + row) * element.count + inner + column))
  }

  /// Eliminates the right-hand side at the inner points, and adds to those of the two ends.
  func eliminate(
    _ values: UnsafeMutablePointer<Lanes>, left: UnsafeMutablePointer<Lanes>,
    right: UnsafeMutablePointer<Lanes>
  ) {
    let n = element.count
    let innerValues = values + 2
    for row in 0..<n {
      let target = row < inner ? innerValues + 2 * row : (row == inner ? left : right)
      var value = ComplexLanes(at: target)
      let factors = matrix + 2 * row * n
      for k in 0..<min(row, inner) {
        value = value.subtracting(
          ComplexLanes(at: factors + 2 * k), times: ComplexLanes(at: innerValues + 2 * k))
      }
      value.store(at: target)
    }
  }

  /// Replaces the eliminated right-hand side by the solution, once that at the ends is in place.
  func substituteBack(_ values: UnsafeMutablePointer<Lanes>) {
    let n = element.count
    let left = ComplexLanes(at: values)
    let right = ComplexLanes(at: values + 2 * element.degree)
    for row in stride(from: inner - 1, through: 0, by: -1) {
      let factors = matrix + 2 * row * n
      var value = ComplexLanes(at: values + 2 * (row + 1))
      for j in row + 1..<max(inner, row + 1) {
        value = value.subtracting(
          ComplexLanes(at: factors + 2 * j), times: ComplexLanes(at: values + 2 * (j + 1)))
      }
      value = value.subtracting(ComplexLanes(at: factors + 2 * inner), times: left)
      value = value.subtracting(ComplexLanes(at: factors + 2 * (inner + 1)), times: right)
      (value * ComplexLanes(at: factors + 2 * row)).store(at: values + 2 * (row + 1))
    }
  }
}
