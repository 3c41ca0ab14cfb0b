import Testing
import WorkSharing

@Suite("Sharing work between threads")
struct MapConcurrentlyTests {
  enum Failure: Error, Equatable { case at(Int) }

  @Test("returns the results in order for any number of threads", arguments: [1, 2, 7])
  func order(threads: Int) async throws {
    let squares = await mapConcurrently(count: 100, threads: threads) { $0 * $0 }
    #expect(squares == (0..<100).map { $0 * $0 })
  }

  @Test("throws the failure of the first piece and stops starting others")
  func failure() async {
    await #expect(throws: Failure.at(3)) {
      _ = try await mapConcurrently(count: 50, threads: 1) { index throws(Failure) in
        if index >= 3 { throw .at(index) }
        return index
      }
    }
  }

  @Test("reports every finished piece and accepts no work at all")
  func progress() async {
    var reports: [Int] = []
    _ = await mapConcurrently(count: 5, threads: 2, finished: { reports.append($0) }, { $0 })
    #expect(reports == [1, 2, 3, 4, 5])
    let none = await mapConcurrently(count: 0, threads: 2) { $0 }
    #expect(none.isEmpty)
  }
}
