public import RandomStreams
public import StochasticProcesses

/// A block of consecutive paths with the memory that a scheme works in.
///
/// All buffers have ``count`` elements.
public struct ParticleBlock<Scalar: NormalScalar>: ~Copyable {
  /// The number of paths.
  public let count: Int
  /// The positions, which a step replaces.
  public let position: UnsafeMutableBufferPointer<Scalar>
  /// Room for the drift at the start of the step.
  public let drift: UnsafeMutableBufferPointer<Scalar>
  /// The diffusion coefficient at the start of the step; every scheme leaves it here.
  public let diffusion: UnsafeMutableBufferPointer<Scalar>
  /// Room for the random part of the step.
  public let kick: UnsafeMutableBufferPointer<Scalar>
  /// Room for supporting positions of schemes with stages.
  public let stage: UnsafeMutableBufferPointer<Scalar>
  /// Room for the drift at the stage.
  public let stageDrift: UnsafeMutableBufferPointer<Scalar>
  /// Room for the diffusion coefficient at the stage.
  public let stageDiffusion: UnsafeMutableBufferPointer<Scalar>
  /// More room for the random part of the step.
  public let secondKick: UnsafeMutableBufferPointer<Scalar>
  /// Standard normal numbers z; the Brownian increment of the step h is √h z.
  public var noise: UnsafeBufferPointer<Scalar>
  /// A second set of standard normal numbers, for schemes that ask for two per step.
  public var secondNoise: UnsafeBufferPointer<Scalar>
  /// The positions before the step, kept when there are absorbing walls.
  @usableFromInline let previous: UnsafeMutableBufferPointer<Scalar>
  /// Where supporting positions are kept; nil without walls.
  @usableFromInline var stageRange: ClosedRange<Scalar>?
  /// Whether all positions are finite, as far as a scheme has found out.
  @usableFromInline var finiteness: Bool?
  private let memory: UnsafeMutableBufferPointer<Scalar>

  /// Creates a block of paths at the origin, such as to try a scheme with numbers of one's own.
  public init(count: Int) {
    self.count = count
    // Buffers a multiple of 4096 bytes apart would wait for each other's stores.
    let stride = count + 128 / MemoryLayout<Scalar>.size
    let memory = UnsafeMutableBufferPointer<Scalar>.allocate(capacity: 10 * stride)
    memory.initialize(repeating: 0)
    self.memory = memory
    func part(_ index: Int) -> UnsafeMutableBufferPointer<Scalar> {
      UnsafeMutableBufferPointer(rebasing: memory[index * stride..<index * stride + count])
    }
    position = part(0)
    drift = part(1)
    diffusion = part(2)
    previous = part(3)
    kick = part(5)
    stage = part(6)
    stageDrift = part(7)
    stageDiffusion = part(8)
    secondKick = part(9)
    noise = UnsafeBufferPointer(part(4))
    secondNoise = UnsafeBufferPointer(part(4))
  }

  /// Evaluates the process at the stage into ``stageDrift`` and ``stageDiffusion``.
  ///
  /// Between walls, supporting positions beyond a wall are moved to it first.
  @inlinable
  @inline(__always)
  public func evaluateStage<Process: DiffusionProcess>(_ process: Process, at time: Scalar)
  where Process.Scalar == Scalar {
    if let stageRange {
      for path in 0..<count {
        stage[path] = min(stageRange.upperBound, max(stageRange.lowerBound, stage[path]))
      }
    }
    var drift = stageDrift.mutableSpan
    var diffusion = stageDiffusion.mutableSpan
    process.evaluate(
      at: UnsafeBufferPointer(stage).span, time: time, drift: &drift, diffusion: &diffusion)
  }

  /// Sets ``kick`` to √(factor · D) z, with the diffusion coefficient D at the start of the step.
  @inlinable
  public func scaleNoise(by factor: Scalar) {
    scale(noise, variances: diffusion, by: factor, into: kick)
  }

  /// Sets ``secondKick`` to √(factor · D) z, with the diffusion coefficient D at the stage.
  @inlinable
  public func scaleNoiseAtStage(by factor: Scalar) {
    scale(noise, variances: stageDiffusion, by: factor, into: secondKick)
  }

  @inlinable
  func scale(
    _ noise: UnsafeBufferPointer<Scalar>, variances: UnsafeMutableBufferPointer<Scalar>,
    by factor: Scalar, into result: UnsafeMutableBufferPointer<Scalar>
  ) {
    guard let z = noise.baseAddress, let variance = variances.baseAddress,
      let product = result.baseAddress
    else { return }
    Scalar.scale(z, variances: variance, factor: factor, into: product, count: count)
  }

  /// Sets ``position`` to x + h a + √(factor · D) z, with a and D at the start of the step.
  @inlinable
  public mutating func advance(by h: Scalar, noiseFactor factor: Scalar) {
    guard let x = position.baseAddress, let a = drift.baseAddress, let z = noise.baseAddress,
      let variance = diffusion.baseAddress
    else { return }
    finiteness = Scalar.advance(
      x, rates: a, step: h, normals: z, variances: variance, factor: factor, count: count)
  }

  deinit { memory.deallocate() }

  /// Evaluates the process at the positions into ``drift`` and ``diffusion``.
  @inlinable
  @inline(__always)
  public mutating func evaluate<Process: DiffusionProcess>(_ process: Process, at time: Scalar)
  where Process.Scalar == Scalar {
    finiteness = nil
    var drift = drift.mutableSpan
    var diffusion = diffusion.mutableSpan
    process.evaluate(
      at: UnsafeBufferPointer(position).span, time: time, drift: &drift, diffusion: &diffusion)
  }
}

extension ParticleBlock {
  /// Keeps supporting positions between the walls of a domain.
  @inlinable
  mutating func confineStages(to domain: ParticleDomain) {
    stageRange = domain.walledRange.map { Scalar($0.lowerBound)...Scalar($0.upperBound) }
  }

  /// Keeps the positions before the step.
  @inlinable
  func keepPositions() { _ = previous.update(from: position) }

  /// Whether all positions are finite.
  @inlinable
  var isFinite: Bool {
    if let finiteness { return finiteness }
    guard let x = position.baseAddress else { return true }
    return Scalar.areFinite(x, count: count)
  }

  /// The first path whose position is not finite.
  @usableFromInline
  var firstDivergedPath: Int { position.firstIndex { !$0.isFinite } ?? 0 }
}
