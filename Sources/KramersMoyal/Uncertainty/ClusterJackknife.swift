/// Standard errors from leaving out one cluster of dependent data at a time.
///
/// For R clusters and the estimates θ₍ᵣ₎ without cluster r,
///
/// ```
/// SE² = (R − 1)/R · Σᵣ (θ₍ᵣ₎ − mean θ₍·₎)²
/// ```
///
/// which is valid whatever the dependence within a cluster: the weights of one network are not
/// independent, networks with their own seeds are.
///
/// ## Reference
///
/// B. Efron and C. Stein, "The jackknife estimate of variance", *Annals of Statistics* 9 (1981)
/// 586-596, [doi:10.1214/aos/1176345462](https://doi.org/10.1214/aos/1176345462).
public enum ClusterJackknife {
  /// Applies `estimator` to the sum of all clusters' statistics and to every sum without one.
  ///
  /// - Parameters:
  ///   - clusters: Additive sufficient statistics, one array per cluster, all of the same count.
  ///   - estimator: Turns summed statistics into estimates.
  /// - Returns: The estimates from all clusters with their standard errors.
  /// - Throws: What `estimator` throws.
  public static func estimate<Failure: Error>(
    clusters: [[Double]], _ estimator: ([Double]) throws(Failure) -> [Double]
  ) throws(Failure) -> Estimates {
    precondition(!clusters.isEmpty, "a jackknife needs at least one cluster")
    var total = [Double](repeating: 0, count: clusters[0].count)
    for cluster in clusters {
      for index in total.indices { total[index] += cluster[index] }
    }
    let values = try estimator(total)
    guard clusters.count > 1 else {
      return Estimates(values: values, standardErrors: values.map { _ in .nan })
    }
    var leaveOneOut: [[Double]] = []
    for cluster in clusters {
      var rest = total
      for index in rest.indices { rest[index] -= cluster[index] }
      leaveOneOut.append(try estimator(rest))
    }
    return Estimates(values: values, standardErrors: standardErrors(leaveOneOut))
  }

  /// The standard errors that belong to estimates made without each cluster in turn.
  ///
  /// - Parameter leaveOneOut: For every cluster the estimates from all others; at least two.
  /// - Returns: One standard error per estimate.
  public static func standardErrors(_ leaveOneOut: [[Double]]) -> [Double] {
    precondition(leaveOneOut.count > 1, "a jackknife error needs at least two clusters")
    let count = Double(leaveOneOut.count)
    return leaveOneOut[0].indices.map { index in
      var mean = 0.0
      for estimates in leaveOneOut { mean += estimates[index] / count }
      var sum = 0.0
      for estimates in leaveOneOut {
        let deviation = estimates[index] - mean
        sum += deviation * deviation
      }
      return ((count - 1) / count * sum).squareRoot()
    }
  }
}
