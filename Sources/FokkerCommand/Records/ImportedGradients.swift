import Archives

/// A gradient log of any framework, in the variables of `training.nc`.
///
/// A table (CSV) has one row per epoch and weight; arrays (NetCDF, NPZ) have the shape [network]
/// [epoch][parameter] or, for a single network, [epoch][parameter].
struct ImportedGradients {
  /// The recorded epochs, ascending.
  var epochs: [Double] = []
  /// The number of networks.
  var networkCount = 1
  /// The layer of every parameter.
  var layers: [Int64] = []
  /// Whether a parameter is a bias.
  var isBias: [Int64] = []
  /// Weights, gradient means, gradient standard deviations and, if they were logged, the velocities of
  /// the weights, shape [network][epoch][parameter].
  var arrays: [[Double]] = []
  /// What the log says of its training; options override it.
  var training = ImportedTraining()

  /// The names of the three quantities, the first of which is that of `training.nc`.
  static let names = [
    ["weight", "weights", "w"],
    ["gradient_mean", "mean", "grad_mean"],
    ["gradient_standard_deviation", "std", "standard_deviation", "gradient_std", "grad_std"],
    velocityNames,
  ]
  private static let velocityNames = ["weight_velocity", "velocity"]

  /// Whether the log holds how far the weights moved in the epoch after each recorded one.
  var hasVelocities: Bool { arrays.count > 3 }

  /// Reads a log from a file of any format.
  init(contentsOf path: String) throws {
    switch try ArchiveFormat(path: path) {
    case .csv: try self.init(table: try CSV.read(path))
    case .netcdf, .npz: try self.init(arrays: try Archive.read(path))
    }
  }

  private init(arrays dataset: Dataset) throws {
    let mean = try dataset.variable(namedAnyOf: Self.names[1])
    let shape = try dataset.shape(of: mean).map(\.length)
    guard shape.count == 2 || shape.count == 3 else {
      throw CommandFailure(
        .badData,
        "\(dataset.source): '\(mean.name)' has \(shape.count) dimensions; it needs [epoch, "
          + "parameter], or [network, epoch, parameter] for several networks.")
    }
    networkCount = shape.count == 3 ? shape[0] : 1
    epochs = try Self.numbers(dataset, ["epoch", "epochs"])
    layers = try Self.integers(dataset, ["parameter_layer", "layer"])
    isBias =
      dataset.contains("parameter_is_bias")
      ? try Self.integers(dataset, ["parameter_is_bias"]) : layers.map { _ in 0 }
    training = ImportedTraining(dataset)
    let expected = [shape[shape.count - 2], shape[shape.count - 1], shape[shape.count - 1]]
    for (name, found, wanted) in zip3(
      ["epoch", "parameter_layer", "parameter_is_bias"],
      [epochs.count, layers.count, isBias.count], expected)
    where found != wanted {
      throw CommandFailure(
        .badData,
        "\(dataset.source): '\(name)' has \(found) values, but '\(mean.name)' has the shape \(shape)."
      )
    }
    for names in Self.names
    where names != Self.velocityNames || names.contains(where: dataset.contains) {
      let variable = try dataset.variable(namedAnyOf: names)
      guard try dataset.shape(of: variable).map(\.length) == shape else {
        throw CommandFailure(
          .badData, "\(dataset.source): '\(variable.name)' and '\(mean.name)' differ in shape.")
      }
      arrays.append(try Self.numbers(dataset, [variable.name]))
    }
  }

  private static func numbers(_ dataset: Dataset, _ names: [String]) throws -> [Double] {
    let variable = try dataset.variable(namedAnyOf: names)
    guard let values = variable.values.doubles else {
      throw CommandFailure(.badData, "\(dataset.source): '\(variable.name)' holds no numbers.")
    }
    return values
  }

  private static func integers(_ dataset: Dataset, _ names: [String]) throws -> [Int64] {
    let variable = try dataset.variable(namedAnyOf: names)
    guard let values = variable.values.integers else {
      throw CommandFailure(
        .badData, "\(dataset.source): '\(variable.name)' holds no whole numbers.")
    }
    return values
  }

