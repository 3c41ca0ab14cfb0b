internal import RealModule

/// A mark on an axis.
public struct Tick: Hashable, Sendable {
  /// The value it marks.
  public let value: Double
  /// The text beside it, with `^{…}` for superscripts; empty for a minor tick.
  public let label: String
}

/// The marks of an axis: round numbers, few enough to be read.
public struct AxisTicks: Hashable, Sendable {
  /// The marks with labels, in rising order.
  public let major: [Tick]
  /// The marks without labels between them.
  public let minor: [Double]
  /// The power of ten that all labels are to be multiplied by; 0 for none.
  public let exponent: Int

  /// Chooses the marks of a range.
  ///
  /// On linear axes the step is 1, 2 or 5 times a power of ten. On logarithmic axes the marks are
  /// powers of ten, with 2 and 5 times these when the range holds fewer than two of them.
  ///
  /// - Parameters:
  ///   - range: The range of the axis; positive for logarithmic axes.
  ///   - scale: How values are laid out.
  ///   - target: About how many marks are wanted; at least 2.
  public init(in range: ClosedRange<Double>, scale: AxisScale, target: Int) {
    let wanted = max(target, 2)
    let logarithmic = scale == .logarithmic && range.lowerBound > 0
    self =
      logarithmic
      ? Self.logarithmic(range, target: wanted) : Self.linear(range, target: wanted)
  }

  /// The marks with the names of an axis that lie in its range.
  init(names: [AxisName], in range: ClosedRange<Double>) {
    let shown = names.filter { range.contains($0.value) }
    self.init(major: shown.map { Tick(value: $0.value, label: $0.name) }, minor: [])
  }

  private init(major: [Tick], minor: [Double], exponent: Int = 0) {
    self.major = major
    self.minor = minor
    self.exponent = exponent
  }

  // MARK: Linear

  private static func linear(_ range: ClosedRange<Double>, target: Int) -> Self {
    let length = range.upperBound - range.lowerBound
    guard length > 0, length.isFinite else {
      return Self(major: [Tick(value: range.lowerBound, label: plain(range.lowerBound))], minor: [])
    }
    let step = roundStep(length / Double(target))
    let first = (range.lowerBound / step.value - 1e-9).rounded(.up)
    let last = (range.upperBound / step.value + 1e-9).rounded(.down)
    let count = max(0, Int(last - first) + 1)
    let multiples = (0..<count).map { first + Double($0) }
    let largest = max(abs(range.lowerBound), abs(range.upperBound))
    let magnitude = Int(Double.log10(largest).rounded(.down))
    let exponent = magnitude >= 5 || magnitude <= -4 ? magnitude : 0
    let decimals = max(0, exponent - step.exponent)
    let major = multiples.map { multiple in
      let value = value(multiple * Double(step.mantissa), exponent: step.exponent)
      let shown = self.value(
        multiple * Double(step.mantissa), exponent: step.exponent - exponent)
      return Tick(value: value, label: fixed(shown, decimals: decimals))
    }
    return Self(major: major, minor: [], exponent: exponent)
  }

  private struct RoundStep {
    let mantissa: Int
    let exponent: Int
    var value: Double { AxisTicks.value(Double(mantissa), exponent: exponent) }
  }

  /// The number 1, 2 or 5 times a power of ten that is nearest to `rough` in ratio, or above it.
  private static func roundStep(_ rough: Double) -> RoundStep {
    let exponent = Int(Double.log10(rough).rounded(.down))
    let mantissa = rough / value(1, exponent: exponent)
    switch mantissa {
    case ..<1.5: return RoundStep(mantissa: 1, exponent: exponent)
    case ..<3.3: return RoundStep(mantissa: 2, exponent: exponent)
    case ..<7.2: return RoundStep(mantissa: 5, exponent: exponent)
    default: return RoundStep(mantissa: 1, exponent: exponent + 1)
    }
  }

  // MARK: Logarithmic

  private static func logarithmic(_ range: ClosedRange<Double>, target: Int) -> Self {
    let lower = Double.log10(range.lowerBound)
    let upper = Double.log10(range.upperBound)
    let first = Int((lower - 1e-9).rounded(.up))
    let last = Int((upper + 1e-9).rounded(.down))
    guard last > first else { return withinDecade(range, target: target) }
    let stride = roundStride((last - first + target - 1) / target)
    let powers = Swift.stride(
      from: stride == 1 ? first : ceiling(first, multipleOf: stride), through: last, by: stride)
    let isPlain = first >= -3 && last <= 4
    let major = powers.map { power in
      let value = value(1, exponent: power)
      let label = isPlain ? fixed(value, decimals: max(0, -power)) : powerOfTen(power)
      return Tick(value: value, label: label)
    }
    let minor =
      stride == 1 && last - first <= 6 ? multiples([2, 3, 4, 5, 6, 7, 8, 9], in: range) : []
    return Self(major: major, minor: minor)
  }

  /// The marks of a range with fewer than two powers of ten.
  private static func withinDecade(_ range: ClosedRange<Double>, target: Int) -> Self {
    let candidates = [[1.0, 2, 5], [1, 2, 3, 4, 5, 6, 7, 8, 9]].map { multiples($0, in: range) }
    guard let values = candidates.first(where: { $0.count >= 3 }) else {
      return linear(range, target: target)
    }
    let power = Int(Double.log10(values[0]).rounded(.down))
    let isPlain = power >= -4 && power <= 4
    let major = values.map { value in
      let exponent = Int((Double.log10(value) + 1e-9).rounded(.down))
      let mantissa = Int((value / self.value(1, exponent: exponent)).rounded())
      let power = powerOfTen(exponent)
      let scientific = mantissa == 1 ? power : "\(mantissa)·\(power)"
      return Tick(
        value: value, label: isPlain ? fixed(value, decimals: max(0, -exponent)) : scientific)
    }
    let all = multiples([1, 2, 3, 4, 5, 6, 7, 8, 9], in: range)
    return Self(major: major, minor: all.filter { !values.contains($0) })
  }

  private static func multiples(_ factors: [Double], in range: ClosedRange<Double>) -> [Double] {
    let first = Int(Double.log10(range.lowerBound).rounded(.down))
    let last = Int(Double.log10(range.upperBound).rounded(.down))
    let slack = 1e-9
    var values: [Double] = []
    for exponent in first...last {
      for factor in factors {
        let value = value(factor, exponent: exponent)
        if value >= range.lowerBound * (1 - slack), value <= range.upperBound * (1 + slack) {
          values.append(value)
        }
      }
    }
    return values
  }

  // MARK: Numbers

  /// The smallest round number of decades that is not less than `rough`.
  private static func roundStride(_ rough: Int) -> Int {
    [1, 2, 3, 5, 10, 20, 50].first { $0 >= rough } ?? 100
  }

  private static func ceiling(_ value: Int, multipleOf stride: Int) -> Int {
    Int((Double(value) / Double(stride)).rounded(.up)) * stride
  }

  /// The number m · 10ᵉ, correctly rounded for small exponents.
  private static func value(_ mantissa: Double, exponent: Int) -> Double {
    exponent >= 0 ? mantissa * Double.pow(10, exponent) : mantissa / Double.pow(10, -exponent)
  }

  private static func powerOfTen(_ exponent: Int) -> String {
    "10^{" + plain(Double(exponent)) + "}"
  }

  private static func plain(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e15
      ? fixed(value, decimals: 0) : "\(value)".replacing("-", with: "−")
  }

  private static func fixed(_ value: Double, decimals: Int) -> String {
    decimalText(value, decimals: decimals).replacing("-", with: "−")
  }
}
