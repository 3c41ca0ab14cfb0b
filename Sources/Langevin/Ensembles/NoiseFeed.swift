public import RandomStreams

/// The standard normal numbers of a block of paths, step by step.
///
/// Number v of a path is variate v of its stream; a step uses as many consecutive numbers as the
/// scheme asks for, times the variables, times the increments that make up a step.
@usableFromInline
struct NoiseFeed<Scalar: NormalScalar>: ~Copyable {
  @usableFromInline let source: NormalSource
  @usableFromInline let firstPath: UInt64
  @usableFromInline let count: Int
  @usableFromInline let noise: StepNoise
  @usableFromInline let dimension: Int
  @usableFromInline let incrementsPerStep: Int
  /// The variates of one block of the streams.
  @usableFromInline let variates: UnsafeMutableBufferPointer<Scalar>
  /// The numbers of a step: a row for each variable, then the rows of the second numbers.
  @usableFromInline let sums: UnsafeMutableBufferPointer<Scalar>
  @usableFromInline var nextVariate: UInt64
  @usableFromInline var isFirst = true

  /// A feed for some variables, before the step of the given number.
  @inlinable
  init(
    source: NormalSource, firstPath: Int, count: Int, noise: StepNoise, incrementsPerStep: Int,
    dimension: Int = 1, firstStep: Int = 0
  ) {
    self.source = source
    self.firstPath = UInt64(firstPath)
    self.count = count
    self.noise = noise
    self.dimension = dimension
    self.incrementsPerStep = incrementsPerStep
    let perIncrement = dimension + noise.extraNumbers(dimension: dimension)
    nextVariate = UInt64(firstStep) * UInt64(incrementsPerStep * perIncrement)
    variates = .allocate(capacity: count * Scalar.normalsPerBlock)
    sums = .allocate(
      capacity: count * (dimension + max(dimension, noise.extraNumbers(dimension: dimension))))
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
    if row == 0 || isFirst { source.fill(variates, firstIndex: firstPath, block: block) }
    isFirst = false
    nextVariate += 1
    return UnsafeBufferPointer(
      rebasing: variates[Int(row) * count..<(Int(row) + 1) * count])
  }

  /// The numbers of one variable, or of one pair of variables, among the step's numbers.
  @inlinable
  func part(_ row: Int) -> UnsafeMutableBufferPointer<Scalar> {
    UnsafeMutableBufferPointer(rebasing: sums[row * count..<(row + 1) * count])
  }

  /// The first numbers of the present step, a row for each variable.
  @inlinable
  var first: UnsafeBufferPointer<Scalar> {
    UnsafeBufferPointer(rebasing: sums[..<(dimension * count)])
  }

  /// The second numbers of the present step.
  @inlinable
  var second: UnsafeBufferPointer<Scalar> {
    UnsafeBufferPointer(rebasing: sums[(dimension * count)...])
  }

  /// Puts the next step's numbers into the block.
  @inlinable
  mutating func advance(_ block: inout ParticleBlock<Scalar>) {
    guard noise != .increment || incrementsPerStep > 1 else {
      block.noise = nextRow()
      return
    }
    advance()
    block.noise = first
    block.secondNoise = second
  }

  /// Makes the next step's numbers.
  @inlinable
  mutating func advance() {
    switch noise {
    case .increment: sumIncrements(into: 0)
    case .incrementAndIntegral: combineIncrements()
    case .incrementAndSigns: sumIncrements(into: 0)
    case .incrementAndNext:
      if isFirst { sumIncrements(into: dimension) }
      for place in 0..<dimension * count { sums[place] = sums[dimension * count + place] }
      sumIncrements(into: dimension)
    }
  }

  /// z = Σ zⱼ/√r of every variable, in rows from `start` on, and the signs of the last increment.
  @inlinable
  mutating func sumIncrements(into start: Int) {
    let scale = 1 / Scalar(incrementsPerStep).squareRoot()
    let extra = noise.extraNumbers(dimension: dimension)
    for increment in 0..<incrementsPerStep {
      for variable in 0..<dimension {
        let (row, sum) = (nextRow(), part(start + variable))
        if increment == 0 {
          for path in 0..<count { sum[path] = row[path] * scale }
        } else {
          for path in 0..<count { sum[path] += row[path] * scale }
        }
      }
      for pair in 0..<extra {
        let (row, sign) = (nextRow(), part(dimension + pair))
        for path in 0..<count { sign[path] = row[path] < 0 ? -1 : 1 }
      }
    }
  }
}

extension NoiseFeed {
  /// Combines pairs (z, y) that stand for W = √h z and ∫W dt = ½ h^{3/2} (z + y/√3) in each part of
  /// the step into the pair of the whole step.
  @inlinable
  mutating func combineIncrements() {
    sums.update(repeating: 0)
    let parts = Scalar(incrementsPerStep)
    let (root, third) = (1 / parts.squareRoot(), 1 / Scalar(3).squareRoot())
    // In units of the whole step: first W, then its integral.
    for _ in 0..<incrementsPerStep {
      for variable in 0..<dimension {
        let (sum, integral) = (part(variable), part(dimension + variable))
        let z = nextRow()
        for path in 0..<count {
          integral[path] += (sum[path] + z[path] * root / 2) / parts
          sum[path] += z[path] * root
        }
        let y = nextRow()
        for path in 0..<count { integral[path] += y[path] * third * root / (2 * parts) }
      }
    }
    for place in 0..<dimension * count {
      let integral = sums[dimension * count + place]
      sums[dimension * count + place] = (2 * integral - sums[place]) / third
    }
  }
}
