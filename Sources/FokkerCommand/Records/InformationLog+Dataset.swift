import Archives
import DriftDiffusion
import InformationTheory

extension Dataset {
  /// Copies a coordinate of another dataset.
  mutating func addAxis(_ name: String, from other: Dataset) throws {
    let source = try other.variable(named: name)
    try addDimension(name, length: source.values.count)
    try add(source)
  }

  /// The information that the dataset holds by one estimate: the binned one if it is there, else the
  /// first; only networks and epochs at which it was measured.
  func informationLog() throws -> InformationLog {
    let names = try strings(named: "estimator", dimensions: ["estimator"])
    let estimate = names.firstIndex(of: InformationEstimate.binned.rawValue) ?? 0
    let epochs = try doubles(named: "epoch", dimensions: ["epoch"])
    let (networks, layers) = (try length(of: "network"), try length(of: "layer"))
    let input = try slice(of: "information_input", at: ["estimator": estimate])
    let label = try slice(of: "information_label", at: ["estimator": estimate])
    func isMeasured(_ network: Int, _ epoch: Int) -> Bool {
      !label[(network * epochs.count + epoch) * layers].isNaN
    }
    let keptNetworks = (0..<networks).filter { network in
      epochs.indices.contains { isMeasured(network, $0) }
    }
    let keptEpochs = epochs.indices.filter { epoch in
      keptNetworks.contains { isMeasured($0, epoch) }
    }
    let places = keptNetworks.flatMap { network in
      keptEpochs.flatMap { epoch in
        (0..<layers).map { (network * epochs.count + epoch) * layers + $0 }
      }
    }
    return InformationLog(
      networkCount: keptNetworks.count, epochs: keptEpochs.map { epochs[$0] },
      layerCount: layers, aboutInput: places.map { input[$0] },
      aboutLabel: places.map { label[$0] })
  }
}
