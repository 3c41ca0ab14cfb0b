/// The summary of data as tables for a terminal of 80 columns.
struct DataReport {
  let summary: DataSummary

  /// The report.
  var text: String {
    let quantities = TextTable(header: ["quantity", "value"], rows: self.quantities)
    let classes = TextTable(
      header: ["class", "label", "patterns", "fraction"],
      rows: summary.classes.enumerated().map { index, entry in
        let whole = entry.patterns.rounded()
        let isWhole = abs(entry.patterns - whole) < 1e-6
        return [
          "\(index)", entry.label, isWhole ? fixed(whole, 0) : fixed(entry.patterns, 1),
          fixed(entry.fraction, 4),
        ]
      })
    return ["Data: \(summary.source)", quantities.text, classes.text].joined(separator: "\n\n")
  }

  private var quantities: [[String]] {
    var rows = [
      ["patterns", "\(summary.patterns)"],
      ["different inputs", "\(summary.distinctInputs)"],
      ["training patterns", "\(summary.trainingPatterns)"],
      ["features", "\(summary.features)"],
      ["constant features", "\(summary.constantFeatures)"],
      ["least feature", "\(summary.leastFeature)"],
      ["greatest feature", "\(summary.greatestFeature)"],
      ["classes", "\(summary.classes.count)"],
      ["H(Y) in bits", fixed(summary.labelEntropyBits, 6)],
      ["I(X;Y) in bits", fixed(summary.mutualInformationBits, 6)],
    ]
    if let spherical = summary.spherical {
      rows.append(["values of f", "\(spherical.values)"])
      rows.append(["different (n, a, c)", "\(spherical.invariants)"])
      rows.append(["orbits under rotations", "\(spherical.rotationOrbits)"])
      rows.append(["and reflections", "\(spherical.symmetryOrbits)"])
    }
    if let boolean = summary.boolean {
      let inputs = boolean.relevantInputs.map(String.init).joined(separator: " ")
      rows.append(["features in the \(boolean.kind)", inputs])
    }
    return rows
  }
}
