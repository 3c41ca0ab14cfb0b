extension Density {
  /// Creates the histogram of `samples`, normalised by their number.
  ///
  /// Samples outside the axis are left out, so that the mass tells the fraction inside.
  ///
  /// - Throws: ``GridError/noMass`` when there are no samples.
  public init(axis: Axis, histogramOf samples: [Double]) throws(GridError) {
    guard !samples.isEmpty else { throw .noMass }
    var counts = [Int](repeating: 0, count: axis.cellCount)
    for sample in samples {
      if let cell = axis.cell(containing: sample) { counts[cell] += 1 }
    }
    let scale = 1 / (Double(samples.count) * axis.spacing)
    try self.init(axis: axis, values: counts.map { Double($0) * scale })
  }

  /// The point below which the fraction `probability` of the mass lies, linear within cells.
  public func quantile(_ probability: Double) -> Double {
    precondition((0...1).contains(probability), "a probability lies between 0 and 1")
    let cumulative = cumulativeAtFaces
    let target = probability * (cumulative.last ?? 0)
    var (low, high) = (0, axis.cellCount)
    while high - low > 1 {
      let middle = (low + high) / 2
      if cumulative[middle] <= target { low = middle } else { high = middle }
    }
    let inCell = cumulative[high] - cumulative[low]
    guard inCell > 0 else { return axis.face(low) }
    return axis.face(low) + axis.spacing * min(1, (target - cumulative[low]) / inCell)
  }
}
