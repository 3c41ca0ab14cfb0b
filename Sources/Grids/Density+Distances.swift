internal import RealModule

extension Density {
  /// The distance ∫ |p − q| dx of two densities on one axis, between 0 and 2.
  public func l1Distance(to other: Density) -> Double {
    precondition(axis == other.axis, "densities must share their axis")
    return compensatedSum(zip(values, other.values).map { abs($0 - $1) }) * axis.spacing
  }

  /// The Wasserstein-1 distance ∫ |P − Q| dx of two normalised densities on one axis, where P and Q
  /// are the cumulative distributions; in units of the state.
  public func wasserstein1Distance(to other: Density) -> Double {
    precondition(axis == other.axis, "densities must share their axis")
    let (p, q) = (cumulativeAtFaces, other.cumulativeAtFaces)
    var sum = 0.0
    for face in 1..<p.count {
      sum += Density.meanMagnitude(from: p[face - 1] - q[face - 1], to: p[face] - q[face])
    }
    return sum * axis.spacing
  }

  /// The mean of |f| over an interval on which f is linear between the given end values.
  private static func meanMagnitude(from first: Double, to last: Double) -> Double {
    guard first * last < 0 else { return (abs(first) + abs(last)) / 2 }
    return (first * first + last * last) / (2 * (abs(first) + abs(last)))
  }

  /// The divergence ∫ p ln(p/q) dx of Kullback and Leibler in nats; infinite where q is zero and p
  /// is not.
  public func divergence(from other: Density) -> Double {
    precondition(axis == other.axis, "densities must share their axis")
    return compensatedSum(
      zip(values, other.values).map { p, q in
        guard p > 0 else { return 0 }
        return q > 0 ? p * Double.log(p / q) : .infinity
      }) * axis.spacing
  }
}
