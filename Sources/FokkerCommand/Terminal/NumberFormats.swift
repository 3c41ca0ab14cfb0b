import Foundation

/// A number with a fixed count of decimals.
func fixed(_ value: Double, _ decimals: Int) -> String {
  value.isFinite ? String(format: "%.\(decimals)f", value) : "–"
}

/// A number with a sign and a fixed count of decimals.
func signed(_ value: Double, _ decimals: Int) -> String {
  value.isFinite ? String(format: "%+.\(decimals)f", value) : "–"
}

/// A number in scientific notation with two digits.
func scientific(_ value: Double) -> String {
  value.isFinite ? String(format: "%.1e", value) : "–"
}
