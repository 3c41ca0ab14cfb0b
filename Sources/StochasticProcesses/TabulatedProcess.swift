public import RealModule

/// An autonomous process whose coefficients are looked up in a table of cubic polynomials.
///
/// For ensembles of processes that are slow to evaluate. The domain is divided into cells; in each
/// the coefficients are the cubics through four values. A cell where a cubic misses three further
/// values by more than 10⁻¹⁰ of the largest there, as at a kink, is left to the process itself, and
/// so is every point outside the domain. A look-up takes some nanoseconds.
public struct TabulatedProcess<Base: DiffusionProcess>: DiffusionProcess
where Base.Scalar == Double {
  /// The process that the table stands for.
  public let base: Base
  @usableFromInline let lowerBound: Double
  @usableFromInline let cellsPerUnit: Double
  @usableFromInline let cellCount: Int
  /// Per cell the four coefficients of the drift and of D; the first is not a number where the cell
  /// is left to the process.
  @usableFromInline let coefficients: [Double]

  /// Fills the table.
  ///
  /// - Parameters:
  ///   - base: A process that is autonomous.
  ///   - domain: Where the table holds; of positive length.
  ///   - cellCount: The number of cells.
  public init(_ base: Base, over domain: ClosedRange<Double>, cellCount: Int = 4096) {
    precondition(base.isAutonomous, "a table holds for one time")
    precondition(domain.upperBound > domain.lowerBound && cellCount > 0)
    self.base = base
    self.cellCount = cellCount
    lowerBound = domain.lowerBound
    cellsPerUnit = Double(cellCount) / (domain.upperBound - domain.lowerBound)
    let samples = CellSamples(base, domain, cellCount)
    var coefficients = [Double](repeating: .nan, count: 8 * cellCount)
    for cell in 0..<cellCount {
      guard let drift = samples.cubic(of: samples.drift, cell: cell),
        let diffusion = samples.cubic(of: samples.diffusion, cell: cell),
        samples.isNonnegative(cell: cell)
      else { continue }
      for power in 0..<4 {
        coefficients[8 * cell + power] = drift[power]
        coefficients[8 * cell + 4 + power] = diffusion[power]
      }
    }
    self.coefficients = coefficients
  }

  /// True: a table holds for one time.
  @inlinable
  public var isAutonomous: Bool { true }

  /// The fraction of the domain that the table covers.
  public var coverage: Double {
    let covered = (0..<cellCount).count { !coefficients[8 * $0].isNaN }
    return Double(covered) / Double(cellCount)
  }

  /// The drift a(x).
  public func drift(at x: Double, time t: Double) -> Double {
    guard let (first, u) = place(of: x) else { return base.drift(at: x, time: t) }
    return polynomial(first, u)
  }

  /// The diffusion coefficient D(x).
  public func diffusion(at x: Double, time t: Double) -> Double {
    guard let (first, u) = place(of: x) else { return base.diffusion(at: x, time: t) }
    return max(0, polynomial(first + 4, u))
  }

  /// The first coefficient of the cell of a point and the place in the cell, from 0 to 1.
  @inlinable
  @inline(__always)
  func place(of x: Double) -> (first: Int, fraction: Double)? {
    let position = (x - lowerBound) * cellsPerUnit
    guard position >= 0, position < Double(cellCount) else { return nil }
    let cell = Int(position)
    guard !coefficients[8 * cell].isNaN else { return nil }
    return (8 * cell, position - Double(cell))
  }

  @inlinable
  @inline(__always)
  func polynomial(_ first: Int, _ u: Double) -> Double {
    coefficients[first]
      + u * (coefficients[first + 1] + u * (coefficients[first + 2] + u * coefficients[first + 3]))
  }

  /// Looks both coefficients up.
  @inlinable
  public func evaluate(
    at points: Span<Double>, time t: Double, drift: inout MutableSpan<Double>,
    diffusion: inout MutableSpan<Double>
  ) {
    precondition(drift.count == points.count && diffusion.count == points.count)
    for index in points.indices {
      let x = points[index]
      if let (first, u) = place(of: x) {
        drift[index] = polynomial(first, u)
        diffusion[index] = max(0, polynomial(first + 4, u))
      } else {
        drift[index] = base.drift(at: x, time: t)
        diffusion[index] = base.diffusion(at: x, time: t)
      }
    }
  }
}

/// The coefficients of a process at six points of every cell, 1/6 of its width apart.
private struct CellSamples {
  let drift: [Double]
  let diffusion: [Double]

  init<Base: DiffusionProcess>(
    _ base: Base, _ domain: ClosedRange<Double>, _ cellCount: Int
  ) where Base.Scalar == Double {
    let count = 6 * cellCount + 1
    let step = (domain.upperBound - domain.lowerBound) / Double(6 * cellCount)
    let points = (0..<count).map {
      $0 == count - 1 ? domain.upperBound : domain.lowerBound + Double($0) * step
    }
    var drift = [Double](repeating: 0, count: count)
    var diffusion = drift
    var driftSpan = drift.mutableSpan
    var diffusionSpan = diffusion.mutableSpan
    base.evaluate(at: points.span, time: 0, drift: &driftSpan, diffusion: &diffusionSpan)
    (self.drift, self.diffusion) = (drift, diffusion)
  }

  /// The cubic through the values at 0, 1/3, 2/3 and 1, if it holds at 1/6, 1/2 and 5/6 too.
  func cubic(of values: [Double], cell: Int) -> [Double]? {
    let f = (0...6).map { values[6 * cell + $0] }
    let scale = f.reduce(0) { max($0, abs($1)) }
    guard scale.isFinite else { return nil }
    let (a, b, c, d) = (f[0], f[2], f[4], f[6])
    let linear = -5.5 * a + 9 * b - 4.5 * c + d
    let quadratic = 9 * a - 22.5 * b + 18 * c - 4.5 * d
    let third = 4.5 * (d - a) + 13.5 * (b - c)
    for point in [1, 3, 5] {
      let u = Double(point) / 6
      let value = a + u * (linear + u * (quadratic + u * third))
      guard abs(value - f[point]) <= 1e-10 * scale else { return nil }
    }
    return [a, linear, quadratic, third]
  }

  func isNonnegative(cell: Int) -> Bool {
    (0...6).allSatisfy { diffusion[6 * cell + $0] >= 0 }
  }
}
