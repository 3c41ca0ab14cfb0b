internal import CFFTW
import Synchronization

/// FFTW's planner is not reentrant; only execution is.
private let planner = Mutex<Void>(())

/// The plans of FFTW for both directions and their owner: made and destroyed under one lock,
/// executed without.
struct TransformPlans: ~Copyable, @unchecked Sendable {
  // Sendable because a plan is never changed after it is made, and FFTW documents execution on
  // separate arrays as safe from many threads.
  typealias Memory = UnsafeMutablePointer<Double>

  let forward: OpaquePointer
  let backward: OpaquePointer

  /// Makes both plans under the lock; making them may scribble over the memory they are given.
  init(
    count: Int, modeBufferCount: Int,
    forward makeForward: (_ samples: Memory, _ modes: Memory) -> OpaquePointer?,
    backward makeBackward: (_ modes: Memory, _ samples: Memory) -> OpaquePointer?
  ) throws(FourierError) {
    guard count >= 1, count < Int(Int32.max) else { throw .invalidCount(count) }
    let samples = try TransformBuffer(count: count)
    let modes = try TransformBuffer(count: modeBufferCount)
    let plans = (
      forward: Self.make { makeForward(samples.pointer, modes.pointer) },
      backward: Self.make { makeBackward(modes.pointer, samples.pointer) }
    )
    guard let forward = plans.forward, let backward = plans.backward else {
      if let forward = plans.forward { Self.destroy(forward) }
      if let backward = plans.backward { Self.destroy(backward) }
      throw .noPlan(count: count)
    }
    self.forward = forward
    self.backward = backward
  }

  deinit {
    Self.destroy(forward)
    Self.destroy(backward)
  }

  private static func make(_ body: () -> OpaquePointer?) -> OpaquePointer? {
    OpaquePointer(bitPattern: planner.withLock { _ in UInt(bitPattern: body()) })
  }

  private static func destroy(_ plan: OpaquePointer) {
    let address = UInt(bitPattern: plan)
    planner.withLock { _ in fftw_destroy_plan(OpaquePointer(bitPattern: address)) }
  }
}
