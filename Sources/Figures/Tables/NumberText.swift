internal import RealModule

/// Numbers as people write them, with as many digits as they are worth.
public enum NumberText {
  /// A number with a given number of significant digits.
  ///
  /// Numbers from 10⁻⁴ up to 10⁶ are written out, others with a power of ten such as `1.31e-07`.
  ///
  /// - Parameters:
  ///   - value: The number.
  ///   - digits: The number of significant digits; at least 1.
  /// - Returns: The text, `nan`, `inf` or `-inf`.
  public static func significant(_ value: Double, digits: Int = 4) -> String {
    guard value.isFinite, value != 0 else { return decimalText(value, decimals: 0) }
    let exponent = magnitude(value, digits: digits)
    guard (-4..<6).contains(exponent) else {
      let mantissa = decimalText(scaled(value, by: -exponent), decimals: max(0, digits - 1))
      return mantissa + power(exponent)
    }
    return decimalText(value, decimals: max(0, digits - 1 - exponent))
  }

  /// A number with its uncertainty, such as `-0.131 ± 0.012`.
  ///
  /// The uncertainty has two significant digits and the number as many decimals as it. Where these
  /// are far from 1 they share a power of ten, such as `(1.31 ± 0.12)e-07`. Without a finite
  /// uncertainty, and with one of 10⁻⁹ of the number or less, the number has four significant digits.
  ///
  /// - Parameters:
  ///   - value: The number.
  ///   - uncertainty: Its standard error, or half the width of its interval.
  /// - Returns: The text.
  public static func uncertain(_ value: Double, _ uncertainty: Double) -> String {
    let error = abs(uncertainty)
    guard value.isFinite, error.isFinite, error > 1e-9 * abs(value) else {
      return "\(significant(value)) ± \(significant(error, digits: 2))"
    }
    let largest = max(abs(value), error)
    let errorExponent = magnitude(error, digits: 2)
    let exponent = magnitude(
      largest, digits: max(1, 2 + magnitude(largest, digits: 1) - errorExponent))
    let isPlain = exponent >= -3 && exponent < 6 && errorExponent >= -7 && errorExponent <= 1
    let shift = isPlain ? 0 : exponent
    let decimals = max(0, 1 - (errorExponent - shift))
    let texts = [value, error].map { decimalText(scaled($0, by: -shift), decimals: decimals) }
    return isPlain
      ? "\(texts[0]) ± \(texts[1])" : "(\(texts[0]) ± \(texts[1]))\(power(shift))"
  }

  /// The exponent of the first digit after rounding to `digits` significant ones.
  private static func magnitude(_ value: Double, digits: Int) -> Int {
    let exponent = Int(Double.log10(abs(value)).rounded(.down))
    let mantissa = scaled(abs(value), by: -exponent)
    let limit = 10 - 0.5 * Double.exp10(Double(1 - max(digits, 1)))
    return mantissa >= limit ? exponent + 1 : exponent
  }

  /// The value times 10ᵉ, without overflow on the way.
  private static func scaled(_ value: Double, by exponent: Int) -> Double {
    exponent >= 0
      ? value * Double.pow(10, min(exponent, 300)) * Double.pow(10, max(exponent - 300, 0))
      : value / Double.pow(10, min(-exponent, 300)) / Double.pow(10, max(-exponent - 300, 0))
  }

  private static func power(_ exponent: Int) -> String {
    let digits = String(abs(exponent))
    return "e" + (exponent < 0 ? "-" : "+") + (digits.count < 2 ? "0" + digits : digits)
  }
}
