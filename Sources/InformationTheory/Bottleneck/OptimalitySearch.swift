internal import RealModule

/// Looks for a cluster that would lower the objective: the certificate of a global minimum.
///
/// The objective −Σ p(x) ln Z(x) is convex in the measure that p(t) puts on label laws r. Putting
/// weight on a further law r lowers it at the rate D(r) − 1,
///
/// ```
/// D(r) = Σ_x p(x) exp(−β KL[p(y|x)‖r])/Z(x)
/// ```
///
/// so the minimum is reached when no r has D(r) > 1, and ln max D bounds the distance from it
/// (B. G. Lindsay, "The geometry of mixture likelihoods", Ann. Statist. 11 (1983) 86-94,
/// doi:10.1214/aos/1176346059). Summits of D are looked for from the label laws of the classes and
/// of the clusters, by Newton's steps where D curves down and by r ← Σ_x … p(y|x) elsewhere, which
/// never lowers D.
struct OptimalitySearch {
  /// The label laws from which the search starts, at most 256 classes' and some between.
  private let starts: [[Double]]
  private let classes: PatternClasses
  private let negativeEntropies: [Double]

  init(_ classes: PatternClasses) {
    self.classes = classes
    negativeEntropies = classes.negativeLabelEntropies
    let distinct = classes.merged().classes
    let stride = (distinct.count + 255) / 256
    let marginal = classes.labelMarginal
    let laws = Swift.stride(from: 0, to: distinct.count, by: stride).map {
      Array(distinct.labelLaw(of: $0))
    }
    starts = laws.flatMap { law in
      // Steps never give a label back that a law excludes, so the starts exclude none.
      law.contains(0)
        ? [Self.mixture(law, marginal, 1e-6), Self.mixture(law, marginal, 0.1)] : [law]
    }
  }

  private static func mixture(_ law: [Double], _ other: [Double], _ share: Double) -> [Double] {
    zip(law, other).map { (1 - share) * $0 + share * $1 }
  }

  /// The summits found, from the highest on.
  ///
  /// - Parameters:
  ///   - logarithms: ln Z(x) of the present clusters.
  ///   - beta: β.
  ///   - clusters: Further label laws to start from.
  /// - Returns: ln D and the label law of each summit; the first one is the highest.
  func summits(
    logarithms: [Double], beta: Double, clusters: [[Double]] = []
  ) -> [(excess: Double, law: [Double])] {
    var slope = LabelAscent(
      classes, negativeEntropies: negativeEntropies, logarithms: logarithms, beta: beta)
    var summits: [(excess: Double, law: [Double])] = []
    for summit in (starts + clusters).map({ slope.climb(from: $0) }).sorted(by: {
      $0.excess > $1.excess
    }) {
      let isKnown = summits.contains { known in
        zip(known.law, summit.law).allSatisfy { abs($0 - $1) < 1e-6 }
      }
      if !isKnown { summits.append(summit) }
    }
    return summits
  }

  /// The largest ln D found.
  func excess(logarithms: [Double], beta: Double) -> Double {
    summits(logarithms: logarithms, beta: beta).first?.excess ?? 0
  }
}
