/// What a dot product goes through before it is stored.
protocol TileEpilogue {
  /// The number to store in place of a sum.
  ///
  /// - Parameters:
  ///   - sum: The dot product.
  ///   - output: The unit's output, read when the epilogue needs it.
  /// - Returns: What is stored.
  static func finish<Lanes: LaneVector>(_ sum: Lanes, output: UnsafePointer<Lanes>) -> Lanes
}

/// Forward: the function of the weighted input.
enum FunctionEpilogue<Function: ActivationFunction>: TileEpilogue {
  @inline(__always)
  static func finish<Lanes: LaneVector>(_ sum: Lanes, output: UnsafePointer<Lanes>) -> Lanes {
    Function.value(sum)
  }
}

/// Backward: the derivative with respect to the output times the slope.
enum SlopeEpilogue<Function: ActivationFunction>: TileEpilogue {
  @inline(__always)
  static func finish<Lanes: LaneVector>(_ sum: Lanes, output: UnsafePointer<Lanes>) -> Lanes {
    sum * Function.slope(output: output.pointee)
  }
}
