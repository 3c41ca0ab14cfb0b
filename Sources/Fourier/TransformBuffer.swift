internal import CFFTW

/// Memory for the samples or the modes of a transform, aligned for vector instructions.
public struct TransformBuffer: ~Copyable, @unchecked Sendable {
  // Sendable because the memory has exactly one owner and is reached only through it.

  /// The number of double-precision numbers.
  public let count: Int
  let pointer: UnsafeMutablePointer<Double>

  /// Allocates zeros.
  ///
  /// - Throws: ``FourierError/invalidCount(_:)``, and ``FourierError/noPlan(count:)`` when there is
  ///   no memory.
  public init(count: Int) throws(FourierError) {
    guard count >= 1, count <= Int(Int32.max) else { throw .invalidCount(count) }
    guard let memory = fftw_alloc_real(count) else { throw .noPlan(count: count) }
    memory.initialize(repeating: 0, count: count)
    self.count = count
    pointer = memory
  }

  deinit { fftw_free(pointer) }

  /// The number at an index.
  @inline(__always)
  public subscript(index: Int) -> Double {
    get {
      precondition(index >= 0 && index < count)
      return pointer[index]
    }
    set {
      precondition(index >= 0 && index < count)
      pointer[index] = newValue
    }
  }

  /// Gives `body` the numbers as memory.
  public borrowing func withUnsafeBuffer<Result: ~Copyable, Failure: Error>(
    _ body: (UnsafeBufferPointer<Double>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try body(UnsafeBufferPointer(start: pointer, count: count))
  }

  /// Gives `body` the numbers as memory to change.
  public mutating func withUnsafeMutableBuffer<Result: ~Copyable, Failure: Error>(
    _ body: (UnsafeMutableBufferPointer<Double>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try body(UnsafeMutableBufferPointer(start: pointer, count: count))
  }
}
