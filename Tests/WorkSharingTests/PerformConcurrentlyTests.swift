import Testing
import WorkSharing

@Suite("Work in a synchronous computation")
struct PerformConcurrentlyTests {
  @Test("Every piece is done once", arguments: [0, 1, 2, 7, 100])
  func everyPiece(count: Int) {
    let done = UnsafeMutablePointer<Int>.allocate(capacity: max(1, count))
    defer { done.deallocate() }
    done.initialize(repeating: 0, count: max(1, count))
    performConcurrently(count: count) { done[$0] += $0 + 1 }
    #expect((0..<count).allSatisfy { done[$0] == $0 + 1 })
  }
}
