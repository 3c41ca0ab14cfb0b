import DriftDiffusion
import Figures

/// A number with three significant digits, or a dash where there is none.
func compact(_ value: Double) -> String {
  value.isNaN ? "–" : NumberText.significant(value, digits: 3)
}

/// The mean of an ensemble with its standard error.
func meanText(_ values: [Double]) -> String {
  let count = Double(values.count)
  let mean = values.reduce(0, +) / count
  guard values.count > 1 else { return compact(mean) }
  let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
  return NumberText.uncertain(mean, (squares / (count - 1) / count).squareRoot())
}

/// An estimate with its interval; a dash where the event does not occur.
func intervalText(_ interval: BootstrapInterval) -> String {
  guard !interval.estimate.isNaN else {
    return interval.definedFraction > 0 ? "– (\(percent(interval.definedFraction)))" : "–"
  }
  let text =
    "\(compact(interval.estimate)) [\(compact(interval.lower)), \(compact(interval.upper))]"
  return interval.definedFraction < 1 ? "\(text) (\(percent(interval.definedFraction)))" : text
}

private func percent(_ fraction: Double) -> String { "\(Int((100 * fraction).rounded())) %" }
