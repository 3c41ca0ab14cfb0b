/// The stationary contents of the cells of a closed chain or ring, up to a common factor.
///
/// Every content is a product of quotients of rates, without differences and with an exponent of its
/// own, so that neither the depth nor the number of wells costs digits.
struct StationaryContents {
  /// The contents, the largest near 1; nil where rates vanish so that several parts keep what they
  /// have, and on rings that rates which vanish cut open.
  let values: [Double]?

  init(_ rates: JumpRates) {
    let numbers = rates.isRing ? Self.ring(rates) : Self.chain(rates)
    guard let numbers else {
      values = nil
      return
    }
    let largest = numbers.reduce(Int.min) { $1.significand > 0 ? max($0, $1.exponent) : $0 }
    values = numbers.map { $0.value(relativeTo: largest) }
  }

  // MARK: Chains

  /// p[i+1]/p[i] = r[i]/l[i+1] within the one stretch of cells that nothing leaves.
  private static func chain(_ rates: JumpRates) -> [ScaledNumber]? {
    guard let stretch = closedStretch(rates) else { return nil }
    var contents = [ScaledNumber](repeating: .zero, count: rates.rightward.count)
    var content = ScaledNumber(1)
    contents[stretch.lowerBound] = content
    for cell in stretch.dropFirst() {
      let (up, down) = (rates.rightward.pointer[cell - 1], rates.leftward.pointer[cell])
      content = content * ScaledNumber(up) / ScaledNumber(down)
      contents[cell] = content
    }
    return contents
  }

  /// The only cells that exchange probability and that nothing leaves; nil if there are several such.
  private static func closedStretch(_ rates: JumpRates) -> Range<Int>? {
    let (right, left) = (rates.rightward.pointer, rates.leftward.pointer)
    let count = rates.rightward.count
    var (found, start, isClosedBelow): (Range<Int>?, Int, Bool) = (nil, 0, true)
    for face in 1...count {
      let (upward, downward) = face < count ? (right[face - 1], left[face]) : (0, 0)
      if upward > 0, downward > 0 { continue }
      if isClosedBelow, upward == 0 {
        guard found == nil else { return nil }
        found = start..<face
      }
      (start, isClosedBelow) = (face, downward == 0)
    }
    return found
  }

  // MARK: Rings

  /// The cells are taken out from the last one downwards, the first one being joined to all.
  private static func ring(_ rates: JumpRates) -> [ScaledNumber]? {
    let (right, left) = (rates.rightward.array, rates.leftward.array)
    let count = right.count
    var fromFirst = [ScaledNumber](repeating: .zero, count: count)
    var leaving = fromFirst
    // The rates from the highest cell that is left to the first one, and back.
    var (home, out) = (ScaledNumber(right[count - 1]), ScaledNumber(left[0]))
    for cell in stride(from: count - 1, to: 0, by: -1) {
      let down = ScaledNumber(left[cell])
      leaving[cell] = down + home
      guard leaving[cell].significand > 0 else { return nil }
      fromFirst[cell] = out
      home = ScaledNumber(right[cell - 1]) * home / leaving[cell]
      out = out * down / leaving[cell]
    }
    var contents = [ScaledNumber(1)]
    for cell in 1..<count {
      let received = contents[cell - 1] * ScaledNumber(right[cell - 1])
      contents.append((received + contents[0] * fromFirst[cell]) / leaving[cell])
    }
    return contents
  }
}

/// A non-negative number with an exponent of its own: significand · 2^exponent.
private struct ScaledNumber {
  let significand: Double
  let exponent: Int

  static let zero = Self(0)

  init(_ value: Double, exponent: Int = 0) {
    guard value > 0, value.isFinite else {
      (significand, self.exponent) = (value, 0)
      return
    }
    significand = value.significand
    self.exponent = exponent + Int(value.exponent)
  }

  static func * (a: Self, b: Self) -> Self {
    Self(a.significand * b.significand, exponent: a.exponent + b.exponent)
  }

  /// The quotient by a positive number.
  static func / (a: Self, b: Self) -> Self {
    Self(a.significand / b.significand, exponent: a.exponent - b.exponent)
  }

  static func + (a: Self, b: Self) -> Self {
    guard a.significand > 0 else { return b }
    guard b.significand > 0 else { return a }
    let (high, low) = a.exponent >= b.exponent ? (a, b) : (b, a)
    return Self(high.significand + low.value(relativeTo: high.exponent), exponent: high.exponent)
  }

  /// The number in units of 2^unit.
  func value(relativeTo unit: Int) -> Double {
    Double(sign: .plus, exponent: max(exponent - unit, -1080), significand: significand)
  }
}
