public import RandomStreams
public import StochasticProcesses

extension PlatenWeakOrderTwo: MultivariateLangevinScheme {
  /// A number for each variable and a sign for each pair of variables.
  public static var multivariateNoise: StepNoise { .incrementAndSigns }

  /// Advances the block by one step for any noise.
  ///
  /// With the columns bⱼ of B, ΔWⱼ = √h zⱼ, R±ⱼ = X + a h ± bⱼ √h, U±ⱼ = X ± bⱼ √h, and signs
  /// V_kj = −V_jk, V_jj = −1
  ///
  /// ```
  /// X′ = X + (a(X + a h + Σ bⱼ ΔWⱼ) + a) h/2
  ///    + ¼ Σⱼ [(bⱼ(R₊ⱼ) + bⱼ(R₋ⱼ) + 2 bⱼ) ΔWⱼ + (bⱼ(R₊ⱼ) − bⱼ(R₋ⱼ)) √h (zⱼ² − 1)
  ///      + Σ_{k≠j} ((bⱼ(U₊ₖ) + bⱼ(U₋ₖ) − 2 bⱼ) ΔWⱼ + (bⱼ(U₊ₖ) − bⱼ(U₋ₖ)) √h (zⱼ zₖ + V_kj))]
  /// ```
  ///
  /// Weak order 2; 4 d evaluations of D and 2 of both coefficients per step of d variables, and 2 of
  /// both when D is the same at all points, where B is taken at both ends of the step.
  ///
  /// ## Reference
  ///
  /// P. E. Kloeden and E. Platen, *Numerical Solution of Stochastic Differential Equations*
  /// (Springer, 1992), section 15.1.
  @inlinable
  public func advance<Process: MultivariateDiffusionProcess>(
    _ block: inout MultivariateBlock<Process.Scalar>, _ process: Process, from t: Process.Scalar,
    by h: Process.Scalar
  ) where Process.Scalar: NormalScalar {
    block.evaluate(process, at: t)
    let root = h.squareRoot()
    block.move(block.result, from: block.position, along: block.drift, scale: h / 2)
    if block.isHomogeneous {
      advanceHomogeneous(&block, process, from: t, by: h)
    } else {
      block.addNoise(block.noise, scale: root / 2, to: block.result)
      for source in 0..<block.dimension {
        addOwnTerms(&block, process, t + h, root, source)
        addMixedTerms(&block, process, t, root, source)
      }
      block.move(block.stage, from: block.position, along: block.drift, scale: h)
      block.addNoise(block.noise, scale: root, to: block.stage)
      block.evaluateStage(process, at: t + h)
    }
    block.move(block.position, from: block.result, along: block.stageDrift, scale: h / 2)
  }

  /// The drift at the predicted position and the mean of B over the step.
  @inlinable
  func advanceHomogeneous<Process: MultivariateDiffusionProcess>(
    _ block: inout MultivariateBlock<Process.Scalar>, _ process: Process, from t: Process.Scalar,
    by h: Process.Scalar
  ) where Process.Scalar: NormalScalar {
    let root = h.squareRoot()
    block.move(block.stage, from: block.position, along: block.drift, scale: h)
    block.addNoise(block.noise, scale: root, to: block.stage)
    block.evaluateStage(process, at: t + h, factorizing: true)
    block.addNoise(block.noise, scale: root / 2, to: block.result)
    block.addStageNoise(block.noise, scale: root / 2, to: block.result)
  }

  /// The terms with column j at R±ⱼ.
  @inlinable
  func addOwnTerms<Process: MultivariateDiffusionProcess>(
    _ block: inout MultivariateBlock<Process.Scalar>, _ process: Process, _ time: Process.Scalar,
    _ root: Process.Scalar, _ column: Int
  ) where Process.Scalar: NormalScalar {
    let z = block.row(column, of: block.noise)
    for sign: Process.Scalar in [1, -1] {
      block.move(block.stage, from: block.position, along: block.drift, scale: root * root)
      block.addColumn(column, scale: sign * root, to: block.stage)
      block.evaluateStageNoise(process, at: time)
      let weight = block.row(0, of: block.stageDrift)
      for path in 0..<block.count {
        weight[path] = root / 4 * (z[path] + sign * (z[path] * z[path] - 1))
      }
      addColumn(column, of: block.stageFactor, times: weight, to: block)
    }
  }

  /// The terms with the columns j ≠ k at U±ₖ.
  @inlinable
  func addMixedTerms<Process: MultivariateDiffusionProcess>(
    _ block: inout MultivariateBlock<Process.Scalar>, _ process: Process, _ time: Process.Scalar,
    _ root: Process.Scalar, _ source: Int
  ) where Process.Scalar: NormalScalar {
    guard block.dimension > 1 else { return }
    let other = block.row(source, of: block.noise)
    let weight = block.row(0, of: block.stageDrift)
    for sign: Process.Scalar in [1, -1] {
      block.move(block.stage, from: block.position, along: block.drift, scale: 0)
      block.addColumn(source, scale: sign * root, to: block.stage)
      block.evaluateStageNoise(process, at: time)
      for column in 0..<block.dimension where column != source {
        let z = block.row(column, of: block.noise)
        let pair = PairPlace.index(source, column, dimension: block.dimension)
        let random = block.row(pair, of: block.secondNoise)
        let direction: Process.Scalar = source < column ? 1 : -1
        for path in 0..<block.count {
          let product = z[path] * other[path] + direction * random[path]
          weight[path] = root / 4 * (z[path] + sign * product)
        }
        addColumn(column, of: block.stageFactor, times: weight, to: block)
        for path in 0..<block.count { weight[path] = -root / 4 * z[path] }
        addColumn(column, of: block.factor, times: weight, to: block)
      }
    }
  }

  /// Adds a column of a factor times a number of each path to the result.
  @inlinable
  func addColumn<Scalar>(
    _ column: Int, of factor: borrowing NoiseFactor<Scalar>,
    times weight: UnsafeMutableBufferPointer<Scalar>, to block: borrowing MultivariateBlock<Scalar>
  ) {
    for variable in column..<block.dimension {
      let (sum, b) = (block.row(variable, of: block.result), factor[variable, column])
      for path in 0..<block.count { sum[path] += b[path] * weight[path] }
    }
  }
}

/// Where the numbers of pairs of variables are.
@usableFromInline
enum PairPlace {
  /// The place of a pair of different variables, in either order.
  @inlinable
  static func index(_ one: Int, _ other: Int, dimension: Int) -> Int {
    let (first, second) = (min(one, other), max(one, other))
    return first * dimension - first * (first + 1) / 2 + second - first - 1
  }
}
