extension TensorTrain {
  /// A train without structure, of numbers between −1 and 1 that are the same at every call.
  static func starting(sizes: [Int], rank: Int) -> TensorTrain {
    var state: UInt64 = 0x9E37_79B9_7F4A_7C15
    func number() -> Double {
      // Marsaglia's shifts: any sequence without regularities will do for a first residual.
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return Double(Int64(bitPattern: state) >> 11) / Double(1 << 52)
    }
    let last = sizes.count - 1
    return TensorTrain(
      unchecked: sizes.enumerated().map { mode, size in
        let (left, right) = (mode == 0 ? 1 : rank, mode == last ? 1 : rank)
        return TensorCore(
          leftRank: left, size: size, rightRank: right,
          elements: (0..<left * size * right).map { _ in number() })
      })
  }
}
