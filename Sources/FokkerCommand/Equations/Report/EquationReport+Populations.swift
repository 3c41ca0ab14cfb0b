import Figures

extension EquationReport {
  /// Populations that feel each other.
  var populations: String {
    guard let populations = summary.populations else { return "" }
    return [moments(populations), averages(populations), states(populations)]
      .filter { !$0.isEmpty }.joined(separator: "\n\n")
  }

  private func moments(_ populations: EquationSummary.Populations) -> String {
    guard let method = populations.method else { return "" }
    let rows = Self.thinned(populations.moments).map { moment in
      [NumberText.significant(moment.time, digits: 6), moment.population]
        + [moment.mass, moment.mean, moment.variance, moment.entropy].map {
          NumberText.significant($0, digits: 6)
        } + [moment.error.map(scientific) ?? "–"]
    }
    let table = TextTable(
      header: ["time", "of", "mass", "mean", "variance", "entropy [nat]", "L1 error"],
      rows: rows)
    var lines = ["Solved by \(method)."]
    if let taken = populations.acceptedSteps, let rejected = populations.rejectedSteps {
      let smallest = scientific(populations.smallestDensity ?? .nan)
      lines.append("Steps: \(taken) taken, \(rejected) rejected. Smallest density \(smallest).")
    }
    return table.text + "\n\n"
      + lines.map { wrapped($0, width: 80) }.joined(separator: "\n")
  }

  private func averages(_ populations: EquationSummary.Populations) -> String {
    guard let last = populations.fields.last else { return "" }
    let values = zip(populations.averages, last).map {
      "\($0) = \(NumberText.significant($1, digits: 8))"
    }
    return wrapped("Averages at the last time: " + values.joined(separator: ", ") + ".", width: 80)
  }

  private func states(_ populations: EquationSummary.Populations) -> String {
    guard let states = populations.states else { return "" }
    guard !states.isEmpty else { return "No stationary state was found." }
    let rows = states.enumerated().map { index, state in
      ["\(index)"] + state.averages.map { NumberText.significant($0, digits: 8) }
        + [NumberText.significant(state.entropies.reduce(0, +), digits: 6)]
        + [state.growingModes == 0 ? "stable" : "unstable, \(state.growingModes) growing"]
    }
    let table = TextTable(
      header: ["state"] + populations.averages + ["entropy [nat]", "stability"], rows: rows)
    return "Stationary states\n\n" + table.text
  }
}
