public import RandomStreams
internal import RealModule
public import StochasticProcesses

/// The walls across one variable.
@usableFromInline
struct AxisWalls<Scalar: NormalScalar> {
  @usableFromInline let lower: Scalar
  @usableFromInline let upper: Scalar
  @usableFromInline let conditions: BoundaryConditions
  @usableFromInline let isBounded: Bool
  @usableFromInline let isAbsorbing: Bool

  @inlinable
  init(_ domain: ParticleDomain) {
    isAbsorbing = domain.isAbsorbing
    switch domain {
    case .unbounded:
      (lower, upper, conditions, isBounded) = (-.infinity, .infinity, .reflecting, false)
    case .interval(let range, let conditions):
      (lower, upper) = (Scalar(range.lowerBound), Scalar(range.upperBound))
      self.conditions = conditions
      isBounded = true
    }
  }

  /// Whether there are walls and not periodic ends.
  @inlinable
  var hasWalls: Bool { isBounded && conditions != .periodic }

  /// Whether a wall takes particles out.
  @inlinable
  func absorbs(at end: AxisEnd) -> Bool {
    guard case .walls(let lower, let upper) = conditions else { return false }
    return switch end {
    case .lower: lower == .absorbing && self.lower.isFinite
    case .upper: upper == .absorbing && self.upper.isFinite
    }
  }

  /// The place of a wall.
  @inlinable
  func wall(at end: AxisEnd) -> Scalar { end == .lower ? lower : upper }

  /// The distance to a wall, negative beyond it.
  @inlinable
  func distance(of x: Scalar, to end: AxisEnd) -> Scalar {
    end == .lower ? x - lower : upper - x
  }

  /// x shifted by whole lengths of the interval.
  @inlinable
  func wrapped(_ x: Scalar) -> Scalar {
    let length = upper - lower
    let shifted = x - length * ((x - lower) / length).rounded(.down)
    return min(upper, max(lower, shifted))
  }

  /// The image of x in the mirrors at both ends.
  @inlinable
  func folded(_ x: Scalar) -> Scalar {
    guard upper.isFinite else { return lower + (x - lower).magnitude }
    guard lower.isFinite else { return upper - (upper - x).magnitude }
    let period = 2 * (upper - lower)
    let phase = (x - lower) - period * ((x - lower) / period).rounded(.down)
    return min(upper, max(lower, lower + min(phase, period - phase)))
  }

  /// Shifts or mirrors what is beyond the ends.
  @inlinable
  func bringBack(_ position: UnsafeMutableBufferPointer<Scalar>) {
    let isPeriodic = conditions == .periodic
    for path in position.indices {
      let x = position[path]
      if x < lower || x > upper { position[path] = isPeriodic ? wrapped(x) : folded(x) }
    }
  }
}

/// An end of an axis.
@usableFromInline
enum AxisEnd {
  case lower
  case upper
}
