extension BottleneckCurve {
  /// The bound of I(T;Y) in bits at a given I(X;T) in bits.
  ///
  /// Between two points a cubic with the known slopes 1/β at both, kept between their chord and
  /// their tangents, as a concave curve must be; beyond the last point its tangent up to I(X;Y).
  public func labelBound(atInput input: Double) -> Double {
    guard input > 0, let last = points.last else { return 0 }
    guard input < last.aboutInput else {
      let tangent = last.aboutLabel + (input - last.aboutInput) / last.beta
      return isDegenerate || input >= classEntropy
        ? patternLabelInformation : min(patternLabelInformation, tangent)
    }
    let upper = points.partitioningIndex { $0.aboutInput >= input }
    return Self.interpolate(points[max(0, upper - 1)], points[upper], at: input)
  }

  /// The least I(X;T) in bits that allows a given I(T;Y) in bits; infinite above I(X;Y).
  public func inputBound(atLabel label: Double) -> Double {
    guard label > 0 else { return 0 }
    guard label <= patternLabelInformation else { return .infinity }
    var (low, high) = (0.0, classEntropy)
    for _ in 0..<80 {
      let middle = (low + high) / 2
      if labelBound(atInput: middle) < label { low = middle } else { high = middle }
    }
    return high
  }

  /// The point of the curve that maximises I(T;Y) − β₂ I(X;T)².
  ///
  /// - Parameter squaredMultiplier: β₂, positive, per bit.
  /// - Returns: The point, interpolated, with its β and the clusters of the next known point.
  /// - Throws: ``InformationError/invalidParameter(_:value:remedy:)``.
  public func point(
    squaredMultiplier: Double
  ) throws(InformationError) -> BottleneckPoint {
    guard squaredMultiplier > 0, squaredMultiplier < .infinity else {
      throw .invalidParameter(
        "squaredMultiplier", value: squaredMultiplier, remedy: "use a positive number per bit")
    }
    // The maximum of a concave function, by golden sections.
    func value(_ input: Double) -> Double {
      labelBound(atInput: input) - squaredMultiplier * input * input
    }
    let ratio = (5.0.squareRoot() - 1) / 2
    var (low, high) = (0.0, max(classEntropy, labelEntropy))
    for _ in 0..<120 {
      let (left, right) = (high - ratio * (high - low), low + ratio * (high - low))
      if value(left) < value(right) { low = left } else { high = right }
    }
    let input = (low + high) / 2
    let next = points.first { $0.aboutInput >= input } ?? points.last
    return BottleneckPoint(
      beta: 1 / (2 * squaredMultiplier * input), aboutInput: input,
      aboutLabel: labelBound(atInput: input), clusterCount: next?.clusterCount ?? 1,
      optimalityGap: next?.optimalityGap ?? 0)
  }

  private static func interpolate(
    _ left: BottleneckPoint, _ right: BottleneckPoint, at input: Double
  ) -> Double {
    let width = right.aboutInput - left.aboutInput
    guard width > 0 else { return right.aboutLabel }
    let t = (input - left.aboutInput) / width
    let (rise, slopes) = (
      right.aboutLabel - left.aboutLabel, (left: width / left.beta, right: width / right.beta)
    )
    let chord = left.aboutLabel + t * rise
    let cubic = chord + t * (1 - t) * ((slopes.left - rise) * (1 - t) + (rise - slopes.right) * t)
    let tangents = min(left.aboutLabel + t * slopes.left, right.aboutLabel - (1 - t) * slopes.right)
    return max(chord, min(cubic, tangents))
  }
}

extension Array {
  /// The first index from which on the condition holds, by bisection.
  fileprivate func partitioningIndex(where condition: (Element) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if condition(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
