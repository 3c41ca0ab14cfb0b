internal import Dispatch

/// Does `count` pieces of work at the same time and returns when all are done.
///
/// For pieces of some ten microseconds and more inside a synchronous computation, where
/// ``mapConcurrently(count:threads:finished:_:)`` would force it to be asynchronous. One piece is done
/// on the calling thread.
///
/// - Parameters:
///   - count: The number of pieces.
///   - work: Does the piece of an index; pieces must not touch one another's memory.
public func performConcurrently(count: Int, _ work: (Int) -> Void) {
  guard count > 1 else {
    if count == 1 { work(0) }
    return
  }
  withoutActuallyEscaping(work) { work in
    // Safe since the pieces are the caller's promise, and all are done before this returns.
    nonisolated(unsafe) let work = work
    DispatchQueue.concurrentPerform(iterations: count) { work($0) }
  }
}
