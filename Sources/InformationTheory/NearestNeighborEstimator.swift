/// Mutual information from the distances to nearest neighbours, in the max norm.
///
/// With the distance εᵢ of point i to its k-th neighbour in the joint space, and nᵢ the number of
/// points nearer than εᵢ in one space alone, the point itself among them,
///
/// ```
/// I(X;T) = ψ(N) + mean [ψ(k̃ᵢ) − ψ(nᵢ(x)) − ψ(nᵢ(t))]          (Kraskov, Stögbauer and Grassberger)
/// I(T;Y) = ψ(N) + mean [ψ(k̃ᵢ) − ψ(N_y(i)) − ψ(nᵢ(t))]         (Ross: the neighbour has i's class)
/// ```
///
/// with k̃ = k. Where points repeat so that εᵢ = 0, k̃ᵢ and nᵢ count the points at distance 0, the
/// point itself among them (Gao et al.), so that repeated activations are no special case: for a
/// saturated, discrete layer the estimate becomes that from counts. A class of one pattern has no
/// neighbour and is left out of the mean; in smaller classes than k + 1 all others are neighbours.
///
/// ## What it cannot do
///
/// For a deterministic layer T is a function of X, I(X;T) is H(X) or infinite, and no estimate from
/// distances can say so: different bit patterns all have the same distance in the max norm, so it
/// stays at a few bits. ``NearestNeighborInformation/isDeterministic`` tells. I(T;Y) has no such
/// problem.
///
/// Distances are in single precision, coordinates relative to their mean. Work N² · units.
///
/// ## References
///
/// A. Kraskov, H. Stögbauer and P. Grassberger, "Estimating mutual information", *Physical Review E*
/// 69 (2004) 066138, [doi:10.1103/PhysRevE.69.066138](https://doi.org/10.1103/PhysRevE.69.066138).
/// B. C. Ross, "Mutual information between discrete and continuous data sets", *PLoS ONE* 9 (2014)
/// e87357, [doi:10.1371/journal.pone.0087357](https://doi.org/10.1371/journal.pone.0087357).
/// W. Gao et al., "Estimating mutual information for discrete-continuous mixtures",
/// arXiv:1709.06212 (2017).
public struct NearestNeighborEstimator: Sendable {
  /// The number of neighbours.
  public let configuration: NearestNeighborConfiguration

  /// Creates an estimator.
  ///
  /// - Throws: ``InformationError/invalidParameter(_:value:remedy:)``.
  public init(_ configuration: NearestNeighborConfiguration = .init()) throws(InformationError) {
    try configuration.validate()
    self.configuration = configuration
  }

  /// The information of one layer.
  ///
  /// - Parameters:
  ///   - activations: The activations in the order [unit][pattern].
  ///   - workspace: The memory to work in, made for the patterns' labels and inputs.
  /// - Returns: I(X;T) and I(T;Y) in bits, cut at 0.
  /// - Throws: ``InformationError/wrongActivationCount(units:patterns:found:)``,
  ///   ``InformationError/activationNotFinite(unit:pattern:)`` and
  ///   ``InformationError/tooFewSamples(estimator:found:needed:)``.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public func information<Scalar: BinaryFloatingPoint>(
    of activations: UnsafeBufferPointer<Scalar>, workspace: inout NearestNeighborWorkspace
  ) throws(InformationError) -> NearestNeighborInformation {
    let patterns = workspace.patternCount
    _ = try unitCount(activations: activations.count, patterns: patterns)
    try checkFinite(activations, patterns: patterns)
    try requireNeighbors(patterns)
    let points = PointRows(activations, order: workspace.order)
    var (input, label) = (NeighborSums(), NeighborSums())
    var isDeterministic = true
    let (k, all, members) = (configuration.neighbors, 0..<patterns, workspace.members)
    let findsNoise = workspace.hasRepeatedInputs
    let digammas = workspace.rows.digammas
    digammas.withUnsafeBufferPointer { digammas in
      workspace.rows.forEachPoint(points, workspace.inputs) { point, row, inputRow, joint in
        label.addTerm(
          of: point, row, members: members[point], all: all, neighbors: k, digammas: digammas)
        guard let inputRow else { return }
        input.addTerm(
          of: point, inputRow, row, joint: joint, all: all, neighbors: k, digammas: digammas)
        if findsNoise, countBelow(1, inputRow, all) > countBelow(1, joint, all) {
          isDeterministic = false
        }
      }
    }
    return NearestNeighborInformation(
      aboutInput: cut(input.information(digammaOfCount: digammas[patterns])),
      aboutLabel: cut(label.information(digammaOfCount: digammas[patterns])),
      tiedPatterns: label.tied, isDeterministic: isDeterministic)
  }

  /// The mutual information of two continuous, discrete or mixed vectors, in bits.
  ///
  /// Not cut at 0, so that its mean over independent samples is near 0.
  ///
  /// - Parameters:
  ///   - x: The samples of one vector in the order [component][sample].
  ///   - y: The samples of the other in the same order.
  ///   - sampleCount: The number of samples.
  /// - Returns: The estimate of Kraskov, Stögbauer and Grassberger's first kind.
  /// - Throws: As for a layer.
  public func mutualInformation(
    _ x: [Double], _ y: [Double], sampleCount: Int
  ) throws(InformationError) -> Double {
    try requireNeighbors(sampleCount)
    let (first, second) = (try points(x, sampleCount), try points(y, sampleCount))
    var rows = NeighborRows(count: sampleCount)
    var sums = NeighborSums()
    let (k, all, digammas) = (configuration.neighbors, 0..<sampleCount, rows.digammas)
    digammas.withUnsafeBufferPointer { digammas in
      rows.forEachPoint(first, second) { point, row, otherRow, joint in
        guard let otherRow else { return }
        sums.addTerm(
          of: point, row, otherRow, joint: joint, all: all, neighbors: k, digammas: digammas)
      }
    }
    return sums.information(digammaOfCount: digammas[sampleCount])
  }

  private func points(
    _ values: [Double], _ samples: Int
  ) throws(InformationError) -> PointRows {
    try values.withUnsafeBufferPointer { (values) throws(InformationError) in
      _ = try unitCount(activations: values.count, patterns: samples)
      try checkFinite(values, patterns: samples)
      return PointRows(values, order: Array(0..<samples))
    }
  }

  private func requireNeighbors(_ found: Int) throws(InformationError) {
    guard found > configuration.neighbors else {
      throw .tooFewSamples(
        estimator: "nearest-neighbour", found: found, needed: configuration.neighbors + 1)
    }
  }

  private func cut(_ information: Double) -> Double { information < 0 ? 0 : information }
}
