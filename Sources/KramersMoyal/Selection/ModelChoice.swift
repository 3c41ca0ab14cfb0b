internal import RealModule

/// How well models predict increments of clusters that they were not fitted to.
///
/// Clusters are dealt into folds; each model is fitted to all folds but one and scored on that one by
/// the mean logarithm of the normal density, with the mean and variance that the process has over the
/// lag. Errors of scores and of their differences are over clusters, so models are compared on the
/// same increments. A single trajectory is cut into blocks.
public struct ModelChoice: Hashable, Codable, Sendable {
  /// A model with its score.
  public struct Score: Hashable, Codable, Sendable {
    /// The model.
    public var model: CandidateModel
    /// The mean held-out log-likelihood of an increment, in nats.
    public var logLikelihood: Double
    /// Its standard error over clusters.
    public var standardError: Double
    /// By how much the best model is better, in nats per increment; zero for the best.
    public var lossToBest: Double
    /// The standard error of the loss.
    public var lossError: Double
  }

  /// A model that could not be fitted.
  public struct Failure: Hashable, Codable, Sendable {
    /// The model.
    public var model: CandidateModel
    /// Why not.
    public var reason: String
  }

  /// The models that could be fitted, the best first.
  public let scores: [Score]
  /// The models that could not be fitted.
  public let failures: [Failure]

  /// The model that predicts best.
  public var best: CandidateModel { scores[0].model }

  /// The model with the fewest coefficients whose loss is at most one standard error of it.
  public var simplest: CandidateModel {
    let close = scores.filter { $0.lossToBest <= max($0.lossError, 0) }
    let count = { (score: Score) in score.model.coefficientCount ?? Int.max }
    return close.min { count($0) < count($1) }?.model ?? best
  }

  /// Compares models on a sample.
  ///
  /// - Parameters:
  ///   - models: The models.
  ///   - sample: Increments of one variable.
  ///   - folds: The number of folds; at least 2.
  ///   - correctsLag: Whether processes are corrected for the finite lag before they are scored.
  /// - Throws: ``KramersMoyalError``; of the models' own failures only when all fail.
  public init(
    among models: [CandidateModel] = CandidateModel.usual, _ sample: IncrementSample,
    folds: Int = 5, correctsLag: Bool = true
  ) throws(KramersMoyalError) {
    guard folds >= 2 else {
      throw .badParameter(name: "folds", value: Double(folds), remedy: "choose at least 2")
    }
    let clusters =
      sample.clusterCount >= 2 * folds ? sample : sample.dividedIntoBlocks(4 * folds)
    guard clusters.clusterCount >= folds else {
      throw .tooFewClusters(needed: folds, found: clusters.clusterCount)
    }
    var (found, failures) = ([(CandidateModel, [Double])](), [Failure]())
    var last = KramersMoyalError.noData
    for model in models {
      if Task.isCancelled { throw .cancelled }
      do throws(KramersMoyalError) {
        found.append((model, try HeldOut(clusters, folds).sums(model, correctsLag)))
      } catch {
        if error == .cancelled { throw error }
        last = error
        failures.append(Failure(model: model, reason: error.description))
      }
    }
    guard !found.isEmpty else { throw last }
    let sizes = (0..<clusters.clusterCount).map { clusters.samples(ofCluster: $0).count }
    scores = Self.scores(found, sizes)
    self.failures = failures
  }

  private static func scores(_ found: [(CandidateModel, [Double])], _ sizes: [Int]) -> [Score] {
    let ordered = found.sorted { $0.1.reduce(0, +) > $1.1.reduce(0, +) }
    let best = ordered[0].1
    return ordered.map { model, sums in
      let (mean, error) = meanAndError(sums, sizes)
      let (loss, lossError) = meanAndError(zip(best, sums).map { $0 - $1 }, sizes)
      return Score(
        model: model, logLikelihood: mean, standardError: error, lossToBest: loss,
        lossError: lossError)
    }
  }

  /// The mean per increment of sums over clusters, and its error.
  private static func meanAndError(_ sums: [Double], _ sizes: [Int]) -> (Double, Double) {
    let total = Double(sizes.reduce(0, +))
    let mean = sums.reduce(0, +) / total
    var square = 0.0
    for (sum, size) in zip(sums, sizes) {
      let deviation = sum - mean * Double(size)
      square += deviation * deviation
    }
    let count = Double(sums.count)
    return (mean, (count / (count - 1) * square).squareRoot() / total)
  }
}

/// Clusters dealt into folds.
private struct HeldOut {
  let sample: IncrementSample
  let folds: Int

  init(_ sample: IncrementSample, _ folds: Int) {
    self.sample = sample
    self.folds = folds
  }

  /// The sum of held-out log-likelihoods over each cluster.
  func sums(_ model: CandidateModel, _ correctsLag: Bool) throws(KramersMoyalError) -> [Double] {
    var sums = [Double](repeating: 0, count: sample.clusterCount)
    let lags = LagGroups(sample).lags
    for fold in 0..<folds {
      let clusters = Array(0..<sample.clusterCount)
      let training = sample.restricted(toClusters: clusters.filter { $0 % folds != fold })
      let process = try model.process(training, correctsLag: correctsLag)
      let law = IncrementLaw(process, lags: lags)
      for cluster in clusters where cluster % folds == fold {
        for index in sample.samples(ofCluster: cluster) {
          sums[cluster] += law.logLikelihood(
            of: sample.increments[0][index], at: sample.positions[0][index],
            lag: sample.lags[index])
        }
      }
    }
    return sums
  }
}
