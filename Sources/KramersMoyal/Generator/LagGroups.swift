/// The different lags of a sample, or groups of similar ones when they are many.
struct LagGroups {
  /// One lag for each group, ascending.
  let lags: [Double]
  private let bounds: [Double]

  /// Finds at most `most` groups.
  init(_ sample: IncrementSample, most: Int = 16) {
    if let lag = sample.lags.common {
      (lags, bounds) = ([lag], [])
      return
    }
    let sorted = (0..<sample.count).map { sample.lags[$0] }.sorted()
    var values: [Double] = []
    for lag in sorted where values.last.map({ lag > $0 * (1 + 1e-9) }) ?? true {
      values.append(lag)
    }
    if values.count > most {
      values = (0..<most).map { group in
        let range = (sorted.count * group / most)..<(sorted.count * (group + 1) / most)
        return sorted[range].reduce(0, +) / Double(range.count)
      }
      values = values.enumerated().filter { $0 == 0 || $1 > values[$0 - 1] }.map(\.element)
    }
    lags = values
    bounds = zip(values, values.dropFirst()).map { ($0 + $1) / 2 }
  }

  /// The group of a lag.
  func group(of lag: Double) -> Int {
    bounds.firstIndex { lag < $0 } ?? bounds.count
  }
}
