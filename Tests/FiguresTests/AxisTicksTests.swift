import Figures
import Testing

@Suite("Axis ticks")
struct AxisTicksTests {
  @Test(
    "on a linear axis are multiples of 1, 2 or 5 times a power of ten",
    arguments: [0.0...1, -3...17, 0.013...0.0131, 1e5...9e5, -1e-9...2e-9, 99.5...100.25])
  func roundSteps(range: ClosedRange<Double>) throws {
    let ticks = AxisTicks(in: range, scale: .linear, target: 6).major
    #expect((3...13).contains(ticks.count))
    let step = ticks[1].value - ticks[0].value
    let length = range.upperBound - range.lowerBound
    for tick in ticks {
      #expect(tick.value >= range.lowerBound - 1e-9 * length)
      #expect(tick.value <= range.upperBound + 1e-9 * length)
      let multiple = tick.value / step
      #expect(abs(multiple - multiple.rounded()) < 1e-6)
    }
    var mantissa = step
    while mantissa < 0.999 { mantissa *= 10 }
    while mantissa >= 9.99 { mantissa /= 10 }
    #expect([1.0, 2, 5].contains { abs($0 - mantissa) < 1e-3 }, "step \(step)")
    #expect(Set(ticks.map(\.label)).count == ticks.count, "labels tell the marks apart")
  }

  @Test("are labelled with as many decimals as their step needs")
  func decimals() {
    let quarter = AxisTicks(in: 0...1, scale: .linear, target: 5).major.map(\.label)
    #expect(quarter == ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"])
    let whole = AxisTicks(in: -10...10, scale: .linear, target: 4).major.map(\.label)
    #expect(whole == ["−10", "−5", "0", "5", "10"])
  }

  @Test("share a power of ten when numbers are large or small", arguments: [(3e7, 7), (4e-6, -6)])
  func commonExponent(upper: Double, exponent: Int) {
    let ticks = AxisTicks(in: 0...upper, scale: .linear, target: 4)
    #expect(ticks.exponent == exponent)
    #expect(ticks.major.allSatisfy { $0.label.count <= 4 })
  }

  @Test("on a logarithmic axis are powers of ten with minor marks between them")
  func decades() {
    let ticks = AxisTicks(in: 0.9...11_000, scale: .logarithmic, target: 6)
    #expect(ticks.major.map(\.label) == ["1", "10", "100", "1000", "10000"])
    #expect(ticks.minor.contains { abs($0 - 2000) < 1e-6 })
  }

  @Test("on a long logarithmic axis are fewer, written as powers")
  func manyDecades() {
    let ticks = AxisTicks(in: 1e-12...1e9, scale: .logarithmic, target: 5)
    #expect(ticks.major.map(\.label) == ["10^{−10}", "10^{−5}", "10^{0}", "10^{5}"])
  }

  @Test(
    "on a short logarithmic axis stand at round numbers",
    arguments: [1.5...9.0, 2.0...7.0, 1.01...1.05, 3e-7...8e-7])
  func withinDecade(range: ClosedRange<Double>) {
    let ticks = AxisTicks(in: range, scale: .logarithmic, target: 6).major
    #expect(ticks.count >= 2)
    #expect(ticks.allSatisfy { range.contains($0.value) })
    #expect(Set(ticks.map(\.label)).count == ticks.count)
  }
}
