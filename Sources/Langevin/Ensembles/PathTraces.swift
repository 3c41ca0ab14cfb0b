/// Chosen paths at every k-th step.
public struct PathTraces: Hashable, Codable, Sendable {
  /// The indices of the paths.
  public let paths: [Int]
  /// The times, from the start of the run on.
  public let times: [Double]
  /// The number of variables.
  public let dimension: Int
  /// The coordinates, shape [path][time][variable].
  public let positions: [Double]

  init(
    paths: [Int] = [], times: [Double] = [], dimension: Int = 1, positions: [Double] = []
  ) {
    self.paths = paths
    self.times = times
    self.dimension = dimension
    self.positions = positions
  }

  /// One variable of one path at all times.
  ///
  /// - Parameters:
  ///   - place: The place of the path in ``paths``.
  ///   - variable: The variable.
  public subscript(path place: Int, variable variable: Int = 0) -> [Double] {
    let first = place * times.count * dimension + variable
    return times.indices.map { positions[first + $0 * dimension] }
  }
}

/// The traces of a block's paths, as they grow.
@usableFromInline
struct BlockTraces {
  /// The traced paths of the block, counted from the block's first.
  @usableFromInline let places: [Int]
  @usableFromInline let stride: Int
  /// What has been seen of each traced path, shape [time][variable].
  private(set) var values: [[Double]]

  @usableFromInline
  init(_ configuration: LangevinConfiguration, firstPath: Int, count: Int) {
    stride = configuration.traceStride
    places = configuration.tracedPaths
      .filter { $0 >= firstPath && $0 < firstPath + count }.map { $0 - firstPath }
    values = Array(repeating: [], count: places.count)
  }

  /// Adds a coordinate of the path at a place in ``places``.
  @usableFromInline
  mutating func append(_ coordinate: Double, to index: Int) { values[index].append(coordinate) }
}
