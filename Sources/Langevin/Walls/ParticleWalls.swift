public import RandomStreams

/// What the walls do to a block of paths after each step.
@usableFromInline
struct ParticleWalls<Scalar: NormalScalar>: ~Copyable {
  @usableFromInline let axes: [AxisWalls<Scalar>]
  @usableFromInline let isBounded: Bool
  @usableFromInline let isAbsorbing: Bool
  @usableFromInline var bridge: BridgeCrossing
  /// Whether each path is still inside; empty without absorbing walls.
  @usableFromInline var isAlive: [Bool]
  /// When each path was taken out; infinity for survivors, empty without absorbing walls.
  @usableFromInline var exitTimes: [Double]
  /// The wall that takes out a path in this step; 2 · axis, and 1 more for the upper end.
  @usableFromInline var exitWalls: [Int]

  /// Walls of which some paths may have been taken out before; no earlier exits mean that all are
  /// inside.
  @inlinable
  init(
    _ domains: [ParticleDomain], seed: UInt64, firstPath: Int, count: Int,
    earlierExits: ArraySlice<Double> = []
  ) {
    axes = domains.map { AxisWalls($0) }
    isBounded = axes.contains { $0.isBounded }
    let isAbsorbing = axes.contains { $0.isAbsorbing }
    self.isAbsorbing = isAbsorbing
    bridge = BridgeCrossing(seed: seed, firstPath: firstPath, count: isAbsorbing ? count : 0)
    exitTimes =
      earlierExits.isEmpty
      ? Array(repeating: .infinity, count: isAbsorbing ? count : 0) : Array(earlierExits)
    isAlive = exitTimes.map { $0 == .infinity }
    exitWalls = Array(repeating: 0, count: exitTimes.count)
  }

  /// The walls of one variable.
  @inlinable
  init(_ domain: ParticleDomain, seed: UInt64, firstPath: Int, count: Int) {
    self.init([domain], seed: seed, firstPath: firstPath, count: count)
  }

  /// Applies the walls to positions that a step of size h has moved.
  @inlinable
  mutating func apply(
    to block: borrowing ParticleBlock<Scalar>, step: Int, from t: Double, size h: Scalar
  ) {
    guard isBounded else { return }
    let paths = PathBuffers(
      dimension: 1, count: block.count, position: block.position, previous: block.previous,
      diffusion: block.diffusion)
    apply(to: paths, step: step, from: t, size: h)
  }

  /// Applies the walls to positions that a step of size h has moved.
  @inlinable
  mutating func apply(to paths: PathBuffers<Scalar>, step: Int, from t: Double, size h: Scalar) {
    guard isBounded else { return }
    if isAbsorbing {
      freeze(paths)
      for axis in axes.indices {
        touch(.lower, of: axis, paths, step, t, h)
        touch(.upper, of: axis, paths, step, t, h)
      }
      settle(paths, t, h)
    }
    sendBack(paths)
  }
}

// MARK: - Absorbing walls

extension ParticleWalls {
  /// Keeps the paths that were taken out before where they are.
  @inlinable
  func freeze(_ paths: PathBuffers<Scalar>) {
    for path in 0..<paths.count where !isAlive[path] {
      for variable in 0..<paths.dimension {
        paths.row(variable)[path] = paths.previousRow(variable)[path]
      }
    }
  }

  /// Notes when a step carried paths to one wall, or touched it between; the first wall counts.
  @inlinable
  mutating func touch(
    _ end: AxisEnd, of axis: Int, _ paths: PathBuffers<Scalar>, _ step: Int, _ t: Double,
    _ h: Scalar
  ) {
    let walls = axes[axis]
    guard walls.absorbs(at: end) else { return }
    let wall = 2 * axis + (end == .lower ? 0 : 1)
    let place = UInt64(step) * UInt64(2 * axes.count) + UInt64(wall)
    let uniforms = bridge.row(place)
    let (x, old) = (paths.row(axis), paths.previousRow(axis))
    let diffusion = paths.diffusionRow(axis, axis)
    for path in 0..<paths.count where isAlive[path] {
      let (before, after) = (
        walls.distance(of: old[path], to: end), walls.distance(of: x[path], to: end)
      )
      let variance = diffusion[path] * h
      guard BridgeCrossing.isPossible(before, after, variance, uniforms[path]) else { continue }
      let fraction = bridge.fraction(
        before: Double(before), after: Double(after), variance: Double(variance),
        uniform: uniforms[path], path: path, place: place)
      guard let fraction, t + fraction * Double(h) < exitTimes[path] else { continue }
      exitTimes[path] = t + fraction * Double(h)
      exitWalls[path] = wall
    }
  }

  /// Puts the paths that were taken out in this step where they left.
  ///
  /// Their other coordinates are interpolated along the step.
  @inlinable
  mutating func settle(_ paths: PathBuffers<Scalar>, _ t: Double, _ h: Scalar) {
    for path in 0..<paths.count where isAlive[path] && exitTimes[path] < .infinity {
      isAlive[path] = false
      let fraction = Scalar((exitTimes[path] - t) / Double(h))
      for variable in 0..<paths.dimension {
        let (x, old) = (paths.row(variable), paths.previousRow(variable)[path])
        x[path] = old + fraction * (x[path] - old)
      }
      let (axis, isLower) = (exitWalls[path] / 2, exitWalls[path] % 2 == 0)
      paths.row(axis)[path] = isLower ? axes[axis].lower : axes[axis].upper
    }
  }
}

// MARK: - Reflecting walls and periodic ends

extension ParticleWalls {
  /// Sends all paths back inside.
  @inlinable
  func sendBack(_ paths: PathBuffers<Scalar>) {
    if paths.dimension > 1 {
      // Sent back from one wall along D n, a path may have come beyond another.
      var rounds = 0
      while rounds < axes.count, reflect(paths) { rounds += 1 }
    }
    for axis in axes.indices where axes[axis].isBounded {
      axes[axis].bringBack(paths.row(axis))
    }
  }

  /// Sends paths beyond reflecting walls back along D n; whether there were any.
  @inlinable
  func reflect(_ paths: PathBuffers<Scalar>) -> Bool {
    var found = false
    for axis in axes.indices where axes[axis].hasWalls {
      let (walls, x) = (axes[axis], paths.row(axis))
      for path in 0..<paths.count where x[path] < walls.lower || x[path] > walls.upper {
        push(paths, path, axis, walls.folded(x[path]) - x[path])
        found = true
      }
    }
    return found
  }

  /// Moves a path along a column of D so that one coordinate changes by a shift.
  @inlinable
  func push(_ paths: PathBuffers<Scalar>, _ path: Int, _ axis: Int, _ shift: Scalar) {
    let own = paths.diffusionRow(axis, axis)[path]
    for variable in 0..<paths.dimension {
      let share: Scalar =
        variable == axis ? 1 : own > 0 ? paths.diffusionRow(axis, variable)[path] / own : 0
      paths.row(variable)[path] += share * shift
    }
  }
}
