public import RealModule

/// A diffusion of several variables whose drift and diffusion matrix are polynomials.
///
/// ```swift
/// // Two double wells that attract each other: a₁ = x₁ − x₁³ + k (x₂ − x₁), a₂ likewise; D = 0.3.
/// let wells = PolynomialDiffusion(
///   drift: [
///     [.init(1 - k, [0: 1]), .init(-1, [0: 3]), .init(k, [1: 1])],
///     [.init(1 - k, [1: 1]), .init(-1, [1: 3]), .init(k, [0: 1])],
///   ],
///   diffusion: [0.3, 0.3])
/// ```
public struct PolynomialDiffusion: SeparableDiffusionProcess, Hashable, Codable {
  /// A monomial c x₀^k₀ x₁^k₁ ….
  public struct Monomial: Hashable, Codable, Sendable {
    /// The constant c.
    public var coefficient: Double
    /// The positive exponents by their variables; a variable without one does not occur.
    public var exponents: [Int: Int]

    /// Creates a monomial; without exponents it is a constant.
    public init(_ coefficient: Double, _ exponents: [Int: Int] = [:]) {
      self.coefficient = coefficient
      self.exponents = exponents
    }
  }

  /// The monomials of the drift of each variable.
  public let drift: [[Monomial]]
  /// The monomials of the upper triangle of D, row by row.
  public let diffusion: [[Monomial]]

  /// Creates a process.
  ///
  /// - Parameters:
  ///   - drift: The monomials of the drift, one list per variable.
  ///   - diffusion: The monomials of the upper triangle of D, row by row, d (d + 1)/2 lists.
  public init(drift: [[Monomial]], diffusion: [[Monomial]]) {
    precondition(!drift.isEmpty, "a process has at least one variable")
    precondition(
      diffusion.count == MatrixTriangle.count(dimension: drift.count),
      "one list per element of the upper triangle")
    for monomial in drift.joined() + Array(diffusion.joined()) {
      for (variable, exponent) in monomial.exponents {
        precondition(drift.indices.contains(variable) && exponent > 0, "no such power")
      }
    }
    self.drift = drift
    self.diffusion = diffusion
  }

  /// Creates a process with a constant diagonal diffusion matrix.
  public init(drift: [[Monomial]], diffusion: [Double]) {
    precondition(diffusion.count == drift.count, "one diffusion coefficient per variable")
    var triangle = [[Monomial]](
      repeating: [], count: MatrixTriangle.count(dimension: drift.count))
    for (variable, constant) in diffusion.enumerated() {
      let place = MatrixTriangle.index(variable, variable, dimension: drift.count)
      triangle[place] = [Monomial(constant)]
    }
    self.init(drift: drift, diffusion: triangle)
  }

  /// The number of variables.
  public var dimension: Int { drift.count }
  /// True: nothing depends on time.
  public var isAutonomous: Bool { true }
  /// Whether D has no monomial but constants.
  public var hasHomogeneousDiffusion: Bool {
    diffusion.joined().allSatisfy(\.exponents.isEmpty)
  }

  /// The monomials of the drift of a variable.
  public func driftTerms(of variable: Int, time: Double) -> [ProductTerm] {
    drift[variable].map(\.term)
  }

  /// The monomials of an element of D.
  public func diffusionTerms(_ row: Int, _ column: Int, time: Double) -> [ProductTerm] {
    diffusion[MatrixTriangle.index(row, column, dimension: dimension)].map(\.term)
  }

  /// Evaluates the monomials point by point.
  public func evaluate(
    at points: Span<Double>, time t: Double, drift: inout MutableSpan<Double>,
    diffusion: inout MutableSpan<Double>
  ) {
    let count = points.count / dimension
    for (variable, monomials) in self.drift.enumerated() {
      Self.sum(monomials, points, count, into: &drift, at: variable * count)
    }
    for (element, monomials) in self.diffusion.enumerated() {
      Self.sum(monomials, points, count, into: &diffusion, at: element * count)
    }
  }

  private static func sum(
    _ monomials: [Monomial], _ points: Span<Double>, _ count: Int,
    into target: inout MutableSpan<Double>, at start: Int
  ) {
    for index in 0..<count { target[start + index] = 0 }
    for monomial in monomials {
      for index in 0..<count {
        var value = monomial.coefficient
        for (variable, exponent) in monomial.exponents {
          value *= Double.pow(points[variable * count + index], exponent)
        }
        target[start + index] += value
      }
    }
  }
}

extension PolynomialDiffusion.Monomial {
  /// The monomial as a product of powers.
  var term: ProductTerm {
    ProductTerm(
      coefficient,
      exponents.mapValues { exponent in { @Sendable x in Double.pow(x, exponent) } })
  }
}
