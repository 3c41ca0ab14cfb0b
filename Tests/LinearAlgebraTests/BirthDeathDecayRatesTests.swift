import LinearAlgebra
import Testing

@Suite("Decay rates of chains")
struct BirthDeathDecayRatesTests {
  @Test("Two sites exchange at the sum of their rates")
  func twoSites() {
    let closed = BirthDeathDecayRates(rightward: [3, 0], leftward: [0, 2])
    #expect(closed.rate(at: 0) == 0)
    #expect(abs(closed.rate(at: 1) - 5) < 1e-14)
  }

  @Test("A chain of equal rates has the rates of a discrete Laplacian")
  func laplacian() {
    let count = 40
    var (right, left) = (
      [Double](repeating: 1, count: count), [Double](repeating: 1, count: count)
    )
    let open = BirthDeathDecayRates(rightward: right, leftward: left)
    (right[count - 1], left[0]) = (0, 0)
    let closed = BirthDeathDecayRates(rightward: right, leftward: left)
    for index in 0..<5 {
      func rate(_ angle: Double) -> Double {
        let half = 2 * sine(angle / 2)
        return half * half
      }
      let openAngle = Double.pi * Double(index + 1) / Double(count + 1)
      let closedAngle = Double.pi * Double(index) / Double(count)
      #expect(abs(open.rate(at: index) - rate(openAngle)) < 1e-13 * rate(openAngle))
      #expect(abs(closed.rate(at: index) - rate(closedAngle)) <= 1e-13 * rate(closedAngle))
    }
  }

  /// The sine by its series, to rounding for small angles.
  private func sine(_ x: Double) -> Double {
    var (term, sum) = (x, x)
    for n in 1..<20 {
      term *= -x * x / Double(2 * n * (2 * n + 1))
      sum += term
    }
    return sum
  }

  @Test("A rate of 1e-200 beside rates of 1 keeps its digits")
  func tinyRate() {
    // Two pairs joined by a bond of tiny rates: the slow rate is the mean of both directions.
    let rates = BirthDeathDecayRates(
      rightward: [1, 1e-200, 1, 0], leftward: [0, 1, 1e-200, 1])
    #expect(abs(rates.rate(at: 1) / 1e-200 - 1) < 1e-12)
    #expect(abs(rates.rate(at: 2) - 2) < 1e-12)
  }

  @Test("Sites without exchange have rate zero, and what leaves leaves at its rate")
  func separate() {
    let rates = BirthDeathDecayRates(rightward: [0, 0, 7], leftward: [0, 0, 0])
    #expect(rates.rate(at: 0) < 1e-280)
    #expect(rates.rate(at: 1) < 1e-280)
    #expect(abs(rates.rate(at: 2) - 7) < 1e-13)
  }
}
