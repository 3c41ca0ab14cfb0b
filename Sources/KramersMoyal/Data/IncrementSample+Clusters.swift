extension IncrementSample {
  /// The same samples with each cluster cut into blocks of neighbours.
  ///
  /// A single trajectory has no independent part to resample; blocks that are long against its
  /// memory nearly are. Sequences are cut where blocks end.
  ///
  /// - Parameter count: The number of blocks of all samples together; each cluster gets a number in
  ///   proportion to its size, and at least one.
  /// - Returns: The samples in their order, with more clusters.
  public func dividedIntoBlocks(_ count: Int) -> IncrementSample {
    var bounds = [0]
    for cluster in 0..<clusterCount {
      let range = samples(ofCluster: cluster)
      let share = Double(count) * Double(range.count) / Double(self.count)
      let blocks = min(max(1, Int(share.rounded())), range.count)
      for block in 1...blocks { bounds.append(range.lowerBound + range.count * block / blocks) }
    }
    let sequences = Set(bounds).union(sequenceBounds).sorted()
    return IncrementSample(
      positions: positions, increments: increments, lags: lags, clusterBounds: bounds,
      sequenceBounds: sequences, overlap: overlap)
  }

  /// The samples of some clusters, in the given order.
  ///
  /// - Parameter clusters: Which clusters; one that is named twice is taken twice and then counts as
  ///   two.
  /// - Returns: A sample of these clusters alone.
  public func restricted(toClusters clusters: [Int]) -> IncrementSample {
    var (clusterBounds, sequenceBounds) = ([0], [0])
    var indices: [Int] = []
    for cluster in clusters {
      let range = samples(ofCluster: cluster)
      let offset = indices.count - range.lowerBound
      indices.append(contentsOf: range)
      var bound = firstSequenceBound(above: range.lowerBound)
      while bound < self.sequenceBounds.count, self.sequenceBounds[bound] <= range.upperBound {
        sequenceBounds.append(self.sequenceBounds[bound] + offset)
        bound += 1
      }
      clusterBounds.append(indices.count)
    }
    return IncrementSample(
      positions: positions.map { values in indices.map { values[$0] } },
      increments: increments.map { values in indices.map { values[$0] } },
      lags: lags.selected(indices), clusterBounds: clusterBounds, sequenceBounds: sequenceBounds,
      overlap: overlap)
  }

  /// The place of the first bound of a sequence above a sample.
  private func firstSequenceBound(above sample: Int) -> Int {
    var (low, high) = (0, sequenceBounds.count)
    while low < high {
      let middle = (low + high) / 2
      if sequenceBounds[middle] > sample { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
