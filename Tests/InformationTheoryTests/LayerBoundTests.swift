import InformationTheory
import RandomStreams
import RealModule
import Testing

/// Patterns of a soft rule with two labels.
private func patterns(_ count: Int) throws -> PatternClasses {
  PatternClasses(
    try LabelDistribution(
      probabilitiesOfOne: (0..<count).map { 1 / (1 + Double.exp(-Double($0 % 8) + 3.5)) }))
}

@Suite("Layers against the bottleneck bound")
struct LayerBoundTests {
  @Test("symbols are those of the binned estimator")
  func symbols() throws {
    let labels = try LabelDistribution(labels: [0, 1, 0, 1], classCount: 2)
    var workspace = BinningWorkspace(labels: labels)
    let information = try [0.1, 0.9, 0.11, -0.5].withUnsafeBufferPointer {
      try BinnedEstimator().information(of: $0, workspace: &workspace)
    }
    #expect(workspace.symbols.indices == [0, 1, 0, 2])
    #expect(workspace.symbols.count == information.occupiedSymbols)
    let law = try LayerLaw(workspace.symbols, of: PatternClasses(labels))
    #expect(abs(law.aboutInput - information.aboutInput) < 1e-14)
    #expect(abs(law.aboutLabel - information.aboutLabel) < 1e-14)
  }

  @Test("symbols drawn from a bottleneck encoder give back its β", arguments: [1.5, 3.0, 8.0])
  func encoder(beta: Double) throws {
    // Two symbols, and for each class a share of its patterns as the encoder demands: 4000 copies
    // leave shares that are right to 1/4000.
    let copies = 4000
    let classes = try patterns(8)
    let ones = (0..<8).map { classes.labelProbabilities[2 * $0 + 1] }
    var laws = [0.1, 0.9]
    var weights = [0.5, 0.5]
    var share = [Double](repeating: 0, count: 8)
    for _ in 0..<2000 {
      for index in 0..<8 {
        let terms = (0..<2).map { t -> Double in
          let mean = ones[index] * Double.log(laws[t]) + (1 - ones[index]) * Double.log(1 - laws[t])
          return weights[t] * Double.exp(beta * mean)
        }
        share[index] = terms[1] / (terms[0] + terms[1])
      }
      let total = share.reduce(0, +) / 8
      let joint = zip(share, ones).reduce(0) { $0 + $1.0 * $1.1 } / 8
      let rest = zip(share, ones).reduce(0) { $0 + (1 - $1.0) * $1.1 } / 8
      (weights, laws) = ([1 - total, total], [rest / (1 - total), joint / total])
    }
    let many = try PatternClasses(
      LabelDistribution(
        probabilitiesOfOne: ones.flatMap { Array(repeating: $0, count: copies) }))
    let symbols = LayerSymbols(
      labels: share.flatMap { share in
        (0..<copies).map { Double($0) + 0.5 < share * Double(copies) }
      })
    let layer = try LayerLaw(symbols, of: many)
    #expect(abs(layer.beta / beta - 1) < 5e-3)
  }

  @Test("β is unbounded for a layer that sorts by label, and undetermined for one symbol")
  func unbounded() throws {
    let classes = try patterns(64)
    let sorted = try LayerLaw(LayerSymbols(labels: (0..<64).map { $0 % 8 }), of: classes)
    #expect(sorted.beta == .infinity)
    #expect(abs(sorted.aboutInput - 3) < 1e-12)
    let single = try LayerLaw(LayerSymbols(labels: Array(repeating: 0, count: 64)), of: classes)
    #expect(single.beta.isNaN && single.aboutInput == 0 && single.aboutLabel == 0)
    // Pairs of the wrong ends are worse than symbols at random.
    let wrong = try LayerLaw(LayerSymbols(labels: (0..<64).map { $0 / 8 }), of: classes)
    #expect(wrong.aboutLabel < 1e-12 && wrong.beta.isNaN)
  }

  @Test("certain labels and mixed symbols have a finite or no β, never a failure")
  func certainLabels() throws {
    let labels = try LabelDistribution(labels: [0, 0, 0, 0, 1, 1, 1, 1], classCount: 2)
    let classes = PatternClasses(labels)
    let pure = try LayerLaw(LayerSymbols(labels: [0, 0, 1, 1, 2, 2, 3, 3]), of: classes)
    #expect(pure.beta.isNaN, "all symbols of the right label are alike for every β")
    let mixed = try LayerLaw(LayerSymbols(labels: [0, 0, 0, 1, 0, 1, 1, 1]), of: classes)
    #expect(mixed.beta.isFinite && mixed.beta > 0)
    // p(1|t) = ¾ or ¼: a share of ¾ = 3^β/(3^β + 1) needs β = 1.
    #expect(abs(mixed.beta - 1) < 1e-9)
  }

  @Test("no layer is above the bound, and a sufficient one is on it", arguments: 0..<10)
  func distances(seed: UInt64) throws {
    let classes = try patterns(256)
    let curve = try BottleneckSolver(classes).curve()
    var stream = RandomStream(seed: seed, purpose: .general)
    let bins = 2 + Int(seed)
    let symbols = LayerSymbols(
      labels: (0..<256).map { pattern in
        (Double(pattern % 8) + 3 * stream.uniform()) * Double(bins) / 11
      }.map { Int($0) })
    let place = curve.place(try LayerLaw(symbols, of: classes))
    #expect(place.labelDistance > -1e-10 && place.inputDistance > -1e-6)
    let sufficient = curve.place(
      try LayerLaw(LayerSymbols(labels: (0..<256).map { $0 % 8 }), of: classes))
    #expect(abs(sufficient.labelDistance) < 1e-10)
  }

  @Test("networks are gathered with infinite and missing β set apart")
  func statistics() {
    let places = [2.0, 4, .infinity, .nan].map {
      LayerBound(
        aboutInput: $0.isNaN ? 3 : 1, aboutLabel: 0.5, beta: $0, labelDistance: 0,
        inputDistance: 0)
    }
    let statistics = LayerBoundStatistics(places)
    #expect(statistics.medianBeta == 4 && statistics.unboundedCount == 1)
    #expect(statistics.undeterminedCount == 1 && statistics.networkCount == 4)
    #expect(statistics.aboutInput.mean == 1.5)
    #expect(abs(statistics.aboutInput.standardError - 0.5) < 1e-14)
  }
}
