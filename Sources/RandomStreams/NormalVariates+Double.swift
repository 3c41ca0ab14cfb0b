public import RealModule

extension Double: NormalScalar {
  /// A block of 128 bits holds two variates.
  public static var normalsPerBlock: Int { 2 }

  /// Draws two variates for each of `count` consecutive streams; see ``NormalSource``.
  public static func fill(
    _ normals: UnsafeMutablePointer<Double>, count: Int, firstIndex: UInt64, block: UInt64,
    from source: NormalSource
  ) {
    let keys = PhiloxKeys(source.key)
    DoubleLanes.forEachPiece(of: count) { index, room in
      let words = PhiloxLanes(
        block: block, address: source.addressBase | (firstIndex &+ UInt64(index)), keys: keys)
      let (first, second) = pair(words.first, words.second)
      first.store(to: normals + index, count: room)
      second.store(to: normals + (count &+ index), count: room)
    }
  }

  /// The transform of Box and Muller.
  @inline(__always)
  private static func pair(_ u: WordLanes, _ v: WordLanes) -> (DoubleLanes, DoubleLanes) {
    let radius = (DoubleLanes(unsigned: u) + 0.5).squaredRadius.squareRoot
    let (cosine, sine) = DoubleLanes.cosineAndSine(turns: v)
    return (radius * cosine, radius * sine)
  }
}
