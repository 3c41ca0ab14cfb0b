/// Numbers in memory, read and written a vector at a time.
///
/// The accesses are raw, so that the compiler knows they touch the same memory as those of single
/// numbers.
struct LaneView<Scalar: NetworkScalar> {
  private let memory: UnsafeMutableRawPointer
  /// The number of vectors.
  let count: Int

  /// Views a buffer whose count is a multiple of the lanes.
  init(_ buffer: AlignedBuffer<Scalar>) {
    memory = UnsafeMutableRawPointer(buffer.pointer)
    count = buffer.count / Scalar.Lanes.laneCount
  }

  /// The vector at `index`.
  @inline(__always)
  subscript(index: Int) -> Scalar.Lanes {
    get {
      memory.load(
        fromByteOffset: index &* MemoryLayout<Scalar.Lanes>.stride, as: Scalar.Lanes.self)
    }
    nonmutating set {
      memory.storeBytes(
        of: newValue, toByteOffset: index &* MemoryLayout<Scalar.Lanes>.stride,
        as: Scalar.Lanes.self)
    }
  }
}
