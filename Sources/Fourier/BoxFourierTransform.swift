internal import CFFTW

/// The discrete Fourier transform of real samples on a box of several dimensions.
///
/// ```
/// forward:   X[k] = Σₙ x[n] exp(−2πi Σⱼ nⱼ kⱼ/Nⱼ)
/// backward:  x[n] = Σₖ X[k] exp(+2πi Σⱼ nⱼ kⱼ/Nⱼ),     over all k, with X[N−k] the conjugate of X[k]
/// ```
///
/// The last index varies fastest. Of the last axis only k = 0 … ⌊N/2⌋ is kept; the other half is
/// conjugate. The modes lie as pairs, real part then imaginary part. Neither direction is
/// normalised: backward after forward multiplies by the number of samples, ``roundTripFactor``.
public struct BoxFourierTransform: ~Copyable, Sendable {
  /// The number of samples along each axis.
  public let counts: [Int]
  /// The number of samples.
  public let sampleCount: Int
  /// The number of doubles that hold the modes.
  public let modeBufferCount: Int
  private let plans: TransformPlans

  /// Plans both directions for samples on a box.
  ///
  /// - Throws: ``FourierError/invalidCount(_:)`` and ``FourierError/noPlan(count:)``.
  public init(counts: [Int], rigor: PlanningRigor = .estimate) throws(FourierError) {
    guard let last = counts.last else { throw .invalidCount(0) }
    let limit = Int(Int32.max)
    if let bad = counts.first(where: { !(1..<limit).contains($0) }) { throw .invalidCount(bad) }
    guard counts.reduce(2.0, { $0 * Double($1) }) < Double(limit) else {
      throw .invalidCount(limit)
    }
    let rows = counts.dropLast().reduce(1, *)
    let lengths = counts.map { Int32($0) }
    let rank = Int32(counts.count)
    plans = try TransformPlans(count: rows * last, modeBufferCount: 2 * rows * (last / 2 + 1)) {
      fftw_plan_dft_r2c(rank, lengths, $0, complexPointer($1), rigor.flag)
    } backward: {
      fftw_plan_dft_c2r(rank, lengths, complexPointer($0), $1, rigor.flag)
    }
    self.counts = counts
    sampleCount = rows * last
    modeBufferCount = 2 * rows * (last / 2 + 1)
  }

  /// The factor by which a forward and a backward transform together multiply the samples.
  public var roundTripFactor: Double { Double(sampleCount) }

  /// Transforms samples into modes; the samples may be overwritten.
  public func forward(_ samples: inout TransformBuffer, into modes: inout TransformBuffer) {
    precondition(
      samples.count == sampleCount && modes.count == modeBufferCount, "wrong buffer size")
    fftw_execute_dft_r2c(plans.forward, samples.pointer, complexPointer(modes.pointer))
  }

  /// Transforms modes into samples; the modes are overwritten.
  public func backward(_ modes: inout TransformBuffer, into samples: inout TransformBuffer) {
    precondition(
      samples.count == sampleCount && modes.count == modeBufferCount, "wrong buffer size")
    fftw_execute_dft_c2r(plans.backward, complexPointer(modes.pointer), samples.pointer)
  }
}
