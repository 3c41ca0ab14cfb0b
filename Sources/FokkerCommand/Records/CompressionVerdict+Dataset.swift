import Archives
import DriftDiffusion

extension Dataset {
  /// Adds what a run says of how and why its layers compress.
  mutating func add(_ verdict: CompressionVerdict) throws {
    try add(verdict.hypotheses)
    if let test = verdict.acrossLayers {
      attributes["rank_correlation"] = .doubles([test.statistic])
      attributes["rank_correlation_p"] = .doubles([test.pValue])
    }
    guard !verdict.laws.isEmpty else { return }
    try addCoordinate(
      "compressing_layer", .integers(verdict.laws.map { Int64($0.layer) }),
      longName: "layers that lose more than 0.1 bit")
    try add(
      Variable(
        "law", dimensions: ["compressing_layer"],
        values: .strings(verdict.laws.map(\.choice.best.fit.law.rawValue)),
        longName: "law of compression that forecasts held-out networks best"))
    try add(
      Variable(
        "law_is_decided", dimensions: ["compressing_layer"],
        values: .integers(verdict.laws.map { $0.choice.isDecided ? 1 : 0 }),
        longName: "whether the interval excludes that the second best law is as good, 1 or 0"))
    try addIntervals(
      "fall_per_e_fold", ["compressing_layer"], verdict.laws.map(\.fallPerEFold), units: "nat",
      longName: "loss of I(X;T) per e-fold of time; free diffusion in n directions loses n/2")
  }
}
