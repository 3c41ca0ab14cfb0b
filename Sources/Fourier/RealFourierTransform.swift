internal import CFFTW

/// The discrete Fourier transform of real samples.
///
/// ```
/// forward:   X[k] = Σₙ x[n] exp(−2πi nk/N),     k = 0 … ⌊N/2⌋
/// backward:  x[n] = Σₖ X[k] exp(+2πi nk/N),     over all k, with X[N−k] the conjugate of X[k]
/// ```
///
/// Neither direction is normalised: backward after forward multiplies by N, ``roundTripFactor``.
/// The modes lie as pairs, real part then imaginary part, from k = 0 upwards. Plans are made under
/// one lock; executions run concurrently.
public struct RealFourierTransform: ~Copyable, Sendable {
  /// The number of samples N.
  public let count: Int
  private let plans: TransformPlans

  /// Plans both directions for `count` samples.
  ///
  /// - Throws: ``FourierError/invalidCount(_:)`` and ``FourierError/noPlan(count:)``.
  public init(count: Int, rigor: PlanningRigor = .estimate) throws(FourierError) {
    let flags = rigor.flag | UInt32(FFTW_PRESERVE_INPUT)
    plans = try TransformPlans(count: count, modeBufferCount: 2 * (max(0, count) / 2 + 1)) {
      fftw_plan_dft_r2c_1d(Int32(count), $0, complexPointer($1), flags)
    } backward: {
      fftw_plan_dft_c2r_1d(Int32(count), complexPointer($0), $1, flags)
    }
    self.count = count
  }

  /// The number of doubles that hold the modes, 2 (⌊N/2⌋ + 1).
  public var modeBufferCount: Int { 2 * (count / 2 + 1) }

  /// The factor by which a forward and a backward transform together multiply the samples.
  public var roundTripFactor: Double { Double(count) }

  /// Transforms samples into modes.
  public func forward(_ samples: borrowing TransformBuffer, into modes: inout TransformBuffer) {
    precondition(samples.count == count && modes.count == modeBufferCount, "wrong buffer size")
    fftw_execute_dft_r2c(plans.forward, samples.pointer, complexPointer(modes.pointer))
  }

  /// Transforms modes into samples.
  public func backward(_ modes: borrowing TransformBuffer, into samples: inout TransformBuffer) {
    precondition(samples.count == count && modes.count == modeBufferCount, "wrong buffer size")
    fftw_execute_dft_c2r(plans.backward, complexPointer(modes.pointer), samples.pointer)
  }
}

/// The same memory as pairs of real and imaginary part.
func complexPointer(
  _ pointer: UnsafeMutablePointer<Double>
) -> UnsafeMutablePointer<fftw_complex> {
  UnsafeMutableRawPointer(pointer).assumingMemoryBound(to: fftw_complex.self)
}
