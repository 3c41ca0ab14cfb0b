public import RandomStreams
public import StochasticProcesses

/// A block of consecutive paths of several variables with the memory that a scheme works in.
///
/// Coordinates are stored variable by variable: variable v of path i is at `v * count + i`.
public struct MultivariateBlock<Scalar: NormalScalar>: ~Copyable {
  /// The number of variables.
  public let dimension: Int
  /// The number of paths.
  public let count: Int
  /// The coordinates, which a step replaces.
  public let position: UnsafeMutableBufferPointer<Scalar>
  /// Room for the drift at the start of the step.
  public let drift: UnsafeMutableBufferPointer<Scalar>
  /// The upper triangle of the diffusion matrix at the start of the step, element by element; every
  /// scheme leaves it here.
  public let diffusion: UnsafeMutableBufferPointer<Scalar>
  /// Room for supporting positions of schemes with stages.
  public let stage: UnsafeMutableBufferPointer<Scalar>
  /// Room for the drift at the stage.
  public let stageDrift: UnsafeMutableBufferPointer<Scalar>
  /// Room for the diffusion matrix at the stage.
  public let stageDiffusion: UnsafeMutableBufferPointer<Scalar>
  /// Room for the new positions while the old ones are needed.
  public let result: UnsafeMutableBufferPointer<Scalar>
  /// Standard normal numbers z, a row for each variable.
  public var noise: UnsafeBufferPointer<Scalar>
  /// A second set of numbers, for schemes that ask for them.
  public var secondNoise: UnsafeBufferPointer<Scalar>
  /// The positions before the step, kept when there are absorbing walls.
  @usableFromInline let previous: UnsafeMutableBufferPointer<Scalar>
  @usableFromInline let factor: NoiseFactor<Scalar>
  @usableFromInline let stageFactor: NoiseFactor<Scalar>
  /// Where supporting positions of each variable are kept; empty without walls.
  @usableFromInline var stageRanges: [ClosedRange<Scalar>?] = []
  /// Whether one factor serves all paths.
  @usableFromInline let isHomogeneous: Bool
  /// Whether the factor of a homogeneous and autonomous process is there already.
  @usableFromInline var isFactorFixed = false
  @usableFromInline let isAutonomous: Bool
  @usableFromInline let memory: UnsafeMutableBufferPointer<Scalar>

  /// Creates a block of paths at the origin, such as to try a scheme with numbers of one's own.
  ///
  /// - Parameters:
  ///   - dimension: The number of variables.
  ///   - count: The number of paths.
  ///   - isHomogeneous: Whether D is the same at all points.
  ///   - isAutonomous: Whether the coefficients do not depend on time.
  @inlinable
  public init(dimension: Int, count: Int, isHomogeneous: Bool, isAutonomous: Bool) {
    self.dimension = dimension
    self.count = count
    self.isHomogeneous = isHomogeneous
    self.isAutonomous = isAutonomous
    let (row, triangle) = (dimension * count, MatrixTriangle.count(dimension: dimension) * count)
    // Buffers a multiple of 4096 bytes apart would wait for each other's stores.
    let gap = 128 / MemoryLayout<Scalar>.size
    let sizes = [row, row, triangle, row, row, triangle, row, row]
    let memory = UnsafeMutableBufferPointer<Scalar>.allocate(
      capacity: sizes.reduce(0) { $0 + $1 + gap })
    memory.initialize(repeating: 0)
    self.memory = memory
    var next = 0
    func part(_ index: Int) -> UnsafeMutableBufferPointer<Scalar> {
      defer { next += sizes[index] + gap }
      return UnsafeMutableBufferPointer(rebasing: memory[next..<next + sizes[index]])
    }
    position = part(0)
    drift = part(1)
    diffusion = part(2)
    stage = part(3)
    stageDrift = part(4)
    stageDiffusion = part(5)
    previous = part(6)
    result = part(7)
    factor = NoiseFactor(dimension: dimension, count: isHomogeneous ? 1 : count)
    stageFactor = NoiseFactor(dimension: dimension, count: isHomogeneous ? 1 : count)
    noise = UnsafeBufferPointer(rebasing: memory[..<0])
    secondNoise = UnsafeBufferPointer(rebasing: memory[..<0])
  }

  @inlinable
  deinit { memory.deallocate() }
}
