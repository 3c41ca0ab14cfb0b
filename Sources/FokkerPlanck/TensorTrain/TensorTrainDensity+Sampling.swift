internal import LinearAlgebra
internal import RealModule
internal import TensorTrains

extension TensorTrainDensity {
  /// Points with this density, from uniform numbers (Rosenblatt's transform inverted).
  ///
  /// The first variable is drawn from its marginal density, every other one from its density given
  /// those before it; where a conditional density is negative it counts as zero. Uniform numbers of
  /// a sequence of low discrepancy give points of low discrepancy.
  ///
  /// - Parameter uniforms: Numbers between 0 and 1, one per variable and point, point after point.
  /// - Returns: The points, in the layout of the uniform numbers.
  /// - Throws: ``FokkerPlanckError/numericalFailure(reason:)``.
  ///
  /// ## Reference
  ///
  /// S. Dolgov, K. Anaya-Izquierdo, C. Fox and R. Scheichl, "Approximation and sampling of
  /// multivariate probability distributions in the tensor train decomposition", *Statistics and
  /// Computing* 30 (2020) 603-625,
  /// [doi:10.1007/s11222-019-09910-z](https://doi.org/10.1007/s11222-019-09910-z).
  public func points(
    fromUniforms uniforms: [Double]
  ) throws(FokkerPlanckError) -> [Double] {
    precondition(uniforms.count % dimension == 0, "one number per variable and point")
    let sampler = try ConditionalSampler(self)
    var result: [Double] = []
    result.reserveCapacity(uniforms.count)
    for start in stride(from: 0, to: uniforms.count, by: dimension) {
      if Task.isCancelled { throw .cancelled(time: .nan) }
      result += sampler.point(Array(uniforms[start..<start + dimension]))
    }
    return result
  }

  /// The smallest density at a hundred points of low discrepancy and at as many mirrored and moved
  /// outwards, divided by the largest; negative where the density undershoots.
  func smallestSampledValue() throws(FokkerPlanckError) -> Double {
    let sampler = try ConditionalSampler(self)
    let (mean, _) = try meanAndCovariance()
    let tables = try axes.tables()
    var (smallest, largest) = (Double.infinity, 0.0)
    for inner in sampler.spreadPoints(count: 100) {
      let outer = zip(inner, mean).map { $1 - 1.8 * ($0 - $1) }
      for point in [inner, outer] {
        let value = train.contracted(
          with: zip(tables, point).map { $0.interpolation(at: $1) })
        smallest = min(smallest, value)
        largest = max(largest, value)
      }
    }
    return largest > 0 ? smallest / largest : smallest
  }
}

/// Draws one variable after another from its density given those before it.
struct ConditionalSampler {
  private let tables: [SpectralTables]
  private let cores: [TensorCore]
  /// For each variable, its core summed over all later variables: rows of the left rank, columns of
  /// the points of its grid.
  private let conditionals: [Matrix]
  private let grids: [[Double]]

  init(_ density: TensorTrainDensity) throws(FokkerPlanckError) {
    let tables = try density.axes.tables()
    self.tables = tables
    cores = density.train.cores
    var right = [1.0]
    var (conditionals, grids): ([Matrix], [[Double]]) = ([], [])
    for (table, core) in zip(tables, cores).reversed() {
      let grid = Self.grid(of: table.axis)
      var summed = Matrix(rowCount: core.leftRank, columnCount: core.size)
      for a in 0..<core.leftRank {
        for i in 0..<core.size {
          for b in 0..<core.rightRank { summed[a, i] += core[a, i, b] * right[b] }
        }
      }
      conditionals.append(summed * table.interpolation(at: grid).transposed)
      grids.append(grid)
      right = core.contracted(with: table.integral) * right
    }
    self.conditionals = conditionals.reversed()
    self.grids = grids.reversed()
  }

  /// Equal steps that resolve the functions of an axis, as far as they reach.
  private static func grid(of axis: SpectralAxis) -> [Double] {
    let (lower, upper): (Double, Double)
    switch axis.extent {
    case .line(let center, let scale):
      let reach = scale * (Double(2 * axis.count + 1).squareRoot() + 1)
      (lower, upper) = (center - reach, center + reach)
    case .interval(let domain), .ring(let domain):
      (lower, upper) = (domain.lowerBound, domain.upperBound)
    }
    let count = 16 * axis.count
    return (0...count).map { lower + (upper - lower) * Double($0) / Double(count) }
  }

  /// The point that belongs to numbers between 0 and 1.
  func point(_ uniforms: [Double]) -> [Double] {
    var left = [1.0]
    var point: [Double] = []
    for (variable, uniform) in uniforms.enumerated() {
      let density = conditionals[variable].transposed * left
      let x = Self.quantile(uniform, of: density, on: grids[variable])
      point.append(x)
      let weights = tables[variable].interpolation(at: x)
      left = cores[variable].contracted(with: weights).transposed * left
      // Only the direction matters: the conditional densities are normalised.
      let scale = left.reduce(0) { max($0, abs($1)) }
      if scale > 0 { for index in left.indices { left[index] /= scale } }
    }
    return point
  }

  /// Points with the density that are spread evenly: an additive recurrence in the uniform numbers.
  func spreadPoints(count: Int) -> [[Double]] {
    (1...count).map { index in
      point(
        tables.indices.map { variable in
          let exponent = -Double(variable + 1) / Double(tables.count + 1)
          let shift = Double(index) * Double.pow(2, exponent)
          return 0.5 + 0.998 * (shift - shift.rounded(.down) - 0.5)
        })
    }
  }

  /// The quantile of a density that is linear between the points of a grid.
  private static func quantile(
    _ probability: Double, of density: [Double], on grid: [Double]
  ) -> Double {
    let step = grid[1] - grid[0]
    let values = density.map { max($0, 0) }
    var masses = [0.0]
    for cell in 1..<grid.count {
      masses.append(masses[cell - 1] + 0.5 * step * (values[cell - 1] + values[cell]))
    }
    let target = probability * masses[grid.count - 1]
    var (low, high) = (0, grid.count - 1)
    while high - low > 1 {
      let middle = (low + high) / 2
      if masses[middle] <= target { low = middle } else { high = middle }
    }
    let rest = target - masses[low]
    // rest = p₀ y + (p₁ − p₀) y²/(2h), solved without cancellation.
    let (first, slope) = (values[low], (values[high] - values[low]) / step)
    let root = max(0, first * first + 2 * slope * rest).squareRoot()
    guard first + root > 0 else { return grid[low] }
    return grid[low] + min(step, 2 * rest / (first + root))
  }
}
