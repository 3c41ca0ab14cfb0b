internal import RandomStreams

/// Measures layers with all estimators of a configuration.
///
/// It owns the memory of the estimators, so make one for every task. Noise is drawn anew for every
/// network and layer and is the same at every epoch, so that curves over epochs are smooth.
public struct LayerMeter: Sendable {
  /// The estimators and their parameters.
  public let configuration: InformationConfiguration
  private let labels: LabelDistribution
  private let seed: UInt64
  private let kernelDensity: KernelDensityEstimator
  private let nearestNeighbor: NearestNeighborEstimator
  private let noisy: NoisyLayerEstimator
  private var binningWorkspace: BinningWorkspace
  private var neighborWorkspace: NearestNeighborWorkspace
  private var normals: [LayerAddress: [Double]] = [:]

  /// Prepares the estimators for a set of patterns.
  ///
  /// - Parameters:
  ///   - configuration: The estimators and their parameters.
  ///   - labels: The law of the patterns' labels. The nearest-neighbour estimator needs one label
  ///     per pattern and draws it once when the law is not certain.
  ///   - inputs: The inputs in the order [feature][pattern]; empty when they are not known.
  ///   - seed: The seed of drawn noise and drawn labels.
  /// - Throws: ``InformationError`` for a configuration or inputs that cannot be used.
  public init(
    _ configuration: InformationConfiguration, labels: LabelDistribution, inputs: [Double],
    seed: UInt64
  ) throws(InformationError) {
    try configuration.validate()
    self.configuration = configuration
    self.labels = labels
    self.seed = seed
    kernelDensity = try KernelDensityEstimator(configuration.kernelDensity)
    nearestNeighbor = try NearestNeighborEstimator(configuration.nearestNeighbor)
    noisy = try NoisyLayerEstimator(configuration.noisy)
    binningWorkspace = BinningWorkspace(labels: labels)
    neighborWorkspace = try NearestNeighborWorkspace(
      labels: labels.drawn(seed: seed),
      inputs: configuration.estimators.contains(.nearestNeighbor) ? inputs : [])
  }

  /// Measures one layer.
  ///
  /// - Parameters:
  ///   - activations: The activations in the order [unit][pattern].
  ///   - address: Which layer of which network it is.
  ///   - units: The values that its units can take.
  ///   - isThinned: Whether costly estimators are left out; their values are then NaN.
  /// - Returns: All estimates.
  /// - Throws: ``InformationError`` for activations that cannot be used.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public mutating func measure<Scalar: BinaryFloatingPoint>(
    _ activations: UnsafeBufferPointer<Scalar>, of address: LayerAddress, units: UnitRange,
    isThinned: Bool = false
  ) throws(InformationError) -> LayerMeasurement {
    var measurement = LayerMeasurement(values: [])
    for method in configuration.estimators {
      if isThinned && method.isCostly {
        measurement.values += method.estimates.map { _ in .missing }
      } else {
        try append(method, activations, address, units, to: &measurement)
      }
    }
    return measurement
  }

  @inline(__always)
  private mutating func append<Scalar: BinaryFloatingPoint>(
    _ method: InformationMethod, _ activations: UnsafeBufferPointer<Scalar>,
    _ address: LayerAddress, _ units: UnitRange, to measurement: inout LayerMeasurement
  ) throws(InformationError) {
    switch method {
    case .binned:
      let result = try BinnedEstimator(configuration.binning, units: units).information(
        of: activations, workspace: &binningWorkspace)
      measurement.binned = result
      measurement.values.append(result.value)
    case .kernelDensity:
      measurement.values += try kernelDensity.information(of: activations, labels: labels).values
    case .nearestNeighbor:
      let result = try nearestNeighbor.information(
        of: activations, workspace: &neighborWorkspace)
      measurement.nearestNeighbor = result
      measurement.values.append(result.value)
    case .noisy:
      let normals = normals(address, count: activations.count)
      measurement.values.append(
        try noisy.information(of: activations, normals: normals, labels: labels).value)
    }
  }

  /// The drawn noise of a layer.
  private mutating func normals(_ address: LayerAddress, count: Int) -> [Double] {
    let needed = count * configuration.noisy.draws
    if let known = normals[address], known.count == needed { return known }
    var stream = RandomStream(seed: seed, purpose: .general, index: address.streamIndex)
    let drawn = (0..<needed).map { _ in stream.normal() }
    normals[address] = drawn
    return drawn
  }
}

extension LabelDistribution {
  /// One label per pattern: the certain one, or one drawn from its law.
  func drawn(seed: UInt64) -> [Int] {
    var stream = RandomStream(seed: seed, purpose: .general)
    return (0..<patternCount).map { pattern in
      var rest = isDeterministic ? 0.5 : stream.uniform()
      for label in 0..<classCount {
        rest -= probabilities[label * patternCount + pattern]
        if rest < 0 { return label }
      }
      return classCount - 1
    }
  }
}
