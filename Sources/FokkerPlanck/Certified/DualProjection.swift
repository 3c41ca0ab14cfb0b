internal import Grids

/// Puts a law on cells in such a way that smooth functions keep their expectation.
///
/// A solution at a later time is the expectation of a smooth function of the starting point. The
/// weight of cell i is therefore ∫ Lᵢ dF, where Lᵢ is the piecewise polynomial of degree nine that
/// is 1 at the middle of cell i and 0 at all others: expectations are wrong by O(h¹⁰), also for laws
/// with jumps or much narrower than a cell, for which the contents of the cells leave an erratic
/// error of second order. The weights sum to the mass; some are negative.
struct DualProjection {
  let axis: Axis
  let isRing: Bool
  private let cardinals: CardinalPolynomials

  init(axis: Axis, isRing: Bool) {
    self.axis = axis
    self.isRing = isRing
    cardinals = CardinalPolynomials(count: min(10, axis.cellCount))
  }

  /// The weights of a point, divided by the spacing.
  func averages(ofPoint place: Double) -> [Double] {
    var values = [Double](repeating: 0, count: axis.cellCount)
    guard axis.cell(containing: place) != nil else { return values }
    let position = (place - axis.lowerBound) / axis.spacing - 0.5
    let first = firstNode(Int(position.rounded(.down)))
    let u = position - Double(first) - cardinals.centre
    var powers = [1.0]
    for _ in 1..<cardinals.count { powers.append(powers[powers.count - 1] * u) }
    add(powers, first, to: &values)
    return values
  }

  /// The weights of a law, divided by the spacing.
  ///
  /// - Parameters:
  ///   - cumulative: The distribution function F.
  ///   - breaks: Points, ascending, between which F is smooth; where there are none, steps and kinks
  ///     are found by halving.
  /// - Returns: The weights, some of them negative.
  func averages(cumulative: @escaping (Double) -> Double, breaks: [Double]) -> [Double] {
    var values = [Double](repeating: 0, count: axis.cellCount)
    var moments = LawMoments(count: cardinals.count, cumulative: cumulative)
    var nextBreak = breaks.startIndex
    // From the lower end to the first middle, from middle to middle, and on to the upper end.
    for interval in -1..<axis.cellCount {
      let isLast = interval == axis.cellCount - 1
      let upper = isLast ? axis.upperBound : axis.center(ofCell: interval + 1)
      var lower = interval < 0 ? axis.lowerBound : axis.center(ofCell: interval)
      let first = firstNode(interval)
      moments.begin(
        origin: axis.lowerBound + (Double(first) + 0.5 + cardinals.centre) * axis.spacing,
        spacing: axis.spacing)
      var isFilled = false
      while nextBreak < breaks.endIndex, breaks[nextBreak] < upper {
        if breaks[nextBreak] > lower {
          if moments.add(from: lower, to: breaks[nextBreak]) { isFilled = true }
          lower = breaks[nextBreak]
        }
        nextBreak += 1
      }
      if moments.add(from: lower, to: upper) { isFilled = true }
      if isFilled { add(moments.values, first, to: &values) }
    }
    return values
  }

  private func add(_ moments: [Double], _ first: Int, to values: inout [Double]) {
    for node in 0..<cardinals.count {
      let weight = cardinals.value(of: node, moments: moments) / axis.spacing
      values[(first + node + axis.cellCount) % axis.cellCount] += weight
    }
  }

  /// The first node of the polynomial used from the middle of a cell to that of the next.
  private func firstNode(_ interval: Int) -> Int {
    let first = interval - (cardinals.count / 2 - 1)
    return isRing ? first : min(max(first, 0), axis.cellCount - cardinals.count)
  }
}

/// The polynomials in u that are 1 at one of equally spaced nodes and 0 at the others.
///
/// The nodes are −c, 1 − c, …, c.
struct CardinalPolynomials {
  let count: Int
  /// c, the distance from the first node to the middle.
  let centre: Double
  private var coefficients: [[Double]] = []

  init(count: Int) {
    self.count = count
    centre = Double(count - 1) / 2
    for node in 0..<count {
      var polynomial = [1.0]
      for other in 0..<count where other != node {
        let root = Double(other) - centre
        let scale = 1 / Double(node - other)
        var product = [Double](repeating: 0, count: polynomial.count + 1)
        for (power, coefficient) in polynomial.enumerated() {
          product[power + 1] += coefficient * scale
          product[power] -= coefficient * scale * root
        }
        polynomial = product
      }
      coefficients.append(polynomial)
    }
  }

  /// Σ cₘ Mₘ over the coefficients of a node's polynomial: its integral, from moments.
  func value(of node: Int, moments: [Double]) -> Double {
    var sum = 0.0
    for (coefficient, moment) in zip(coefficients[node], moments) { sum += coefficient * moment }
    return sum
  }
}
