public import RealModule

/// A process whose drift is given in one reading of the noise, seen in another: as a rule Itô's.
///
/// ```
/// drift = A + (α − α′) D′
/// ```
///
/// with α of the reading that A is given in and α′ of the one that is wanted. D′ comes from seven
/// values of D, 1/5000 of the domain apart: a relative error below 10⁻¹⁰ where D varies by at most
/// forty periods over the domain.
public struct InterpretedProcess<Base: DiffusionProcess>: DiffusionProcess
where Base.Scalar == Double {
  /// The process with the drift as it is given.
  public let base: Base
  /// The reading in which the drift is given.
  public let interpretation: NoiseInterpretation
  /// The reading of the drift that ``drift(at:time:)`` returns.
  public let target: NoiseInterpretation
  private let stencil: DerivativeStencil

  /// Creates a process.
  ///
  /// - Parameters:
  ///   - base: The process with the drift as it is given.
  ///   - interpretation: The reading in which it is given.
  ///   - target: The reading that is wanted; solvers and most schemes want Itô's.
  ///   - domain: Where D is defined; of finite positive length.
  public init(
    _ base: Base, readAs interpretation: NoiseInterpretation,
    convertedTo target: NoiseInterpretation = .ito, over domain: ClosedRange<Double>
  ) {
    precondition(domain.upperBound > domain.lowerBound, "a domain has a positive length")
    self.base = base
    self.interpretation = interpretation
    self.target = target
    stencil = DerivativeStencil(domain: domain)
  }

  /// Whether the given process is known to be the same at all times.
  public var isAutonomous: Bool { base.isAutonomous }

  /// The weight of D′ in the drift.
  private var weight: Double { interpretation.alpha - target.alpha }

  /// The drift in the reading that is wanted.
  public func drift(at x: Double, time t: Double) -> Double {
    let given = base.drift(at: x, time: t)
    return weight == 0 ? given : given + weight * diffusionSlope(at: x, time: t)
  }

  /// The diffusion coefficient D, the same in every reading.
  public func diffusion(at x: Double, time t: Double) -> Double { base.diffusion(at: x, time: t) }

  /// The derivative D′ at a point.
  public func diffusionSlope(at x: Double, time t: Double) -> Double {
    let middle = stencil.middle(for: x)
    let offset = (x - middle) / stencil.spacing
    var sum = 0.0
    for point in 0..<DerivativeStencil.count {
      let weight = stencil.weight(ofPoint: point, at: offset)
      guard weight != 0 else { continue }
      sum += weight * base.diffusion(at: middle + Double(point - 3) * stencil.spacing, time: t)
    }
    return sum / stencil.spacing
  }

  /// Evaluates both coefficients; D at the neighbouring points in bulk too.
  public func evaluate(
    at points: Span<Double>, time t: Double, drift: inout MutableSpan<Double>,
    diffusion: inout MutableSpan<Double>
  ) {
    base.evaluate(at: points, time: t, drift: &drift, diffusion: &diffusion)
    guard weight != 0 else { return }
    let count = points.count
    withUnsafeTemporaryAllocation(of: Double.self, capacity: 2 * count) { memory in
      memory.initialize(repeating: 0)
      let places = UnsafeMutableBufferPointer(rebasing: memory[..<count])
      var values = UnsafeMutableBufferPointer(rebasing: memory[count...]).mutableSpan
      for point in 0..<DerivativeStencil.count {
        var isUsed = false
        for index in 0..<count {
          let middle = stencil.middle(for: points[index])
          places[index] = middle + Double(point - 3) * stencil.spacing
          isUsed = isUsed || point != 3 || middle != points[index]
        }
        guard isUsed else { continue }
        base.evaluateDiffusion(at: UnsafeBufferPointer(places).span, time: t, into: &values)
        for index in 0..<count {
          let offset = (points[index] - stencil.middle(for: points[index])) / stencil.spacing
          drift[index] +=
            weight * stencil.weight(ofPoint: point, at: offset) * values[index] / stencil.spacing
        }
      }
    }
  }

  /// Evaluates D alone.
  public func evaluateDiffusion(
    at points: Span<Double>, time t: Double, into diffusion: inout MutableSpan<Double>
  ) {
    base.evaluateDiffusion(at: points, time: t, into: &diffusion)
  }
}
