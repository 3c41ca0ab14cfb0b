public import RandomStreams

/// The standard normal numbers of a block of paths, step by step.
///
/// Number v of a path is variate v of its stream; a step uses as many consecutive numbers as the
/// scheme asks for, times the increments that make up a step.
@usableFromInline
struct NoiseFeed<Scalar: NormalScalar>: ~Copyable {
  @usableFromInline let source: NormalSource
  @usableFromInline let firstPath: UInt64
  @usableFromInline let count: Int
  @usableFromInline let noise: StepNoise
  @usableFromInline let incrementsPerStep: Int
  @usableFromInline let variates: UnsafeMutableBufferPointer<Scalar>
  @usableFromInline let sums: UnsafeMutableBufferPointer<Scalar>
  @usableFromInline var nextVariate: UInt64 = 0

  @inlinable
  init(
    source: NormalSource, firstPath: Int, count: Int, noise: StepNoise, incrementsPerStep: Int
  ) {
    self.source = source
    self.firstPath = UInt64(firstPath)
    self.count = count
    self.noise = noise
    self.incrementsPerStep = incrementsPerStep
    variates = .allocate(capacity: count * Scalar.normalsPerBlock)
    sums = .allocate(capacity: 2 * count)
    variates.initialize(repeating: 0)
    sums.initialize(repeating: 0)
  }

  @inlinable
  deinit {
    variates.deallocate()
    sums.deallocate()
  }

  /// The next standard normal number of every path.
  @inlinable
  mutating func nextRow() -> UnsafeBufferPointer<Scalar> {
    let perBlock = UInt64(Scalar.normalsPerBlock)
    let (block, row) = nextVariate.quotientAndRemainder(dividingBy: perBlock)
    if row == 0 { source.fill(variates, firstIndex: firstPath, block: block) }
    nextVariate += 1
    return UnsafeBufferPointer(
      rebasing: variates[Int(row) * count..<(Int(row) + 1) * count])
  }

  /// Puts the next step's numbers into the block.
  @inlinable
  mutating func advance(_ block: inout ParticleBlock<Scalar>) {
    switch noise {
    case .increment where incrementsPerStep == 1: block.noise = nextRow()
    case .increment:
      sumIncrements(into: 0)
      useSums(&block)
    case .incrementAndIntegral:
      combineIncrements()
      useSums(&block)
    case .incrementAndNext:
      if nextVariate == 0 { sumIncrements(into: count) }
      for path in 0..<count { sums[path] = sums[count + path] }
      sumIncrements(into: count)
      useSums(&block)
    }
  }

  @inlinable
  func useSums(_ block: inout ParticleBlock<Scalar>) {
    block.noise = UnsafeBufferPointer(rebasing: sums[..<count])
    block.secondNoise = UnsafeBufferPointer(rebasing: sums[count...])
  }

  /// z = Σ zⱼ/√r.
  @inlinable
  mutating func sumIncrements(into start: Int) {
    for path in 0..<count { sums[start + path] = 0 }
    let scale = 1 / Scalar(incrementsPerStep).squareRoot()
    for _ in 0..<incrementsPerStep {
      let row = nextRow()
      for path in 0..<count { sums[start + path] += row[path] * scale }
    }
  }

  /// Combines pairs (z, y) that stand for W = √h z and ∫W dt = ½ h^{3/2} (z + y/√3) in each part of
  /// the step into the pair of the whole step.
  @inlinable
  mutating func combineIncrements() {
    sums.update(repeating: 0)
    let parts = Scalar(incrementsPerStep)
    let (root, third) = (1 / parts.squareRoot(), 1 / Scalar(3).squareRoot())
    // In units of the whole step: first half W, second half its integral.
    for _ in 0..<incrementsPerStep {
      let z = nextRow()
      for path in 0..<count {
        sums[count + path] += (sums[path] + z[path] * root / 2) / parts
        sums[path] += z[path] * root
      }
      let y = nextRow()
      for path in 0..<count { sums[count + path] += y[path] * third * root / (2 * parts) }
    }
    for path in 0..<count {
      sums[count + path] = (2 * sums[count + path] - sums[path]) / third
    }
  }
}
