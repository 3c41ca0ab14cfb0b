import RealModule
import Testing

/// A mean with its standard error.
struct SampleMean {
  var value: Double
  var error: Double

  init(_ sample: some Collection<Double>) {
    let count = Double(sample.count)
    let mean = sample.reduce(0, +) / count
    let square = sample.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    value = mean
    error = (square / (count * (count - 1))).squareRoot()
  }

  init(value: Double, error: Double) {
    self.value = value
    self.error = error
  }
}

/// The slope of ln |error| against ln step from errors at two numbers of steps.
struct ObservedOrder {
  var slope: Double
  /// The standard error of the slope, as if the errors were independent.
  var error: Double

  init(_ coarse: SampleMean, _ fine: SampleMean, ratio: Double) {
    slope = Double.log(abs(coarse.value / fine.value)) / Double.log(ratio)
    let relative = (coarse.error / coarse.value, fine.error / fine.value)
    error = (relative.0 * relative.0 + relative.1 * relative.1).squareRoot() / Double.log(ratio)
  }

  /// Expects the declared order within 0.1 and two standard errors, which are below 0.1 themselves.
  func expect(_ declared: Double, _ name: String) {
    #expect(error < 0.1, "\(name): order \(slope) ± \(error) is too uncertain")
    #expect(abs(slope - declared) < 0.1 + 2 * error, "\(name): order \(slope) ± \(error)")
  }
}

/// The errors at two numbers of steps, measured along the same paths.
func observedOrder(
  steps: (coarse: Int, fine: Int), _ errors: (Int) async throws -> [Double]
) async throws -> ObservedOrder {
  ObservedOrder(
    SampleMean(try await errors(steps.coarse)), SampleMean(try await errors(steps.fine)),
    ratio: Double(steps.fine) / Double(steps.coarse))
}
