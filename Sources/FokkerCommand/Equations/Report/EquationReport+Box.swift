import Figures

extension EquationReport {
  /// The stationary state of several variables.
  var boxStationary: String {
    guard let state = summary.boxStationary else { return "" }
    let table = momentTable("stationary", state.variables, state.means, state.covariances)
    return """
      \(table)

        entropy             \(NumberText.significant(state.entropy, digits: 8)) nat
        entropy production  \(NumberText.significant(state.entropyProduction, digits: 6)) nat/time
        smallest density    \(scientific(state.smallestDensity))
        estimated L1 error  \(scientific(state.error))
      """
  }

  /// The slowest modes of several variables.
  var boxSpectrum: String {
    guard let rates = summary.boxSpectrum else { return "" }
    let rows = rates.enumerated().map { index, rate in
      [
        "\(index)", NumberText.significant(rate.rate, digits: 7),
        NumberText.significant(rate.frequency, digits: 7), scientific(rate.error),
      ]
    }
    return "Modes of relaxation, e^{−(rate + i frequency) t}\n\n"
      + TextTable(header: ["mode", "decay rate", "frequency", "error"], rows: rows).text
  }

  /// The first passage of several variables.
  var boxPassage: String {
    guard let passage = summary.boxPassage else { return "" }
    return """
      First passage to an absorbing wall
        mean time           \(NumberText.significant(passage.mean, digits: 7)) \
      ± \(scientific(passage.meanError))
        standard deviation  \(NumberText.significant(passage.deviation, digits: 7))
      """
  }
}
