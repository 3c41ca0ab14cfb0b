public import RandomStreams
public import StochasticProcesses

extension MultivariateBlock {
  /// Evaluates the process at the positions into ``drift``, ``diffusion`` and the noise factor.
  @inlinable
  @inline(__always)
  public mutating func evaluate<Process: MultivariateDiffusionProcess>(
    _ process: Process, at time: Scalar
  ) where Process.Scalar == Scalar {
    var drift = drift.mutableSpan
    var diffusion = diffusion.mutableSpan
    process.evaluate(
      at: UnsafeBufferPointer(position).span, time: time, drift: &drift, diffusion: &diffusion)
    guard !isFactorFixed else { return }
    factor.factorize(self.diffusion, stride: count, paths: isHomogeneous ? 1 : count)
    isFactorFixed = isHomogeneous && isAutonomous
  }

  /// Evaluates the process at the stage into ``stageDrift``, ``stageDiffusion`` and, when asked for,
  /// the stage's noise factor.
  ///
  /// Between walls, supporting positions beyond a wall are moved to it first.
  @inlinable
  @inline(__always)
  public func evaluateStage<Process: MultivariateDiffusionProcess>(
    _ process: Process, at time: Scalar, factorizing: Bool = false
  ) where Process.Scalar == Scalar {
    confineStage()
    var drift = stageDrift.mutableSpan
    var diffusion = stageDiffusion.mutableSpan
    process.evaluate(
      at: UnsafeBufferPointer(stage).span, time: time, drift: &drift, diffusion: &diffusion)
    guard factorizing else { return }
    stageFactor.factorize(stageDiffusion, stride: count, paths: isHomogeneous ? 1 : count)
  }

  /// Evaluates D at the stage and its noise factor; ``stageDrift`` is room for the process.
  @inlinable
  @inline(__always)
  public func evaluateStageNoise<Process: MultivariateDiffusionProcess>(
    _ process: Process, at time: Scalar
  ) where Process.Scalar == Scalar {
    confineStage()
    var workspace = stageDrift.mutableSpan
    var diffusion = stageDiffusion.mutableSpan
    process.evaluateDiffusion(
      at: UnsafeBufferPointer(stage).span, time: time, workspace: &workspace,
      diffusion: &diffusion)
    stageFactor.factorize(stageDiffusion, stride: count, paths: isHomogeneous ? 1 : count)
  }

  @inlinable
  func confineStage() {
    for (variable, range) in stageRanges.enumerated() {
      guard let range else { continue }
      let row = row(variable, of: stage)
      for path in row.indices {
        row[path] = min(range.upperBound, max(range.lowerBound, row[path]))
      }
    }
  }

  /// One variable of a buffer of coordinates.
  @inlinable
  @inline(__always)
  public func row(
    _ variable: Int, of buffer: UnsafeMutableBufferPointer<Scalar>
  ) -> UnsafeMutableBufferPointer<Scalar> {
    UnsafeMutableBufferPointer(rebasing: buffer[variable * count..<(variable + 1) * count])
  }

  /// One variable of the noise.
  @inlinable
  @inline(__always)
  public func row(
    _ variable: Int, of buffer: UnsafeBufferPointer<Scalar>
  ) -> UnsafeBufferPointer<Scalar> {
    UnsafeBufferPointer(rebasing: buffer[variable * count..<(variable + 1) * count])
  }
}

extension MultivariateBlock {
  /// Adds scale · B z to positions, with the factor B at the start of the step.
  ///
  /// - Parameters:
  ///   - noise: The numbers z, a row for each variable.
  ///   - scale: The factor, √h for a Brownian increment over the step h.
  ///   - target: The positions to add to.
  @inlinable
  public func addNoise(
    _ noise: UnsafeBufferPointer<Scalar>, scale: Scalar,
    to target: UnsafeMutableBufferPointer<Scalar>
  ) {
    add(factor, noise, scale, target)
  }

  /// Adds scale · B z to positions, with the factor B at the stage.
  @inlinable
  public func addStageNoise(
    _ noise: UnsafeBufferPointer<Scalar>, scale: Scalar,
    to target: UnsafeMutableBufferPointer<Scalar>
  ) {
    add(stageFactor, noise, scale, target)
  }

  @inlinable
  func add(
    _ factor: borrowing NoiseFactor<Scalar>, _ noise: UnsafeBufferPointer<Scalar>, _ scale: Scalar,
    _ target: UnsafeMutableBufferPointer<Scalar>
  ) {
    for variable in 0..<dimension {
      let sum = row(variable, of: target)
      for source in 0...variable {
        let z = row(source, of: noise)
        let b = factor[variable, source]
        if isHomogeneous {
          let amplitude = scale * b[0]
          guard amplitude != 0 else { continue }
          for path in 0..<count { sum[path] += amplitude * z[path] }
        } else {
          for path in 0..<count { sum[path] += scale * b[path] * z[path] }
        }
      }
    }
  }

  /// Adds scale times a column of the factor B at the start of the step to positions.
  @inlinable
  func addColumn(
    _ column: Int, scale: Scalar, to target: UnsafeMutableBufferPointer<Scalar>
  ) {
    for variable in column..<dimension {
      let (sum, b) = (row(variable, of: target), factor[variable, column])
      for path in 0..<count { sum[path] += scale * b[isHomogeneous ? 0 : path] }
    }
  }

  /// Sets positions to x + scale · rates.
  @inlinable
  public func move(
    _ target: UnsafeMutableBufferPointer<Scalar>, from x: UnsafeMutableBufferPointer<Scalar>,
    along rates: UnsafeMutableBufferPointer<Scalar>, scale: Scalar
  ) {
    for place in 0..<dimension * count { target[place] = x[place] + scale * rates[place] }
  }

  /// Keeps the positions before the step.
  @inlinable
  func keepPositions() { _ = previous.update(from: position) }

  /// Whether all coordinates are finite.
  @inlinable
  var isFinite: Bool {
    guard let x = position.baseAddress else { return true }
    return Scalar.areFinite(x, count: position.count)
  }

  /// The first path with a coordinate that is not finite.
  @usableFromInline
  var firstDivergedPath: Int {
    var first = count
    for place in position.indices where !position[place].isFinite {
      first = min(first, place % count)
    }
    return first
  }
}
