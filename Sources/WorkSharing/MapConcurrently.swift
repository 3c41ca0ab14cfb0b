/// Computes `count` results, at most `threads` of them at a time, and returns them in order.
///
/// The results do not depend on `threads` as long as `work` depends on its index alone. When pieces
/// fail, the others are cancelled and the failure with the smallest index among those that ran is
/// thrown.
///
/// - Parameters:
///   - count: The number of pieces of work.
///   - threads: How many pieces may run at the same time; at least one does.
///   - finished: Called after every piece that succeeded, with the number of them so far.
///   - work: Computes the piece of an index; long pieces should look at `Task.isCancelled`.
/// - Returns: One result per index.
/// - Throws: What `work` throws.
public func mapConcurrently<Output: Sendable, Failure: Error>(
  count: Int, threads: Int, finished: (Int) -> Void = { _ in },
  _ work: @escaping @Sendable (Int) async throws(Failure) -> Output
) async throws(Failure) -> [Output] {
  let result = await withTaskGroup(
    of: (Int, Result<Output, Failure>).self, returning: Result<[Output], Failure>.self
  ) { group in
    var outputs = [Output?](repeating: nil, count: count)
    var failure: (index: Int, error: Failure)?
    var (next, done) = (0, 0)
    func start() {
      guard next < count, failure == nil else { return }
      let index = next
      next += 1
      group.addTask { (index, await outcome(of: work, index)) }
    }
    for _ in 0..<max(1, min(threads, count)) { start() }
    while let (index, result) = await group.next() {
      switch result {
      case .success(let output):
        outputs[index] = output
        done += 1
        finished(done)
      case .failure(let error):
        if failure.map({ index < $0.index }) ?? true { failure = (index, error) }
        group.cancelAll()
      }
      start()
    }
    if let failure { return .failure(failure.error) }
    return .success(outputs.compactMap(\.self))
  }
  return try result.get()
}

/// The result of one piece of work, as a value.
private func outcome<Output: Sendable, Failure: Error>(
  of work: @Sendable (Int) async throws(Failure) -> Output, _ index: Int
) async -> Result<Output, Failure> {
  do throws(Failure) {
    return .success(try await work(index))
  } catch {
    return .failure(error)
  }
}
