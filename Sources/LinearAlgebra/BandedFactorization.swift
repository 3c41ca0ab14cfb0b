internal import COpenBLAS

/// A square matrix whose elements vanish beyond a distance from the diagonal.
public struct BandedMatrix: Hashable, Sendable {
  /// The number of rows and columns.
  public let order: Int
  /// The largest |row − column| of an element that is not zero.
  public let bandwidth: Int
  /// Column after column as LAPACK wants them, with room for the elements that elimination adds.
  fileprivate var storage: [Double]

  /// Creates a matrix of zeros.
  public init(order: Int, bandwidth: Int) {
    precondition(order > 0 && bandwidth >= 0, "give a positive order")
    self.order = order
    self.bandwidth = min(bandwidth, order - 1)
    storage = [Double](repeating: 0, count: (3 * self.bandwidth + 1) * order)
  }

  /// An element inside the band.
  public subscript(row: Int, column: Int) -> Double {
    get { storage[place(row, column)] }
    set { storage[place(row, column)] = newValue }
  }

  private func place(_ row: Int, _ column: Int) -> Int {
    precondition(abs(row - column) <= bandwidth, "the element lies outside the band")
    return 2 * bandwidth + row - column + column * (3 * bandwidth + 1)
  }
}

/// The factors of a banded matrix by elimination with row exchanges, for many right-hand sides.
public struct BandedFactorization: Hashable, Sendable {
  /// The number of rows and columns.
  public let order: Int
  private let bandwidth: Int
  private var factors: [Double]
  private var exchanges: [LAPACKInteger]

  /// Factorises a banded matrix.
  ///
  /// - Throws: ``LinearAlgebraError/singular(row:)``.
  public init(_ matrix: consuming BandedMatrix) throws(LinearAlgebraError) {
    (order, bandwidth) = (matrix.order, matrix.bandwidth)
    factors = matrix.storage
    exchanges = [LAPACKInteger](repeating: 0, count: matrix.order)
    useOneThread()
    let info = LAPACKE_dgbtrf(
      LAPACK_COL_MAJOR, LAPACKInteger(order), LAPACKInteger(order), LAPACKInteger(bandwidth),
      LAPACKInteger(bandwidth), &factors, LAPACKInteger(3 * bandwidth + 1), &exchanges)
    guard info == 0 else { throw .singular(row: max(0, Int(info) - 1)) }
  }

  /// The solution of A x = b or, transposed, of Aᵀ x = b.
  public func solve(_ rightHandSide: [Double], transposed: Bool = false) -> [Double] {
    precondition(rightHandSide.count == order, "one number per row")
    var solution = rightHandSide
    useOneThread()
    LAPACKE_dgbtrs(
      LAPACK_COL_MAJOR, transposed ? 84 : 78, LAPACKInteger(order), LAPACKInteger(bandwidth),
      LAPACKInteger(bandwidth), 1, factors, LAPACKInteger(3 * bandwidth + 1), exchanges, &solution,
      LAPACKInteger(order))
    return solution
  }
}
