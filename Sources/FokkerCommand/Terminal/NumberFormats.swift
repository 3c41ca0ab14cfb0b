import Foundation

/// A number with a fixed count of decimals; what rounds to 0 has no sign.
func fixed(_ value: Double, _ decimals: Int) -> String {
  guard value.isFinite else { return "–" }
  let text = String(format: "%.\(decimals)f", value)
  return text.contains { ("1"..."9").contains($0) } ? text : String(text.trimmingPrefix("-"))
}

/// A number with a sign and a fixed count of decimals.
func signed(_ value: Double, _ decimals: Int) -> String {
  value.isFinite ? String(format: "%+.\(decimals)f", value) : "–"
}

/// A number in scientific notation with two digits.
func scientific(_ value: Double) -> String {
  value.isFinite ? String(format: "%.1e", value) : "–"
}
