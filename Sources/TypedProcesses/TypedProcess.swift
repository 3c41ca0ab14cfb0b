public import RealModule
public import StochasticProcesses

/// How strongly noise acts, in either of the two ways in use.
public enum TypedNoise: Hashable, Codable, Sendable {
  /// The diffusion coefficient D of ∂p/∂t = … + ∂²(D p)/∂x².
  case diffusion(String)
  /// The amplitude σ of dX = a dt + σ dW; D = σ²/2.
  case amplitude(String)
}

/// A diffusion in one variable whose coefficients are typed as expressions.
///
/// ```swift
/// let process = try TypedProcess(
///   drift: "k*x - x^3", noise: .diffusion("0.1 + 0.02*x^2"), parameters: ["k": 2.5])
/// ```
///
/// The drift is taken in Itô's sense; see ``StochasticProcesses/InterpretedProcess`` for others. A
/// coefficient takes some tens of nanoseconds per point, ten times a closure in Swift.
public struct TypedProcess: DiffusionProcess {
  /// The drift a(x, t).
  public let drift: TypedExpression
  /// The diffusion coefficient D or the amplitude σ.
  public let noise: TypedExpression
  /// Whether ``noise`` is σ, not D.
  public let isAmplitude: Bool

  /// Creates a process from expressions in one variable and the time `t`.
  ///
  /// - Parameters:
  ///   - drift: The drift a.
  ///   - noise: The diffusion coefficient D or the amplitude σ.
  ///   - variable: The name of the variable.
  ///   - parameters: Named constants.
  /// - Throws: ``TypedProcessError/expression(_:)`` and ``TypedProcessError/badName(_:reason:)``.
  public init(
    drift: String, noise: TypedNoise, variable: String = "x", parameters: [String: Double] = [:]
  ) throws(TypedProcessError) {
    self.drift = try TypedExpression(
      drift, role: "drift", variables: [variable], parameters: parameters)
    switch noise {
    case .diffusion(let text):
      isAmplitude = false
      self.noise = try TypedExpression(
        text, role: "diffusion", variables: [variable], parameters: parameters)
    case .amplitude(let text):
      isAmplitude = true
      self.noise = try TypedExpression(
        text, role: "noise", variables: [variable], parameters: parameters)
    }
  }

  /// Whether neither coefficient uses the time.
  public var isAutonomous: Bool { !drift.usesTime && !noise.usesTime }

  /// Whether D does not use the variable, so that all readings of the noise are one.
  public var hasHomogeneousDiffusion: Bool { noise.usedVariables.isEmpty }

  /// The drift a(x, t).
  public func drift(at x: Double, time t: Double) -> Double { drift.value(at: x, time: t) }

  /// The diffusion coefficient D(x, t).
  public func diffusion(at x: Double, time t: Double) -> Double {
    let value = noise.value(at: x, time: t)
    return isAmplitude ? value * value / 2 : value
  }

  /// Evaluates both coefficients.
  public func evaluate(
    at points: Span<Double>, time t: Double, drift: inout MutableSpan<Double>,
    diffusion: inout MutableSpan<Double>
  ) {
    precondition(drift.count == points.count, "one drift per point")
    points.withUnsafeBufferPointer { source in
      drift.withUnsafeMutableBufferPointer { result in
        guard let source = source.baseAddress, let start = result.baseAddress else { return }
        self.drift.evaluate(at: source, count: result.count, time: t, into: start)
      }
    }
    evaluateDiffusion(at: points, time: t, into: &diffusion)
  }

  /// Evaluates the diffusion coefficient.
  public func evaluateDiffusion(
    at points: Span<Double>, time t: Double, into diffusion: inout MutableSpan<Double>
  ) {
    precondition(diffusion.count == points.count, "one diffusion coefficient per point")
    points.withUnsafeBufferPointer { source in
      diffusion.withUnsafeMutableBufferPointer { result in
        guard let source = source.baseAddress, let start = result.baseAddress else { return }
        noise.evaluate(at: source, count: result.count, time: t, into: start)
        guard isAmplitude else { return }
        for index in result.indices { result[index] *= result[index] / 2 }
      }
    }
  }
}
