internal import RealModule

/// A number with a fixed number of decimals, rounded half away from zero, never `-0`.
func decimalText(_ value: Double, decimals: Int) -> String {
  guard value.isFinite else { return value.isNaN ? "nan" : value < 0 ? "-inf" : "inf" }
  let scaled = (abs(value) * Double.pow(10, decimals)).rounded()
  guard scaled < 1e15 else { return "\(value)" }
  var digits = String(Int(scaled))
  let sign = value < 0 && scaled > 0 ? "-" : ""
  guard decimals > 0 else { return sign + digits }
  if digits.count <= decimals {
    digits = String(repeating: "0", count: decimals + 1 - digits.count) + digits
  }
  return sign + digits.dropLast(decimals) + "." + digits.suffix(decimals)
}
