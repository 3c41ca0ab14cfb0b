public import RealModule

/// A process whose drift is given in one reading of the noise, seen in another: as a rule Itô's.
///
/// ```
/// drift = A + (α − α′) D′
/// ```
///
/// with α of the reading that A is given in and α′ of the one that is wanted. D′ comes from seven
/// values of D, 1/5000 of the domain apart: a relative error below 10⁻¹⁰ where D varies by at most
/// forty periods over the domain. Where D jumps between them D′ is D (ln D)′, so that ∫ D′/D over the
/// jump is ln(D₊/D₋) as it would be for a steep slope.
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
    return withUnsafeTemporaryAllocation(of: Double.self, capacity: DerivativeStencil.count) {
      for point in 0..<DerivativeStencil.count {
        let place = middle + Double(point - 3) * stencil.spacing
        $0.initializeElement(at: point, to: base.diffusion(at: place, time: t))
      }
      let local = base.diffusion(at: x, time: t)
      return stencil.slope(of: local, at: (x - middle) / stencil.spacing, values: $0, every: 1)
    }
  }

  /// Evaluates both coefficients; D at the neighbouring points in bulk too.
  public func evaluate(
    at points: Span<Double>, time t: Double, drift: inout MutableSpan<Double>,
    diffusion: inout MutableSpan<Double>
  ) {
    base.evaluate(at: points, time: t, drift: &drift, diffusion: &diffusion)
    guard weight != 0 else { return }
    let count = points.count
    let memory = UnsafeMutableBufferPointer<Double>.allocate(
      capacity: (DerivativeStencil.count + 1) * count)
    defer { memory.deallocate() }
    memory.initialize(repeating: 0)
    let places = UnsafeMutableBufferPointer(rebasing: memory[..<count])
    for point in 0..<DerivativeStencil.count {
      for index in 0..<count {
        places[index] = stencil.middle(for: points[index]) + Double(point - 3) * stencil.spacing
      }
      let row = memory[(point + 1) * count..<(point + 2) * count]
      var values = UnsafeMutableBufferPointer(rebasing: row).mutableSpan
      base.evaluateDiffusion(at: UnsafeBufferPointer(places).span, time: t, into: &values)
    }
    for index in 0..<count {
      let offset = (points[index] - stencil.middle(for: points[index])) / stencil.spacing
      let column = UnsafeMutableBufferPointer(rebasing: memory[(count + index)...])
      drift[index] +=
        weight * stencil.slope(of: diffusion[index], at: offset, values: column, every: count)
    }
  }

  /// Evaluates D alone.
  public func evaluateDiffusion(
    at points: Span<Double>, time t: Double, into diffusion: inout MutableSpan<Double>
  ) {
    base.evaluateDiffusion(at: points, time: t, into: &diffusion)
  }
}