  private init(table: CSVTable) throws {
    let epoch = try table.doubles(named: "epoch")
    let layer = try table.integers(named: "layer")
    let network =
      table.columns.contains("network")
      ? try table.integers(named: "network") : epoch.map { _ in 0 }
    var columns = [
      try table.doubles(named: "weight", "weights", "w"),
      try table.doubles(named: "gradient_mean", "mean", "grad_mean"),
      try table.doubles(
        named: "gradient_standard_deviation", "std", "standard_deviation", "gradient_std",
        "grad_std"),
    ]
    if !Self.velocityNames.allSatisfy({ !table.columns.contains($0) }) {
      columns.append(try table.doubles(named: "weight_velocity", "velocity"))
    }
    epochs = Set(epoch).sorted()
    let networks = Set(network).sorted()
    networkCount = networks.count
    let place = Dictionary(uniqueKeysWithValues: epochs.enumerated().map { ($1, $0) })
    let networkPlace = Dictionary(uniqueKeysWithValues: networks.enumerated().map { ($1, $0) })
    var members = [[Int]](repeating: [], count: networks.count * epochs.count)
    for row in epoch.indices {
      guard let n = networkPlace[network[row]], let e = place[epoch[row]] else { continue }
      members[n * epochs.count + e].append(row)
    }
    let first = members.first ?? []
    layers = first.map { layer[$0] }
    isBias = layers.map { _ in 0 }
    for (index, rows) in members.enumerated() where rows.map({ layer[$0] }) != layers {
      throw CommandFailure(
        .badData,
        "\(table.source): epoch \(epochs[index % epochs.count]) of network "
          + "\(networks[index / epochs.count]) has \(rows.count) rows with other layers than the "
          + "\(first.count) rows of the first epoch; every epoch needs every weight, in one order.")
    }
    arrays = columns.map { column in members.flatMap { rows in rows.map { column[$0] } } }
  }
}

/// Three sequences, element by element.
private func zip3<A, B, C>(_ a: [A], _ b: [B], _ c: [C]) -> [(A, B, C)] {
  zip(zip(a, b), c).map { ($0.0, $0.1, $1) }
}

extension Dataset {
  /// Adds an imported log in the variables of `training.nc`.
  mutating func add(
    _ log: ImportedGradients, learningRate: Double, stepsPerEpoch: Double, optimizer: String
  ) throws {
    if let batchSize = log.training.batchSize {
      attributes["batch_size"] = .doubles([batchSize])
    }
    attributes["learning_rate"] = .doubles([learningRate])
    attributes["steps_per_epoch"] = .doubles([stepsPerEpoch])
    attributes["noise_scale"] = .doubles([optimizer == "gradientDescent" ? 0 : 1])
    attributes["optimizer"] = .string(optimizer)
    attributes["stateful_optimizer"] = .string(
      ["sgd", "gradientDescent"].contains(optimizer) ? "" : optimizer)
    try addCoordinate(
      "network", .integers(numbers(log.networkCount, from: 0)), longName: "network")
    try addCoordinate(
      "epoch", .doubles(log.epochs), units: "epoch", longName: "passes through the training set")
    try addCoordinate(
      "parameter", .integers(numbers(log.layers.count, from: 0)),
      longName: "weight or bias of the whole network")
    try add(
      Variable(
        "parameter_layer", dimensions: ["parameter"], values: .integers(log.layers),
        longName: "its layer"))
    try add(
      Variable(
        "parameter_is_bias", dimensions: ["parameter"], values: .integers(log.isBias),
        longName: "1 for a bias, 0 for a weight"))
    try add(
      Variable(
        "learning_time", dimensions: ["epoch"],
        values: .doubles(log.epochs.map { $0 * stepsPerEpoch * learningRate }),
        units: "learning rate * step", longName: "learning time s"))
    let units = ["weight", "nat/weight", "nat/weight", "weight/learning_time"]
    for (names, (values, unit)) in zip(ImportedGradients.names, zip(log.arrays, units)) {
      try add(
        Variable(
          names[0], dimensions: ["network", "epoch", "parameter"], values: .doubles(values),
          units: unit, longName: names[0].replacing("_", with: " ")))
    }
  }
}
