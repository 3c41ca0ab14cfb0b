extension RealLanes {
  /// The first `count` numbers from `start` on and zeros.
  @inline(__always)
  init(from start: UnsafePointer<Scalar>, count: Int) {
    guard count < Self.count else {
      self.init(from: start)
      return
    }
    self = withUnsafeTemporaryAllocation(of: Scalar.self, capacity: Self.count) { room in
      room.initialize(repeating: 0)
      for lane in 0..<count { room[lane] = start[lane] }
      return room.baseAddress.map { Self(from: $0) } ?? Self(repeating: 0)
    }
  }

  /// Stores the first `count` numbers.
  @inline(__always)
  func store(to start: UnsafeMutablePointer<Scalar>, count: Int) {
    guard count < Self.count else {
      store(to: start)
      return
    }
    withUnsafeTemporaryAllocation(of: Scalar.self, capacity: Self.count) { room in
      guard let base = room.baseAddress else { return }
      store(to: base)
      for lane in 0..<count { start[lane] = room[lane] }
    }
  }

  /// Calls `body` with the start and the length of every piece of at most ``count`` numbers.
  @inline(__always)
  static func forEachPiece(of total: Int, _ body: (Int, Int) -> Void) {
    var start = 0
    while start &+ count <= total {
      body(start, count)
      start &+= count
    }
    if start < total { body(start, total &- start) }
  }
}
