import Figures

/// A solution of a typed equation as tables of at most 80 columns.
struct EquationReport {
  let summary: EquationSummary

  /// The rows of a table, beyond which some are left out.
  private static let rowLimit = 24

  /// All tables with their explanations.
  var text: String {
    let parts = [
      wrapped(summary.equation, width: 80), solution, stationary, spectrum, passage,
      boxStationary, boxSpectrum, boxPassage, populations, crossCheck, files,
    ]
    return parts.filter { !$0.isEmpty }.joined(separator: "\n\n")
  }

  private var solution: String {
    guard let solution = summary.solution else { return "" }
    let isBox = summary.box != nil
    let rows = Self.thinned(solution.moments).map { moment in
      let mass = [
        NumberText.significant(moment.time, digits: 6), NumberText.significant(moment.mass),
      ]
      let moments = [moment.mean, moment.variance].compactMap(\.self).map {
        NumberText.significant($0, digits: 6)
      }
      let rest = [
        NumberText.significant(moment.entropy, digits: 6), moment.error.map(scientific) ?? "–",
      ]
      return mass + moments + rest
    }
    let moments = isBox ? [] : ["mean", "variance"]
    let table = TextTable(
      header: ["time", "mass"] + moments + ["entropy [nat]", "L1 error"], rows: rows)
    return [table.text, boxMoments, quality(solution)].filter { !$0.isEmpty }
      .joined(separator: "\n\n")
  }

  /// The moments of several variables at the last time.
  private var boxMoments: String {
    guard let box = summary.box, let means = box.means.last, let rows = box.covariances.last else {
      return ""
    }
    var text = momentTable("at the last time", box.variables, means, rows)
    if let production = box.entropyProduction?.last {
      let number = NumberText.significant(production, digits: 6)
      text += "\n\nEntropy production at the last time: \(number) nat/time."
    }
    return text
  }

  /// Means and covariances; of many variables the variances and the neighbours' covariances.
  func momentTable(
    _ title: String, _ variables: [String], _ means: [Double], _ covariances: [[Double]]
  ) -> String {
    let isWide = variables.count > 3
    let columns = isWide ? ["variance", "cov. with next"] : variables.map { "cov. with \($0)" }
    let rows = variables.indices.map { row in
      let next = row + 1 < variables.count ? [covariances[row][row + 1]] : []
      let numbers = [means[row]] + (isWide ? [covariances[row][row]] + next : covariances[row])
      let texts = numbers.map { NumberText.significant($0, digits: 6) }
      return [variables[row]] + texts + (isWide && next.isEmpty ? ["–"] : [])
    }
    return TextTable(header: [title, "mean"] + columns, rows: rows).text
  }

  private func quality(_ solution: EquationSummary.Solution) -> String {
    var lines = [
      "Solved by \(solution.method).",
      steps(solution),
    ]
    if let error = solution.largestError {
      let what = summary.box?.ranks == nil ? "the density" : "a variable's density"
      lines.append("Estimated L1 error of \(what): at most \(scientific(error)).")
    } else {
      lines.append("There is no estimate of the error.")
    }
    if let shortfall = solution.shortfall { lines.append("Warning: \(shortfall)") }
    if solution.initialMassOutside > 1e-12 {
      lines.append(
        "Of the initial law \(scientific(solution.initialMassOutside)) lies outside the domain and "
          + "was cut off.")
    }
    return lines.filter { !$0.isEmpty }.map { wrapped($0, width: 80) }.joined(separator: "\n")
  }

  private func steps(_ solution: EquationSummary.Solution) -> String {
    let smallest = solution.smallestDensity.map { number in
      let isRelative = summary.box?.ranks != nil
      return " Smallest density \(scientific(number))\(isRelative ? " of the largest" : "")"
    }
    let mass = solution.largestMassError.map { ", largest mass error \(scientific($0))" }
    guard smallest != nil || solution.acceptedSteps > 0 else { return "" }
    return "Steps: \(solution.acceptedSteps) taken, \(solution.rejectedSteps) rejected."
      + (smallest ?? "") + (mass ?? "") + (smallest == nil ? "" : ".")
  }

  private var stationary: String {
    guard let state = summary.stationary else { return "" }
    return """
      Stationary density (estimated L1 error \(scientific(state.error)))
        mean                \(NumberText.significant(state.mean, digits: 8))
        variance            \(NumberText.significant(state.variance, digits: 8))
        entropy             \(NumberText.significant(state.entropy, digits: 8)) nat
        current             \(NumberText.significant(state.current, digits: 6))
        entropy production  \(NumberText.significant(state.entropyProduction, digits: 6)) nat/time
      """
  }

  private var spectrum: String {
    guard let rates = summary.spectrum else { return "" }
    let rows = rates.enumerated().map { index, rate in
      [
        "\(index)", NumberText.significant(rate.rate, digits: 9), scientific(rate.error),
        rate.rate > rate.error ? NumberText.significant(1 / rate.rate, digits: 6) : "∞",
      ]
    }
    return "Modes of relaxation\n\n"
      + TextTable(header: ["mode", "decay rate", "error", "time"], rows: rows).text
  }

  private var passage: String {
    guard let passage = summary.firstPassage else { return "" }
    var lines = [
      "First passage out of \(NumberText.significant(passage.lower)) to "
        + NumberText.significant(passage.upper)
    ]
    if let mean = passage.meanTime { lines.append("  mean time          \(Self.text(mean))") }
    if let upper = passage.upperProbability {
      lines.append("  at the upper end   \(Self.text(upper))")
    }
    let places = Self.thinned(Array(passage.times.indices))
    let rows = places.map {
      [
        NumberText.significant(passage.times[$0], digits: 6),
        NumberText.significant(passage.survival[$0], digits: 6),
        NumberText.significant(passage.density[$0], digits: 6),
      ]
    }
    let table = TextTable(header: ["time", "survival", "density of passage"], rows: rows)
    return lines.joined(separator: "\n") + (rows.isEmpty ? "" : "\n\n\(table.text)")
  }

  private var crossCheck: String {
    guard let check = summary.crossCheck else { return "" }
    let rows = check.pairs.map {
      [
        "\($0.first) – \($0.second)", scientific($0.distance), scientific($0.allowed),
        NumberText.significant($0.time, digits: 6), $0.agrees ? "agree" : "DISAGREE",
      ]
    }
    let table = TextTable(
      header: ["methods", "L1 distance", "allowed", "at time", "verdict"], rows: rows)
    let absences = check.absences.map {
      "\n" + wrapped("Not compared: \($0.method). \($0.reason)", width: 80)
    }
    let verdict = check.agrees ? "All pairs agree" : "Not all pairs agree"
    return
      "Methods against each other, at the output time where they differ most\n\n\(table.text)\n"
      + absences.joined() + "\n\(verdict) within their error bars."
  }

  private static func text(_ value: FirstPassageAnalysis.Value) -> String {
    "\(NumberText.significant(value.value, digits: 9)) ± \(scientific(value.error))"
  }

  private var files: String {
    summary.files.map { "Written: \($0)" }.joined(separator: "\n")
  }

  /// At most ``rowLimit`` of the elements, the last one among them.
  static func thinned<Element>(_ all: [Element]) -> [Element] {
    let step = max(1, (all.count + rowLimit - 2) / (rowLimit - 1))
    guard step > 1 else { return all }
    var places = Array(stride(from: 0, to: all.count, by: step))
    if places.last != all.count - 1 { places.append(all.count - 1) }
    return places.map { all[$0] }
  }
}
