import Archives
import NeuralNetworks

extension ActivationTable {
  /// The estimates in the variables of `information.nc`.
  func dataset(
    _ measurement: InformationMeasurement, _ configuration: ExperimentConfiguration
  ) throws -> Dataset {
    var provenance = Provenance()
    provenance.title = "Information of the activations in \(source)"
    provenance.version = fokkerVersion
    provenance.action = "information \(source)"
    provenance.configuration = try ConfigurationReader.text(of: configuration)
    provenance.seed = configuration.training.seed
    var dataset = Dataset(attributes: provenance.attributes)
    try dataset.addCoordinate("network", .integers(networks), longName: "network")
    try dataset.addCoordinate(
      "epoch", .doubles(epochs), units: "epoch", longName: "passes through the training set")
    try dataset.addCoordinate(
      "layer", .integers(layers.map { Int64($0.number) }), longName: "layer")
    try dataset.add(measurement)
    return dataset
  }
}
