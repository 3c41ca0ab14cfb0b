import DriftDiffusion
import Figures

/// What a comparison says, in plain sentences with their intervals.
struct ReportFindings {
  private let summary: ComparisonSummary

  init(_ summary: ComparisonSummary) { self.summary = summary }

  /// The sentences, the most important first.
  var sentences: [String] {
    [
      compression, cause("H1", "growing entropy of the weights"),
      cause("H2", "growing gain of the units"), trend, prediction, forecast,
    ].compactMap { $0 }
  }

  private var compression: String? {
    guard !summary.information.isEmpty else { return nil }
    let falling = summary.information.filter { layer in
      let error = layer.compressionBits.standardError ?? .infinity
      return layer.compressionBits.value > max(0.1, 2 * error)
    }
    guard !falling.isEmpty else {
      return "No layer compresses: I(X;T) ends within 0.1 bit or two standard errors of its "
        + "largest value in all \(summary.information.count) layers."
    }
    let parts = falling.map { layer in
      "layer \(layer.layer) by \(layer.compressionBits.text(decimals: 2)) bit after epoch "
        + "\(NumberText.significant(layer.peakEpoch, digits: 3))"
    }
    return "I(X;T) falls in \(falling.count) of \(summary.information.count) layers: "
      + parts.joined(separator: ", ") + " (± standard error over networks)."
  }

  private func cause(_ hypothesis: String, _ what: String) -> String? {
    let causes = summary.verdict.causes.filter { $0.hypothesis == hypothesis }
    guard !causes.isEmpty else { return nil }
    let parts = distinct(causes.map(\.verdict)).map { verdict in
      "\(verdict) in \(layers(causes.filter { $0.verdict == verdict }.map(\.layer)))"
    }
    let shares = causes.map { "\(intervalText($0.share)) in layer \($0.layer)" }
    return "\(hypothesis), that the \(what) causes the compression: "
      + parts.joined(separator: ", ") + ". The share of the fall that it explains between networks "
      + "is \(shares.joined(separator: ", ")) (95 % intervals)."
  }

  private var trend: String? {
    let tested = distinct(summary.verdict.causes.map(\.layer))
    let supported = zip(tested, summary.verdict.trends)
      .filter { $0.1 == HypothesisVerdict.supported.rawValue }.map(\.0)
    guard !supported.isEmpty else { return nil }
    return "H3: in \(layers(supported)) entropy and information only share their course in time; "
      + "networks with more of the one have no less of the other."
  }

  private var prediction: String? {
    let closures = distinct(summary.predictions.map(\.closure))
    let parts = closures.compactMap { closure -> String? in
      let own = summary.predictions.filter { $0.closure == closure && $0.method == "finite-volume" }
      let judged = summary.areInside(own)
      guard !judged.isEmpty else { return nil }
      return "the \(closure) closure in \(judged.count(where: \.self)) of \(judged.count) layers"
    }
    guard !parts.isEmpty else { return nil }
    return "The Fokker-Planck equation predicts the measured change of the weights' entropy within "
      + "its 95 % interval by " + parts.joined(separator: ", ")
      + ". Fit and comparison use the same networks: this can refute, not confirm."
  }

  private var forecast: String? {
    let judged = summary.forecasts.filter { $0.method != ForecastMethod.noChange.rawValue }
    let parts = distinct(judged.map(\.method)).map { method in
      let own = judged.filter { $0.method == method }
      return "\(method) in \(own.count { $0.skill.lower > 0 }) of \(own.count) layers"
    }
    guard !parts.isEmpty else { return nil }
    return "Forecasts of networks that the fit never saw are better than assuming no change, with "
      + "an interval that says so: " + parts.joined(separator: ", ") + "."
  }

  private func layers(_ numbers: [Int]) -> String {
    (numbers.count == 1 ? "layer " : "layers ") + numbers.map { "\($0)" }.joined(separator: ", ")
  }
}
