internal import LinearAlgebra

/// The covariance of a sum of scores, by what counts as dependent.
struct ScoreCovariance {
  let count: Int
  private(set) var matrix: Matrix

  /// Sums the scores of a sample.
  ///
  /// - Parameters:
  ///   - count: The number of scores of each sample.
  ///   - sample: Where clusters and sequences end.
  ///   - errors: What counts as dependent.
  ///   - scores: The scores of all samples, sample after sample.
  init(count: Int, _ sample: IncrementSample, _ errors: ErrorModel, scores: [Double]) {
    self.count = count
    matrix = Matrix(rowCount: count, columnCount: count)
    if errors == .clustered {
      let clusters = Double(sample.clusterCount)
      for cluster in 0..<sample.clusterCount {
        add(Self.sum(scores, sample.samples(ofCluster: cluster), count), weight: 1)
      }
      matrix = clusters / (clusters - 1) * matrix
    } else {
      let window = errors.window(of: sample) + 1
      for sequence in 0..<sample.sequenceCount {
        addWindows(scores, sample.samples(ofSequence: sequence), window)
      }
      let n = Double(sample.count)
      matrix = n / max(n - Double(count), 1) * matrix
    }
  }

  /// Adds the squares of sums over all windows of a length, which gives Bartlett's weights.
  private mutating func addWindows(_ scores: [Double], _ range: Range<Int>, _ window: Int) {
    var sum = [Double](repeating: 0, count: count)
    let weight = 1 / Double(window)
    for time in range.lowerBound..<(range.upperBound + window - 1) {
      if time < range.upperBound {
        for index in 0..<count { sum[index] += scores[time * count + index] }
      }
      add(sum, weight: weight)
      let leaving = time - window + 1
      if leaving >= range.lowerBound {
        for index in 0..<count { sum[index] -= scores[leaving * count + index] }
      }
    }
  }

  private mutating func add(_ sum: [Double], weight: Double) {
    for i in 0..<count {
      for j in 0..<count { matrix.elements[i * count + j] += weight * sum[i] * sum[j] }
    }
  }

  private static func sum(_ scores: [Double], _ range: Range<Int>, _ count: Int) -> [Double] {
    var sum = [Double](repeating: 0, count: count)
    for time in range {
      for index in 0..<count { sum[index] += scores[time * count + index] }
    }
    return sum
  }
}
