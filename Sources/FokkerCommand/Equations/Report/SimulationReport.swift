import Figures

/// An ensemble of a typed process as a table of at most 80 columns.
struct SimulationReport {
  let summary: SimulationSummary

  var text: String {
    let parts =
      [wrapped(summary.equation, width: 80)] + (summary.box.map(tables) ?? [table])
      + [averages, quality, summary.files.map { "Written: \($0)" }.joined(separator: "\n")]
    return parts.filter { !$0.isEmpty }.joined(separator: "\n\n")
  }

  /// The moments of one variable.
  private var table: String {
    let rows = EquationReport.thinned(summary.moments).map { moment in
      Self.start(of: moment) + [moment.population].compactMap(\.self) + [
        NumberText.uncertain(moment.mean ?? .nan, moment.meanError ?? .nan),
        NumberText.uncertain(moment.variance ?? .nan, moment.varianceError ?? .nan),
      ]
    }
    let isOfSeveral = summary.moments.contains { $0.population != nil }
    return TextTable(
      header: ["time", "survival"] + (isOfSeveral ? ["of"] : [])
        + ["mean (± standard error)", "variance"], rows: rows
    ).text
  }

  /// The averages of a mean-field equation.
  private var averages: String {
    guard let averages = summary.averages else { return "" }
    let values = averages.keys.sorted().map {
      "\($0) = \(NumberText.significant(averages[$0] ?? .nan, digits: 6))"
    }
    return wrapped(
      "Averages at the last time: " + values.joined(separator: ", ")
        + ". Standard errors are those of "
        + "independent particles; these feel each other, and averages fluctuate more.", width: 80)
  }

  private static func start(of moment: SimulationSummary.Moment) -> [String] {
    [NumberText.significant(moment.time, digits: 6), NumberText.significant(moment.survival)]
  }

  private func tables(_ box: SimulationSummary.Box) -> [String] {
    [means(box), lastMoments(box), walls(box), jointNote(box)]
  }

  /// The means of the first three variables, as many as fit into a line, at all times.
  private func means(_ box: SimulationSummary.Box) -> String {
    let rows = EquationReport.thinned(Array(summary.moments.indices)).map { time in
      Self.start(of: summary.moments[time])
        + box.variables.indices.prefix(3).map {
          NumberText.uncertain(box.means[time][$0], box.meanErrors[time][$0])
        }
    }
    return TextTable(
      header: ["time", "survival"] + box.variables.prefix(3).map { "mean of \($0)" }, rows: rows
    ).text
  }

  /// The moments at the last time: covariances where they fit into a line, else variances.
  private func lastMoments(_ box: SimulationSummary.Box) -> String {
    guard let means = box.means.last, let errors = box.meanErrors.last,
      let covariances = box.covariances.last, let covarianceErrors = box.covarianceErrors.last
    else { return "" }
    let isNarrow = box.variables.count <= 3
    let rows = box.variables.indices.map { row in
      [box.variables[row], NumberText.uncertain(means[row], errors[row])]
        + (isNarrow ? Array(box.variables.indices) : [row]).map {
          NumberText.uncertain(covariances[row][$0], covarianceErrors[row][$0])
        }
    }
    let columns = isNarrow ? box.variables.map { "cov. with \($0)" } : ["variance"]
    return TextTable(
      header: ["at the last time", "mean (± standard error)"] + columns, rows: rows
    ).text
  }

  /// What each wall has taken.
  private func walls(_ box: SimulationSummary.Box) -> String {
    guard let below = box.exitsBelow, let above = box.exitsAbove else { return "" }
    let rows = box.variables.indices.map { variable in
      [box.variables[variable]]
        + [below[variable], above[variable]].map { share in
          NumberText.uncertain(
            share, (max(0, share * (1 - share)) / Double(summary.particles)).squareRoot())
        }
    }
    return TextTable(header: ["taken by walls of", "below", "above"], rows: rows).text
  }

  private func jointNote(_ box: SimulationSummary.Box) -> String {
    guard !box.hasJointHistogram else { return "" }
    return wrapped(
      "The joint histogram would have too many cells and is left out; files have the one of each "
        + "variable. Give fewer --cells to have it.", width: 80)
  }

  private var quality: String {
    var text =
      "\(summary.particles) particles by \(summary.scheme), \(summary.steps) steps of at most "
      + "\(NumberText.significant(summary.timeStep)), seed \(summary.seed)."
    if let mean = summary.meanExitTime {
      text +=
        " Walls took \(summary.exits) of them, after \(NumberText.significant(mean)) on average."
    }
    return wrapped(text, width: 80)
  }
}
