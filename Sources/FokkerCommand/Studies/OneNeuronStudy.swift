import Archives
import DriftDiffusion
import Figures
import InformationTheory
import NeuralNetworks
import RealModule

/// A single unit with a Gaussian input: how its binned information depends on its weight alone.
struct OneNeuronStudy: Study {
  let name = "one-neuron"
  let summary = "one unit with Gaussian input, exactly, against its weight"

  let stages: [Stage] = []

  private let activations = [Activation.tanh, .softsign, .relu, .linear]

  func cases(_ base: ExperimentConfiguration) throws -> [StudyCase] { [] }

  func analyse(_ runs: StudyRuns) async throws -> StudyResult {
    let weights = (0...120).map { Double.pow(10, -1 + 2.5 * Double($0) / 120) }
    let curves = activations.map { activation in
      weights.map { SingleUnit(activation: activation, weight: $0).information }
    }
    var result = StudyResult()
    let rows = zip(activations, curves).map { activation, curve -> [String] in
      let peak = EpochCurve(epochs: weights, values: curve)
      return [
        activation.rawValue, compact(peak.largestEpoch), compact(peak.largest), compact(peak.last),
        compact(peak.fall),
      ]
    }
    result.tables = [
      Table(
        "Binned I(X;T) of one unit in bits, weights from 0.1 to 31.6",
        columns: [
          TableColumn("unit"), TableColumn("peak at weight", alignment: .decimal),
          TableColumn("peak", alignment: .decimal), TableColumn("end", alignment: .decimal),
          TableColumn("fall", alignment: .decimal),
        ], rows: rows)
    ]
    result.findings = zip(activations, curves).map { activation, curve in
      let fall = EpochCurve(epochs: weights, values: curve).fall
      let interval = BootstrapInterval(estimate: fall, lower: fall, upper: fall)
      let saturates = activation == .tanh || activation == .softsign
      return Finding(
        claim: saturates
          ? "A growing weight alone compresses a \(activation.rawValue) unit."
          : "A growing weight does not compress a \(activation.rawValue) unit.",
        verdict: saturates
          ? .init(interval, above: 0.1) : Finding.Verdict(interval, above: 0.1).opposite,
        quantity: "fall of I(X;T) beyond its peak, in bits (exact)", interval: interval)
    }
    try result.data.addCoordinate(
      "weight", .doubles(weights), units: "1", longName: "weight of the unit")
    try result.data.addDimension("activation", length: activations.count)
    try result.data.add(
      Variable(
        "activation", dimensions: ["activation"],
        values: .strings(activations.map(\.rawValue)), longName: "activation function"))
    try result.data.add(
      Variable(
        "information_input", dimensions: ["activation", "weight"],
        values: .doubles(curves.flatMap { $0 }), units: "bit",
        longName: "mutual information I(X;T) of input and binned unit"))
    return result
  }
}

/// T = f(w X) with X standard normal, cut into bins of width 1/15 as the published ones are.
private struct SingleUnit {
  let activation: Activation
  let weight: Double

  private static let binsPerUnit = 15.0

  /// I(X;T) = H(T) in bits.
  var information: Double {
    StandardNormalPartition(thresholds: thresholds.map { $0 / weight }).entropy
  }

  /// The values of w X at which T passes from one bin to the next.
  private var thresholds: [Double] {
    let bounded = (-14...14).map { Double($0) / Self.binsPerUnit }
    let reach = Int(9 * weight * Self.binsPerUnit) + 1
    switch activation {
    case .tanh: return bounded.map { Double.atanh($0) }
    case .softsign: return bounded.map { $0 / (1 - abs($0)) }
    case .relu: return (1...reach).map { Double($0) / Self.binsPerUnit }
    default: return (-reach...reach).map { Double($0) / Self.binsPerUnit }
    }
  }
}
