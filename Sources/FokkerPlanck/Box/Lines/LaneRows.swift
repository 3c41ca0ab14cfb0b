/// Sixteen numbers of lines that lie side by side.
typealias LineLanes = SIMD16<Double>

/// Rows of sixteen numbers, one row per site of sixteen lines, in aligned memory of their own.
final class LaneRows {
  let count: Int
  let rows: UnsafeMutablePointer<LineLanes>
  private let memory: UnsafeMutableRawPointer

  init(count: Int) {
    self.count = count
    memory = .allocate(byteCount: max(1, count) * MemoryLayout<LineLanes>.stride, alignment: 128)
    rows = memory.bindMemory(to: LineLanes.self, capacity: count)
    rows.initialize(repeating: .zero, count: count)
  }

  deinit { memory.deallocate() }

  /// The same memory as single numbers.
  var numbers: UnsafeMutablePointer<Double> { rows.numbers }
}

extension UnsafeMutablePointer<LineLanes> {
  /// The same memory as single numbers.
  var numbers: UnsafeMutablePointer<Double> {
    UnsafeMutableRawPointer(self).assumingMemoryBound(to: Double.self)
  }
}

extension UnsafePointer<LineLanes> {
  /// The same memory as single numbers.
  var numbers: UnsafePointer<Double> {
    UnsafeRawPointer(self).assumingMemoryBound(to: Double.self)
  }
}

/// a x + b y for rows of numbers, fused where the processor does it in one instruction.
@inline(__always)
func weighted(_ a: Double, _ x: LineLanes, _ b: Double, _ y: LineLanes) -> LineLanes {
  #if FOKKER_NATIVE
  (x * a).addingProduct(LineLanes(repeating: b), y)
  #else
  x * a + y * b
  #endif
}
