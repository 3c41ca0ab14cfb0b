internal import LinearAlgebra

/// Whether one diffusion coefficient serves all states.
///
/// A quadratic is fitted to the squared residuals of the process, and Wald's statistic δᵀ Σ⁻¹ δ of
/// its slope and curvature is χ² with two degrees of freedom when there are none.
struct StateDependence {
  private let process: FittedProcess
  private let sample: IncrementSample

  init(_ process: FittedProcess, _ sample: IncrementSample) {
    self.process = process
    self.sample = sample
  }

  func diagnostic(significance: Double) -> Diagnostic {
    guard let curve = try? quadratic(), case .covariance(let covariance) = curve.errors else {
      return .undecided(.stateDependence, "The data do not determine a quadratic coefficient.")
    }
    var part = Matrix(rowCount: 2, columnCount: 2)
    for i in 0..<2 {
      for j in 0..<2 { part[i, j] = covariance[i + 1, j + 1] }
    }
    let slopes = Array(curve.coefficients[1...])
    guard let solution = try? linearSolve(part, slopes) else {
      return .undecided(.stateDependence, "The data do not determine a quadratic coefficient.")
    }
    let statistic = zip(slopes, solution).reduce(0) { $0 + $1.0 * $1.1 }
    let advice =
      process.diffusionCurve.isConstant
      ? "Let the diffusion coefficient be quadratic or a spline, and state how the noise is read "
        + "(Itô here)."
      : "The fitted process lets it."
    return .test(
      .stateDependence, statistic: statistic, pValue: chiSquaredTail(statistic, degrees: 2),
      effect: variation(curve), tolerance: 0.1, significance: significance,
      holds: "One diffusion coefficient serves all states.",
      violated: "The diffusion coefficient depends on the state. " + advice)
  }

  private func quadratic() throws(KramersMoyalError) -> FittedCurve {
    var configuration = ProcessFitConfiguration(
      drift: driftModel, diffusion: .polynomial(degree: 2))
    configuration.correctsLag = process.isLagCorrected
    configuration.errors =
      sample.overlap > 1 ? .neweyWest(lags: 0) : configuration.errors
    return try ProcessFit(configuration).process(sample).diffusionCurve
  }

  private var driftModel: CurveModel {
    switch process.driftCurve.basis {
    case .polynomial(0, _, _): .constant
    case .polynomial(let degree, _, _): .polynomial(degree: degree)
    case .spline(let knots): .spline(knots: knots.count)
    case .line: .spline(knots: 8)
    }
  }

  /// The range of the coefficient over the middle 95 % of the data, relative to its mean.
  private func variation(_ curve: FittedCurve) -> Double {
    let sorted = sample.positions[0].sorted()
    let low = ClusterBootstrap.quantile(0.025, of: sorted)
    let high = ClusterBootstrap.quantile(0.975, of: sorted)
    let values = (0...64).map { curve(low + (high - low) * Double($0) / 64) }
    let mean = values.reduce(0, +) / 65
    return ((values.max() ?? mean) - (values.min() ?? mean)) / max(abs(mean), 1e-300)
  }
}
