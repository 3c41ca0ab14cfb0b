internal import CFFTW

/// The cosine transform on the middles of N cells, for functions that are even about both ends.
///
/// ```
/// forward (DCT-II):    C[k] = 2 Σⱼ x[j] cos(π k (j + ½)/N),               k = 0 … N−1
/// backward (DCT-III):  x[j] = C[0] + 2 Σ_{k≥1} C[k] cos(π k (j + ½)/N)
/// ```
///
/// Backward after forward multiplies by 2N, ``roundTripFactor``.
public struct CosineTransform: ~Copyable, Sendable {
  /// The number of samples N.
  public let count: Int
  private let plans: TransformPlans

  /// Plans both directions for `count` samples.
  ///
  /// - Throws: ``FourierError/invalidCount(_:)`` and ``FourierError/noPlan(count:)``.
  public init(count: Int, rigor: PlanningRigor = .estimate) throws(FourierError) {
    plans = try TransformPlans(count, FFTW_REDFT10, FFTW_REDFT01, rigor)
    self.count = count
  }

  /// The factor by which a forward and a backward transform together multiply the samples.
  public var roundTripFactor: Double { 2 * Double(count) }

  /// Transforms samples into modes k = 0 … N−1.
  public func forward(_ samples: borrowing TransformBuffer, into modes: inout TransformBuffer) {
    plans.execute(plans.forward, count, samples, into: &modes)
  }

  /// Transforms modes into samples.
  public func backward(_ modes: borrowing TransformBuffer, into samples: inout TransformBuffer) {
    plans.execute(plans.backward, count, modes, into: &samples)
  }
}

/// The sine transform on the middles of N cells, for functions that are odd about both ends.
///
/// ```
/// forward (DST-II):    S[k−1] = 2 Σⱼ x[j] sin(π k (j + ½)/N),             k = 1 … N
/// backward (DST-III):  x[j] = (−1)ʲ S[N−1] + 2 Σ_{k<N} S[k−1] sin(π k (j + ½)/N)
/// ```
///
/// Backward after forward multiplies by 2N, ``roundTripFactor``.
public struct SineTransform: ~Copyable, Sendable {
  /// The number of samples N.
  public let count: Int
  private let plans: TransformPlans

  /// Plans both directions for `count` samples.
  ///
  /// - Throws: ``FourierError/invalidCount(_:)`` and ``FourierError/noPlan(count:)``.
  public init(count: Int, rigor: PlanningRigor = .estimate) throws(FourierError) {
    plans = try TransformPlans(count, FFTW_RODFT10, FFTW_RODFT01, rigor)
    self.count = count
  }

  /// The factor by which a forward and a backward transform together multiply the samples.
  public var roundTripFactor: Double { 2 * Double(count) }

  /// Transforms samples into modes k = 1 … N; mode k lies at index k − 1.
  public func forward(_ samples: borrowing TransformBuffer, into modes: inout TransformBuffer) {
    plans.execute(plans.forward, count, samples, into: &modes)
  }

  /// Transforms modes into samples.
  public func backward(_ modes: borrowing TransformBuffer, into samples: inout TransformBuffer) {
    plans.execute(plans.backward, count, modes, into: &samples)
  }
}

extension TransformPlans {
  fileprivate init(
    _ count: Int, _ forward: fftw_r2r_kind, _ backward: fftw_r2r_kind, _ rigor: PlanningRigor
  ) throws(FourierError) {
    let flags = rigor.flag | UInt32(FFTW_PRESERVE_INPUT)
    try self.init(count: count, modeBufferCount: count) {
      fftw_plan_r2r_1d(Int32(count), $0, $1, forward, flags)
    } backward: {
      fftw_plan_r2r_1d(Int32(count), $0, $1, backward, flags)
    }
  }

  fileprivate func execute(
    _ plan: OpaquePointer, _ count: Int, _ input: borrowing TransformBuffer,
    into output: inout TransformBuffer
  ) {
    precondition(input.count == count && output.count == count, "wrong buffer size")
    fftw_execute_r2r(plan, input.pointer, output.pointer)
  }
}
