public import Grids

/// Different variables of a process, in the order of the axes of their joint histogram.
public struct VariableGroup: Hashable, Codable, Sendable {
  /// The places of the variables.
  public let indices: [Int]

  /// Creates a group.
  public init(_ indices: [Int]) { self.indices = indices }

  /// Creates a group.
  public init(_ indices: Int...) { self.indices = indices }

  /// The place of a point's cell among those of the axes, the last axis varying fastest; nil
  /// outside.
  @usableFromInline
  func cell(ofPoint point: Int, among count: Int, in all: [Double], on axes: [Axis]) -> Int? {
    var place = 0
    for variable in indices {
      let axis = axes[variable]
      guard let cell = axis.cell(containing: all[variable * count + point]) else { return nil }
      place = place * axis.cellCount + cell
    }
    return place
  }

  /// The number of cells.
  func cellCount(on axes: [Axis]) -> Int { indices.reduce(1) { $0 * axes[$1].cellCount } }

  func validate(dimension: Int) throws(LangevinError) {
    let range = 0..<dimension
    guard !indices.isEmpty, indices.allSatisfy(range.contains), Set(indices).count == indices.count
    else {
      throw .invalidParameter(
        "joint", value: Double(indices.first { !range.contains($0) } ?? indices.first ?? 0),
        remedy: "use different variables below \(dimension)")
    }
  }
}

/// The joint histogram of several variables.
public struct JointHistogram: Hashable, Sendable {
  /// The variables.
  public let variables: VariableGroup
  /// The joint density on the axes of the variables, normalised by the number of all particles.
  public let density: BoxDensity
  /// The standard error of each cell's density.
  public let standardErrors: [Double]
  /// The number of survivors in each cell, the last axis varying fastest.
  public let counts: [Int]

  init(
    _ variables: VariableGroup, counts: [Int], axes: [Axis], particleCount: Int
  ) throws(GridError) {
    self.variables = variables
    self.counts = counts
    let (n, volume) = (Double(particleCount), axes.reduce(1) { $0 * $1.spacing })
    let shares = counts.map { Double($0) / n }
    density = try BoxDensity(axes: axes, values: shares.map { $0 / volume })
    standardErrors = shares.map { ($0 * (1 - $0) / n).squareRoot() / volume }
  }

  /// The joint differential entropy in nats; see ``EnsembleSnapshot/entropy``.
  public var entropy: StatisticalEstimate? {
    HistogramCounts.entropy(of: counts, cellVolume: density.cellVolume)
  }
}
