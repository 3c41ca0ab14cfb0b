/// Memory of fixed size that starts at a multiple of 64 bytes and is freed with its owner.
final class AlignedBuffer<Element: BitwiseCopyable> {
  let pointer: UnsafeMutablePointer<Element>
  let count: Int

  /// Allocates `count` elements, all equal to `value`.
  init(count: Int, repeating value: Element) {
    self.count = count
    let memory = UnsafeMutableRawPointer.allocate(
      byteCount: max(count, 1) * MemoryLayout<Element>.stride, alignment: 64)
    pointer = memory.initializeMemory(as: Element.self, repeating: value, count: count)
  }

  deinit { UnsafeMutableRawPointer(pointer).deallocate() }

  /// Sets all elements to `value`.
  func fill(with value: Element) { pointer.update(repeating: value, count: count) }
}
