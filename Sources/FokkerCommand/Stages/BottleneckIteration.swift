import InformationTheory
import NeuralNetworks

/// Iterates the encoder-decoder distributions of binned layers for a training that follows them.
///
/// Symbols are equal bins over the range of the units. The label law p(y|x) of a training pattern is its
/// label alone, since that is all that training sees.
struct BottleneckIteration: EncoderIteration {
  /// How activations become symbols.
  let binning: BinningConfiguration
  /// β.
  let beta: Double
  /// The values that the hidden units take.
  let units: UnitRange

  init(_ configuration: TrainingConfiguration) {
    var binning = BinningConfiguration()
    binning.binCount = configuration.continuation.bottleneckBins
    self.binning = binning
    beta = configuration.continuation.bottleneckBeta
    units = configuration.network.activation.units
  }

  func targets(
    ofLayer layer: Int, activations: [Double], labels: [Int], classCount: Int
  ) throws(TrainingError) -> [Double] {
    do throws(InformationError) {
      let law = try LabelDistribution(labels: labels, classCount: classCount)
      var workspace = BinningWorkspace(labels: law)
      let estimator = try BinnedEstimator(binning, units: units)
      try activations.withUnsafeBufferPointer { buffer throws(InformationError) in
        _ = try estimator.information(of: buffer, workspace: &workspace)
      }
      let improved = try EncoderImprovement(
        workspace.symbols, of: PatternClasses(law), beta: beta)
      return improved.places(of: activations)
    } catch {
      throw .unusableEncoder(layer: layer, reason: error.description)
    }
  }
}
