internal import LinearAlgebra

/// The covariance of a sum of scores, by what counts as dependent.
struct ScoreCovariance {
  typealias Score = (Int, UnsafeMutableBufferPointer<Double>) -> Void

  private let count: Int
  private(set) var matrix: Matrix

  /// Sums the scores of a sample.
  ///
  /// - Parameters:
  ///   - count: The number of scores of each sample.
  ///   - sample: Where clusters and sequences end.
  ///   - errors: What counts as dependent.
  ///   - score: Writes the scores of a sample.
  init(count: Int, _ sample: IncrementSample, _ errors: ErrorModel, score: Score) {
    self.count = count
    matrix = Matrix(rowCount: count, columnCount: count)
    if errors == .clustered {
      let clusters = Double(sample.clusterCount)
      for cluster in 0..<sample.clusterCount {
        addSum(sample.samples(ofCluster: cluster), score)
      }
      matrix = clusters / (clusters - 1) * matrix
    } else {
      let window = errors.window(of: sample) + 1
      for sequence in 0..<sample.sequenceCount {
        addWindows(sample.samples(ofSequence: sequence), window, score)
      }
      let n = Double(sample.count)
      matrix = n / max(n - Double(count), 1) * matrix
    }
  }

  private mutating func addSum(_ range: Range<Int>, _ score: Score) {
    var (sum, row) = ([Double](repeating: 0, count: count), [Double](repeating: 0, count: count))
    for time in range {
      row.withUnsafeMutableBufferPointer { score(time, $0) }
      for index in 0..<count { sum[index] += row[index] }
    }
    add(sum, weight: 1)
  }

  /// Adds the squares of sums over all windows of a length, which gives Bartlett's weights.
  private mutating func addWindows(_ range: Range<Int>, _ window: Int, _ score: Score) {
    var sum = [Double](repeating: 0, count: count)
    var ring = [Double](repeating: 0, count: count * window)
    for time in range.lowerBound..<(range.upperBound + window - 1) {
      let place = (time - range.lowerBound) % window * count
      ring.withUnsafeMutableBufferPointer { ring in
        let slot = UnsafeMutableBufferPointer(rebasing: ring[place..<(place + count)])
        for index in 0..<count {
          sum[index] -= slot[index]
          slot[index] = 0
        }
        guard time < range.upperBound else { return }
        score(time, slot)
        for index in 0..<count { sum[index] += slot[index] }
      }
      add(sum, weight: 1 / Double(window))
    }
  }

  private mutating func add(_ sum: [Double], weight: Double) {
    matrix.elements.withUnsafeMutableBufferPointer { elements in
      for i in 0..<count {
        for j in 0..<count { elements[i * count + j] += weight * sum[i] * sum[j] }
      }
    }
  }
}
