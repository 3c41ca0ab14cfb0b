extension ProcessFit {
  /// Intervals of any statistics of the fitted process, by drawing clusters with replacement and
  /// fitting again.
  ///
  /// Cut a single trajectory into blocks first (``IncrementSample/dividedIntoBlocks(_:)``).
  ///
  /// - Parameters:
  ///   - sample: The increments, in at least two clusters.
  ///   - bootstrap: The number of resamples, the level and the seed.
  ///   - statistics: Computes the statistics of a fit, always as many.
  /// - Returns: One percentile interval for each statistic.
  /// - Throws: ``KramersMoyalError``.
  public func intervals(
    _ sample: IncrementSample, _ bootstrap: ClusterBootstrap = ClusterBootstrap(),
    of statistics: (FittedProcess) -> [Double]
  ) throws(KramersMoyalError) -> [ConfidenceInterval] {
    try requireClusters(sample)
    var columns: [[Double]] = []
    for resample in 0..<bootstrap.resamples {
      if Task.isCancelled { throw .cancelled }
      let counts = bootstrap.multiplicities(
        ofResample: resample, clusterCount: sample.clusterCount)
      let values = statistics(
        try process(sample, multiplicities: expanded(counts, sample), errors: nil))
      if columns.isEmpty { columns = values.map { _ in [] } }
      for (column, value) in values.enumerated() { columns[column].append(value) }
    }
    return columns.map(bootstrap.interval(of:))
  }

  /// Any statistics of the fitted process with their jackknife errors over clusters.
  ///
  /// - Parameters:
  ///   - sample: The increments, in at least two clusters.
  ///   - statistics: Computes the statistics of a fit, always as many.
  /// - Returns: The statistics of the fit to all clusters with their errors.
  /// - Throws: ``KramersMoyalError``.
  public func jackknife(
    _ sample: IncrementSample, of statistics: (FittedProcess) -> [Double]
  ) throws(KramersMoyalError) -> Estimates {
    try requireClusters(sample)
    var leaveOneOut: [[Double]] = []
    for cluster in 0..<sample.clusterCount {
      if Task.isCancelled { throw .cancelled }
      var counts = [Double](repeating: 1, count: sample.clusterCount)
      counts[cluster] = 0
      leaveOneOut.append(
        statistics(try process(sample, multiplicities: expanded(counts, sample), errors: nil)))
    }
    let all = try process(sample, multiplicities: [], errors: nil)
    return Estimates(
      values: statistics(all), standardErrors: ClusterJackknife.standardErrors(leaveOneOut))
  }

  private func requireClusters(_ sample: IncrementSample) throws(KramersMoyalError) {
    guard sample.clusterCount >= 2 else {
      throw .tooFewClusters(needed: 2, found: sample.clusterCount)
    }
  }

  /// The count of each sample's cluster.
  private func expanded(_ counts: [Double], _ sample: IncrementSample) -> [Double] {
    counts.indices.flatMap { cluster in
      repeatElement(counts[cluster], count: sample.samples(ofCluster: cluster).count)
    }
  }
}
