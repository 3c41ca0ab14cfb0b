import Archives
import DriftDiffusion
import NeuralNetworks
import RealModule

extension RelaxationComparison {
  /// What the rows say of the published outlook.
  var findings: [Finding] {
    entries.dropFirst().flatMap { entry -> [Finding] in
      guard let row = entry.row else { return [] }
      return [goesOn(entry, row), keepsLabels(entry, row), isCheaper(entry, row)]
        + (entry.lead.map { [helps($0, entry, row)] } ?? [])
    }
  }

  private func goesOn(_ entry: Entry, _ row: RelaxationRow) -> Finding {
    Finding(
      claim: "Compression goes on: \(entry.label).",
      verdict: .init(entry.compression.ratio, above: InterventionEffect.smallestCompression),
      quantity: "loss of I(X;T) since epoch \(branch), relative to the reference's (goes on: above "
        + "0.5); relaxation.nc: row_ratio of row '\(row.rawValue)'",
      interval: entry.compression.ratio)
  }

  /// A motion that erases a layer compresses it too: the layer that loses most decides.
  private func keepsLabels(_ entry: Entry, _ row: RelaxationRow) -> Finding {
    let changes = layers.map { entry.labelChanges[$0] }
    let worst = changes.min { $0.lower < $1.lower } ?? changes[0]
    return Finding(
      claim: "The compressing layers keep what they tell about the label: \(entry.label).",
      verdict: .init(worst, above: -FalsificationMatrix.smallestLoss),
      quantity: "change of I(T;Y) since epoch \(branch) in bit, of the layer that loses most "
        + "(kept: above -\(FalsificationMatrix.smallestLoss)); relaxation.nc: "
        + "information_label_change of row '\(row.rawValue)'", interval: worst)
  }

  /// A fraction that is not reached by the end costs more than the whole run.
  private func isCheaper(_ entry: Entry, _ row: RelaxationRow) -> Finding {
    let (half, cost) = (entry.logCostRatios[1], entry.costs[1])
    let least = Double.log(wholeCost(entry) / entries[0].costs[1].lower)
    let verdict: Finding.Verdict =
      if cost.definedFraction == 0 {
        least > 0 ? .fails : .undecided
      } else if half.definedFraction < 0.95 {
        .undecided
      } else {
        .init(half, below: 0)
      }
    return Finding(
      claim: "It costs less than training: \(entry.label).", verdict: verdict,
      quantity: "ln of the passes forward to half of the reference's compression, relative to the "
        + "reference's"
        + (cost.definedFraction == 0 ? " (not reached: above \(compact(least)))" : "")
        + "; relaxation.nc: log_cost_ratio of row '\(row.rawValue)'", interval: half)
  }

  private func helps(
    _ lead: InterventionEffect, _ entry: Entry, _ row: RelaxationRow
  ) -> Finding {
    Finding(
      claim: "Bottleneck iterations make it compress further: \(entry.label).",
      verdict: .init(lead.ratio, above: InterventionEffect.tolerance),
      quantity: "loss of I(X;T) beyond that of the same motion without them, relative to the "
        + "reference's loss (further: above 0.1); relaxation.nc: bottleneck_lead of row "
        + "'\(row.rawValue)'", interval: lead.ratio)
  }

  /// Adds all numbers behind tables and findings.
  func add(to data: inout Dataset) throws {
    let rows = entries.map { $0.row?.rawValue ?? "reference" }
    data.attributes["branching_epoch"] = .integers([Int64(branch)])
    data.attributes["compressing_layers"] = .integers(layers.map { Int64($0 + 1) })
    try data.addCoordinate(
      "row", .strings(rows), longName: "what moves the weights after the branch")
    try data.addCoordinate(
      "fraction", .doubles(Self.fractions), units: "1",
      longName: "fraction of the reference's loss of I(X;T) since the branch")
    try addEffects(to: &data)
    let temperature = temperatures.network
    data.attributes["temperature"] = .doubles([temperature.estimate])
    data.attributes["temperature_interval"] = .doubles([temperature.lower, temperature.upper])
    try data.addIntervals(
      "layer_temperature", ["layer"], temperatures.layers, units: "nat",
      longName: "temperature of the gradient's noise, mean over a layer's parameters and networks")
    try data.add(
      Variable(
        "acceptance", dimensions: ["row", "layer"],
        values: .doubles(entries.flatMap(\.course.acceptances)), units: "1",
        longName: "fraction of accepted proposals after the branch"))
    try data.add(
      Variable(
        "passes_since_branch", dimensions: ["row", "record"],
        values: .doubles(
          entries.flatMap { entry in
            entry.course.log.epochs.map { epoch in
              epoch > Double(branch) ? entry.course.cost(until: epoch) : .nan
            }
          }), units: "1",
        longName: "passes forward of a pattern through one network since the branch"))
    for (name, path, longName) in [
      ("gradient_evaluations", \.gradients, "gradients of single patterns that moved a network"),
      ("loss_evaluations", \.losses, "losses of single patterns that moved a network"),
    ] as [(String, KeyPath<EvaluationCount, Int>, String)] {
      try data.add(
        Variable(
          name, dimensions: ["row", "record"],
          values: .integers(
            entries.flatMap { $0.course.evaluations.map { Int64($0[keyPath: path]) } }),
          longName: longName))
    }
  }

  private func addEffects(to data: inout Dataset) throws {
    let none = BootstrapInterval(estimate: .nan, lower: .nan, upper: .nan, definedFraction: 0)
    let effects: [(String, [BootstrapInterval], String, String)] = [
      ("row_ratio", entries.map(\.compression.ratio), "1", "loss of I(X;T) over the reference's"),
      ("row_size", entries.map(\.compression.size), "bit", "loss of I(X;T), compressing layers"),
      (
        "equal_cost_ratio", entries.map(\.equalCost.ratio), "1",
        "loss of I(X;T) after the cost of the reference over the reference's"
      ),
      (
        "bottleneck_lead", entries.map { $0.lead?.ratio ?? none }, "1",
        "loss beyond that without bottleneck iterations over the reference's"
      ),
      ("training_loss_change", entries.map(\.lossChange), "nat", "change of the training loss"),
      (
        "gain_growth", entries.map(\.gainGrowth), "1",
        "growth of ln of the norm, compressing layers"
      ),
    ]
    for (name, intervals, units, longName) in effects {
      try data.addIntervals(name, ["row"], intervals, units: units, longName: longName)
    }
    for (name, intervals, longName) in [
      ("information_input_change", entries.flatMap(\.inputChanges), "change of I(X;T)"),
      ("information_label_change", entries.flatMap(\.labelChanges), "change of I(T;Y)"),
    ] {
      try data.addIntervals(
        name, ["row", "layer"], intervals, units: "bit",
        longName: "\(longName) since the branch, for all layers at once")
    }
    for (name, intervals, longName) in [
      ("cost", entries.flatMap(\.costs), "passes forward per network to the fraction"),
      ("log_cost_ratio", entries.flatMap(\.logCostRatios), "ln of the cost over the reference's"),
    ] {
      try data.addIntervals(
        name, ["row", "fraction"], intervals, units: "1", longName: longName)
      try data.add(
        Variable(
          "\(name)_defined", dimensions: ["row", "fraction"],
          values: .doubles(intervals.map(\.definedFraction)), units: "1",
          longName: "fraction of the resamples that reach it"))
    }
  }
}
