public import RandomStreams
public import RealModule
public import StochasticProcesses

/// What the walls do to a block of paths after each step.
@usableFromInline
struct ParticleWalls<Scalar: NormalScalar> {
  @usableFromInline let lower: Scalar
  @usableFromInline let upper: Scalar
  @usableFromInline let conditions: BoundaryConditions
  @usableFromInline let isBounded: Bool
  @usableFromInline let isAbsorbing: Bool
  @usableFromInline let key: SIMD2<UInt32>
  @usableFromInline let firstPath: Int
  /// Whether each path is still inside.
  @usableFromInline var isAlive: [Bool]
  /// When each path was taken out; infinity for survivors.
  @usableFromInline var exitTimes: [Double]

  @inlinable
  init(_ domain: ParticleDomain, seed: UInt64, firstPath: Int, count: Int) {
    isAbsorbing = domain.isAbsorbing
    key = SIMD2(UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32))
    self.firstPath = firstPath
    isAlive = Array(repeating: true, count: isAbsorbing ? count : 0)
    exitTimes = Array(repeating: .infinity, count: isAbsorbing ? count : 0)
    switch domain {
    case .unbounded:
      (lower, upper, conditions, isBounded) = (0, 1, .periodic, false)
    case .interval(let range, let conditions):
      (lower, upper) = (Scalar(range.lowerBound), Scalar(range.upperBound))
      self.conditions = conditions
      isBounded = true
    }
  }

  /// Applies the walls to positions that a step of size h has moved.
  @inlinable
  mutating func apply(
    to block: borrowing ParticleBlock<Scalar>, step: Int, from t: Double, size h: Scalar
  ) {
    guard isBounded else { return }
    switch conditions {
    case .periodic: wrap(block.position)
    case .walls(lower: .reflecting, upper: .reflecting): mirror(block.position)
    case .walls: absorb(block, step, t, h)
    }
  }

  @inlinable
  func wrap(_ position: UnsafeMutableBufferPointer<Scalar>) {
    let length = upper - lower
    for path in position.indices {
      let x = position[path]
      if x < lower || x > upper {
        let shifted = x - length * ((x - lower) / length).rounded(.down)
        position[path] = min(upper, max(lower, shifted))
      }
    }
  }

  @inlinable
  func mirror(_ position: UnsafeMutableBufferPointer<Scalar>) {
    for path in position.indices {
      let x = position[path]
      if x < lower || x > upper { position[path] = folded(x) }
    }
  }

  /// The image of x in a row of mirrored copies of the interval.
  @inlinable
  func folded(_ x: Scalar) -> Scalar {
    let period = 2 * (upper - lower)
    let phase = (x - lower) - period * ((x - lower) / period).rounded(.down)
    return min(upper, max(lower, lower + min(phase, period - phase)))
  }

  /// Takes out the paths that a step has carried to an absorbing wall, or that touched it between.
  ///
  /// A Brownian bridge from distance d to distance d′ touches the wall with the probability
  /// exp(−d d′/(D h)) (Gobet 2000), which raises the weak order from ½ to 1.
  @inlinable
  mutating func absorb(
    _ block: borrowing ParticleBlock<Scalar>, _ step: Int, _ t: Double, _ h: Scalar
  ) {
    guard case .walls(let lowerKind, let upperKind) = conditions else { return }
    for path in 0..<block.count {
      guard isAlive[path] else {
        block.position[path] = block.previous[path]
        continue
      }
      let (before, x) = (block.previous[path], block.position[path])
      let variance = block.diffusion[path] * h
      if lowerKind == .absorbing, touches(before - lower, x - lower, variance, path, step, 0) {
        takeOut(path, at: t + Double(h) / 2)
        block.position[path] = lower
      } else if upperKind == .absorbing, touches(upper - before, upper - x, variance, path, step, 1)
      {
        takeOut(path, at: t + Double(h) / 2)
        block.position[path] = upper
      } else if x < lower || x > upper {
        block.position[path] = folded(x)
      }
    }
  }

  @inlinable
  mutating func takeOut(_ path: Int, at time: Double) {
    isAlive[path] = false
    exitTimes[path] = time
  }

  @inlinable
  func touches(
    _ before: Scalar, _ after: Scalar, _ variance: Scalar, _ path: Int, _ step: Int, _ wall: UInt32
  ) -> Bool {
    guard after > 0 else { return after <= 0 }
    let exponent = before * after / variance
    // e⁻⁴⁰ is less than any chance that matters.
    guard exponent < 40 else { return false }
    let address = UInt64(StreamPurpose.wallCrossings.rawValue) << 48 | UInt64(firstPath + path)
    let word = Philox.block(
      counter: SIMD4(
        UInt32(truncatingIfNeeded: step), UInt32(truncatingIfNeeded: step >> 32) << 1 | wall,
        UInt32(truncatingIfNeeded: address), UInt32(truncatingIfNeeded: address >> 32)),
      key: key)
    let bits = UInt64(word.x) << 20 | UInt64(word.y) >> 12
    let uniform = (Double(bits) + 0.5) * 0x1p-52
    return uniform < Double.exp(-Double(exponent))
  }
}
