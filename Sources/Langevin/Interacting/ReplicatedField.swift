public import StochasticProcesses

/// The fields that independent replicas of a small mean-field system make.
public struct ReplicatedField: Hashable, Sendable {
  /// The requested times.
  public let times: [Double]
  /// The order parameters of each replica at each time, shape [replica][time].
  public let fields: [[MeanField]]

  /// What replicas say about one order parameter.
  public struct Statistics: Hashable, Codable, Sendable {
    /// The mean over the replicas.
    public let mean: Double
    /// The standard error of the mean.
    public let meanStandardError: Double
    /// The standard deviation from replica to replica: the fluctuation of one system.
    public let deviation: Double
    /// The standard error of the deviation, for any law.
    public let deviationStandardError: Double
  }

  @usableFromInline
  init(
    times: [Double], joining parts: [Result<[Int: [MeanField]], LangevinError>], replicaCount: Int
  ) throws(LangevinError) {
    var fields = [[MeanField]](repeating: [], count: replicaCount)
    for part in parts {
      for (replica, own) in try part.get() { fields[replica] = own }
    }
    self.times = times
    self.fields = fields
  }

  /// The mean and the fluctuation of an order parameter over the replicas.
  ///
  /// - Parameters:
  ///   - population: The population, counted from zero.
  ///   - parameter: The order parameter, counted from zero.
  ///   - time: The index of a requested time.
  /// - Returns: Both with standard errors.
  public func statistics(
    ofPopulation population: Int, parameter: Int, time: Int
  ) -> Statistics {
    let sums = MomentSums(fields.map { $0[time][population, parameter] })
    let deviation = sums.variance.squareRoot()
    return Statistics(
      mean: sums.mean, meanStandardError: sums.meanStandardError, deviation: deviation,
      deviationStandardError: deviation > 0 ? sums.varianceStandardError / (2 * deviation) : 0)
  }
}
