public import RealModule

extension Float: NormalScalar {
  /// A block of 128 bits holds four variates.
  public static var normalsPerBlock: Int { 4 }

  /// Draws four variates for each of `count` consecutive streams; see ``NormalSource``.
  public static func fill(
    _ normals: UnsafeMutablePointer<Float>, count: Int, firstIndex: UInt64, block: UInt64,
    from source: NormalSource
  ) {
    let keys = PhiloxKeys(source.key)
    FloatLanes.forEachPiece(of: count) { index, room in
      let words = PhiloxLanes(
        block: block, address: source.addressBase | (firstIndex &+ UInt64(index)), keys: keys)
      let (a, b) = pair(words.first)
      let (c, d) = pair(words.second)
      a.store(to: normals + index, count: room)
      b.store(to: normals + (count &+ index), count: room)
      c.store(to: normals + (2 &* count &+ index), count: room)
      d.store(to: normals + (3 &* count &+ index), count: room)
    }
  }

  /// The transform of Box and Muller.
  @inline(__always)
  private static func pair(_ words: WordLanes) -> (FloatLanes, FloatLanes) {
    let radius = (FloatLanes(unsigned: words.highHalves) + 0.5).squaredRadius.squareRoot
    let (cosine, sine) = FloatLanes.cosineAndSine(turns: words.lowHalves)
    return (radius * cosine, radius * sine)
  }
}
