public import RealModule

/// A process of several variables whose drift is given in some reading of the noise, seen in Itô's.
///
/// ```
/// Stratonovich            aᵢ = Aᵢ + ½ Σⱼₖ Bⱼₖ ∂Bᵢₖ/∂xⱼ
/// Hänggi and Klimontovich aᵢ = Aᵢ + Σⱼ ∂Dᵢⱼ/∂xⱼ,   so that the flux is A p − D ∇p
/// ```
///
/// Derivatives are those of ``InterpretedProcess``.
public struct InterpretedMultivariateProcess<Base: NoiseMatrixProcess>: MultivariateDiffusionProcess
where Base.Scalar == Double {
  /// The process with the drift as it is given.
  public let base: Base
  /// The reading in which the drift is given.
  public let interpretation: NoiseInterpretation
  private let stencils: [DerivativeStencil]

  /// Creates a process.
  ///
  /// - Parameters:
  ///   - base: The process with the drift as it is given.
  ///   - interpretation: The reading in which it is given.
  ///   - box: Where the coefficients are defined, one interval of positive length per variable.
  public init(
    _ base: Base, readAs interpretation: NoiseInterpretation, over box: [ClosedRange<Double>]
  ) {
    precondition(box.count == base.dimension, "one interval per variable")
    self.base = base
    self.interpretation = interpretation
    stencils = box.map(DerivativeStencil.init(domain:))
  }

  /// The number of variables.
  public var dimension: Int { base.dimension }
  /// Whether the given process is autonomous.
  public var isAutonomous: Bool { base.isAutonomous }
  /// Whether D is a constant.
  public var hasHomogeneousDiffusion: Bool { base.hasHomogeneousDiffusion }

  /// Evaluates the drift of Itô's reading and D; without allocation where that is the given one.
  public func evaluate(
    at points: Span<Double>, time t: Double, drift: inout MutableSpan<Double>,
    diffusion: inout MutableSpan<Double>
  ) {
    base.evaluate(at: points, time: t, drift: &drift, diffusion: &diffusion)
    guard !hasHomogeneousDiffusion else { return }
    switch interpretation {
    case .ito: return
    case .stratonovich: addNoiseSlopes(points, t, &drift)
    case .hanggiKlimontovich: addDivergence(points, t, &drift)
    }
  }

  /// Evaluates D, which does not depend on the reading.
  public func evaluateDiffusion(
    at points: Span<Double>, time t: Double, workspace: inout MutableSpan<Double>,
    diffusion: inout MutableSpan<Double>
  ) {
    base.evaluateDiffusion(at: points, time: t, workspace: &workspace, diffusion: &diffusion)
  }

  private func addDivergence(
    _ points: Span<Double>, _ t: Double, _ drift: inout MutableSpan<Double>
  ) {
    let (order, count) = (dimension, points.count / dimension)
    let triangle = MatrixTriangle.count(dimension: order)
    var unused = [Double](repeating: 0, count: points.count)
    for variable in 0..<order {
      let slopes = slopes(along: variable, at: points, valueCount: triangle) { places, values in
        var unusedSpan = unused.mutableSpan
        base.evaluate(at: places.span, time: t, drift: &unusedSpan, diffusion: &values)
      }
      for row in 0..<order {
        let place = MatrixTriangle.index(row, variable, dimension: order) * count
        for index in 0..<count { drift[row * count + index] += slopes[place + index] }
      }
    }
  }

  private func addNoiseSlopes(
    _ points: Span<Double>, _ t: Double, _ drift: inout MutableSpan<Double>
  ) {
    let (order, count) = (dimension, points.count / dimension)
    let columns = base.noiseCount
    var noise = [Double](repeating: 0, count: order * columns * count)
    var noiseSpan = noise.mutableSpan
    base.evaluateNoise(at: points, time: t, noise: &noiseSpan)
    for variable in 0..<order {
      let slopes = slopes(along: variable, at: points, valueCount: order * columns) {
        base.evaluateNoise(at: $0.span, time: t, noise: &$1)
      }
      for row in 0..<order {
        for column in 0..<columns {
          let (along, place) = (
            (variable * columns + column) * count, (row * columns + column) * count
          )
          for index in 0..<count {
            drift[row * count + index] += 0.5 * noise[along + index] * slopes[place + index]
          }
        }
      }
    }
  }

  /// The derivatives of some functions, `valueCount` × n numbers, along one variable.
  private func slopes(
    along variable: Int, at points: Span<Double>, valueCount: Int,
    evaluate: (_ places: [Double], _ values: inout MutableSpan<Double>) -> Void
  ) -> [Double] {
    let (stencil, count) = (stencils[variable], points.count / dimension)
    let own = variable * count
    var places = points.indices.map { points[$0] }
    var values = [Double](repeating: 0, count: valueCount * count)
    var slopes = values
    for point in 0..<DerivativeStencil.count {
      for index in 0..<count {
        let middle = stencil.middle(for: points[own + index])
        places[own + index] = middle + Double(point - 3) * stencil.spacing
      }
      var valueSpan = values.mutableSpan
      evaluate(places, &valueSpan)
      for index in 0..<count {
        let x = points[own + index]
        let offset = (x - stencil.middle(for: x)) / stencil.spacing
        let weight = stencil.weight(ofPoint: point, at: offset) / stencil.spacing
        guard weight != 0 else { continue }
        for value in 0..<valueCount {
          slopes[value * count + index] += weight * values[value * count + index]
        }
      }
    }
    return slopes
  }
}
