import Archives
import DriftDiffusion
import Figures

extension FalsificationMatrix {
  /// H1 within every ensemble: whether the information of a network falls as its own entropy grows, more
  /// than with the entropy of another.
  var pairingTable: Table {
    let tests = [("training goes on", referencePairing)] + rows.map { ($0.row.label, $0.pairing) }
    return Table(
      "H1 within each ensemble against swapped pairings, layers that lose information",
      columns: [
        TableColumn("ensemble"), TableColumn("correlation", alignment: .decimal),
        TableColumn("p of swapped pairings"),
      ],
      rows: tests.map { label, test in
        guard let test else { return [label, "–", "nothing falls"] }
        return [
          label, compact(test.statistic), PairingTable.text(test.pValue, test.pValueError),
        ]
      })
  }

  /// Adds the tests; what does not exist is not a number.
  func addPairings(to data: inout Dataset) throws {
    for (name, path, longName) in [
      (
        "correlation", \PermutationTest.statistic,
        "partial correlation of loss of I(X;T) and growth of entropy of the same network"
      ),
      ("p", \.pValue, "probability with networks swapped"),
      ("p_error", \.pValueError, "standard error of the probability"),
    ] as [(String, KeyPath<PermutationTest, Double>, String)] {
      try data.add(
        Variable(
          "row_pairing_\(name)", dimensions: ["row"],
          values: .doubles(rows.map { $0.pairing?[keyPath: path] ?? .nan }), units: "1",
          longName: longName))
      data.attributes["reference_pairing_\(name)"] = .doubles([
        referencePairing?[keyPath: path] ?? .nan
      ])
    }
  }
}
