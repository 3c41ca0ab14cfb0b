internal import RandomStreams

/// Whether two steps are the composition of single steps, P_{2τ} = P_τ ∘ P_τ.
///
/// From the triples x₁, x₂, x₃ of neighbours in time the joint counts of (x₁, x₃) in cells of equal
/// numbers are compared with those that the composition gives: x₃ is replaced by x₂ plus the next
/// increment of a sample that starts near x₂, which keeps P_τ and forgets x₁. So no coarse cell stands
/// in for x₂, whose own lack of memory would not survive one. The statistic Σ (N − E)²/E has its law
/// under the hypothesis from such surrogates.
///
/// ## Reference
///
/// R. Friedrich, J. Peinke, M. Sahimi and M. R. R. Tabar, "Approaching complexity by stochastic
/// methods", *Physics Reports* 506 (2011) 87-162,
/// [doi:10.1016/j.physrep.2011.05.003](https://doi.org/10.1016/j.physrep.2011.05.003).
struct ChapmanKolmogorovTest {
  /// How many neighbours to either side an increment is drawn from.
  private static let neighbours = 25

  private let first: [Int]
  private let middles: [Double]
  private let increments: [Double]
  private let ends: [Int]
  private let cells: QuantileCells

  /// Prepares the test; nil where there are too few triples.
  init?(_ sample: IncrementSample, cellCount: Int = 8, mostTriples: Int = 40_000) {
    var starts: [Double] = []
    var (middles, increments) = ([Double](), [Double]())
    for sequence in 0..<sample.sequenceCount {
      let range = sample.samples(ofSequence: sequence)
      for index in range.dropLast(sample.overlap) {
        let next = index + sample.overlap
        starts.append(sample.positions[0][index])
        middles.append(sample.positions[0][next])
        increments.append(sample.increments[0][next])
      }
    }
    let stride = max(1, (middles.count + mostTriples - 1) / mostTriples)
    let kept = Swift.stride(from: 0, to: middles.count, by: stride).sorted {
      middles[$0] < middles[$1]
    }
    guard kept.count >= 20 * cellCount * cellCount else { return nil }
    let cells = QuantileCells(kept.map { middles[$0] }, count: cellCount)
    self.cells = cells
    first = kept.map { cells.cell(of: starts[$0]) }
    self.middles = kept.map { middles[$0] }
    self.increments = kept.map { increments[$0] }
    ends = kept.map { cells.cell(of: middles[$0] + increments[$0]) }
  }

  /// The diagnostic from a number of surrogates.
  func diagnostic(surrogates: Int, seed: UInt64, significance: Double) -> Diagnostic {
    let observed = counts(ends)
    var tables: [[Double]] = []
    for surrogate in 0..<surrogates {
      var stream = RandomStream(seed: seed, purpose: .bootstrap, index: UInt64(surrogate))
      tables.append(counts(surrogateEnds(&stream)))
    }
    var expected = [Double](repeating: 0, count: observed.count)
    for table in tables {
      for cell in expected.indices { expected[cell] += table[cell] / Double(surrogates) }
    }
    let statistic = Self.distance(observed, expected)
    let extreme = tables.filter { Self.distance($0, expected) >= statistic }.count
    let total = Double(first.count)
    let variation = Self.variation(observed, expected, total)
    let usual = tables.reduce(0) { $0 + Self.variation($1, expected, total) }
    return .test(
      .chapmanKolmogorov, statistic: statistic,
      pValue: Double(1 + extreme) / Double(1 + surrogates),
      effect: max(0, variation - usual / Double(surrogates)), tolerance: 0.01,
      significance: significance,
      holds: "Two steps are the composition of single ones: the process has no memory at this lag.",
      violated: "Two steps are not the composition of single ones: the state alone has memory. Use "
        + "a longer lag, remove measurement noise, or add the missing variable.")
  }

  private func counts(_ ends: [Int]) -> [Double] {
    var table = [Double](repeating: 0, count: cells.count * cells.count)
    for (start, end) in zip(first, ends) { table[start * cells.count + end] += 1 }
    return table
  }

  private func surrogateEnds(_ stream: inout RandomStream) -> [Int] {
    let reach = Self.neighbours
    return middles.indices.map { index in
      let low = min(max(index - reach, 0), middles.count - 2 * reach - 1)
      let word = stream.next()
      let chosen = low + Int(word % UInt64(2 * reach + 1))
      return cells.cell(of: middles[index] + increments[chosen])
    }
  }

  private static func distance(_ counts: [Double], _ expected: [Double]) -> Double {
    zip(counts, expected).reduce(0) { sum, pair in
      guard pair.1 > 0 else { return sum + pair.0 }
      return sum + (pair.0 - pair.1) * (pair.0 - pair.1) / pair.1
    }
  }

  /// Half the sum of differences, as a fraction of all.
  private static func variation(
    _ counts: [Double], _ expected: [Double], _ total: Double
  ) -> Double {
    zip(counts, expected).reduce(0) { $0 + abs($1.0 - $1.1) } / (2 * total)
  }
}

/// Cells that hold equal numbers of sorted values.
private struct QuantileCells {
  private let bounds: [Double]

  init(_ sorted: [Double], count: Int) {
    bounds = (1..<count).map { sorted[sorted.count * $0 / count] }
  }

  var count: Int { bounds.count + 1 }

  func cell(of x: Double) -> Int {
    var cell = 0
    for bound in bounds where x >= bound { cell += 1 }
    return cell
  }
}
