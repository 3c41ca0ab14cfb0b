import RandomStreams
import RealModule
import Testing

/// Calls `body` with rows of variates, a row for each variate of each block.
private func forEachRow<Scalar: NormalScalar>(
  _ type: Scalar.Type, streams: Int, blocks: Range<UInt64>, seed: UInt64,
  _ body: (UnsafeMutableBufferPointer<Scalar>) -> Void
) {
  let source = NormalSource(seed: seed, purpose: .brownianIncrements)
  let room = UnsafeMutableBufferPointer<Scalar>.allocate(
    capacity: streams * Scalar.normalsPerBlock)
  defer { room.deallocate() }
  room.initialize(repeating: 0)
  for block in blocks {
    source.fill(room, firstIndex: 0, block: block)
    for row in 0..<Scalar.normalsPerBlock {
      body(UnsafeMutableBufferPointer(rebasing: room[row * streams..<(row + 1) * streams]))
    }
  }
}

/// The probability that a standard normal number is at most `x`.
private func cumulative(_ x: Double) -> Double { 0.5 * Double.erfc(-x / 2.0.squareRoot()) }

@Suite("The law of normal variates")
struct NormalLawTests {
  @Test("the counts beyond 4 to 6 standard deviations are Poisson's, in both precisions")
  func tails() {
    expectTails(Double.self, blocks: 100_000)
    expectTails(Float.self, blocks: 100_000)
  }

  /// Counts the tails of 1024 streams.
  private func expectTails<Scalar: NormalScalar>(_ type: Scalar.Type, blocks: UInt64) {
    let bounds: [Scalar] = [4, 4.5, 5, 5.5, 6]
    var counts = [[Int]](repeating: [0, 0], count: bounds.count)
    forEachRow(type, streams: 1024, blocks: 0..<blocks, seed: 21) { row in
      var outliers = 0
      for z in row { outliers &+= z * z > 16 ? 1 : 0 }
      guard outliers > 0 else { return }
      for z in row {
        for (place, bound) in bounds.enumerated() {
          if z > bound { counts[place][1] += 1 } else if z < -bound { counts[place][0] += 1 }
        }
      }
    }
    let total = Double(blocks) * 1024 * Double(Scalar.normalsPerBlock)
    for (bound, sides) in zip(bounds, counts) {
      let expected = total * cumulative(-Double(bound))
      for found in sides {
        // Four standard errors, and room for a few where fewer than one is expected.
        #expect(abs(Double(found) - expected) < 4 * expected.squareRoot() + 3, "beyond \(bound)")
      }
    }
  }

  @Test("the counts in 200 equally likely cells pass the χ² test")
  func chiSquare() {
    expectEqualCounts(Double.self, blocks: 2000)
    expectEqualCounts(Float.self, blocks: 1000)
  }

  private func expectEqualCounts<Scalar: NormalScalar>(_ type: Scalar.Type, blocks: UInt64) {
    var counts = [Int](repeating: 0, count: 200)
    forEachRow(type, streams: 1000, blocks: 5..<5 + blocks, seed: 3) { row in
      for z in row { counts[min(199, Int(200 * cumulative(Double(z))))] += 1 }
    }
    let expected = Double(counts.reduce(0, +)) / 200
    let chiSquare = counts.reduce(0) { sum, count in
      let difference = Double(count) - expected
      return sum + difference * difference / expected
    }
    // χ² with 199 degrees of freedom: four standard deviations of √398 each way.
    #expect(abs(chiSquare - 199) < 4 * 398.0.squareRoot())
  }

  @Test("the largest distance to the cumulative law passes the test of Kolmogorov and Smirnov")
  func kolmogorovSmirnov() {
    // Single precision in steps of one path, and double precision across paths at one step.
    var alongOnePath: [Double] = []
    forEachRow(Float.self, streams: 1, blocks: 0..<50_000, seed: 4) {
      alongOnePath.append(Double($0[0]))
    }
    var acrossPaths: [Double] = []
    forEachRow(Double.self, streams: 100_000, blocks: 77..<78, seed: 4) {
      acrossPaths += $0
    }
    for sample in [alongOnePath, acrossPaths] {
      let sorted = sample.sorted()
      let count = Double(sorted.count)
      var largest = 0.0
      for (index, z) in sorted.enumerated() {
        let f = cumulative(z)
        largest = max(largest, f - Double(index) / count, Double(index + 1) / count - f)
      }
      // Exceeded with probability 2 exp(−2 · 2.2²) = 1.3·10⁻⁴.
      #expect(largest * count.squareRoot() < 2.2)
    }
  }

  @Test("steps of one path and paths at one step are uncorrelated up to the fourth power")
  func serialCorrelation() {
    let (streams, blocks) = (512, UInt64(1000))
    var rows: [[Double]] = []
    forEachRow(Double.self, streams: streams, blocks: 0..<blocks, seed: 6) {
      rows.append(Array($0))
    }
    for lag in [1, 2, 3, 7, 64, 255] {
      expectUncorrelated(rows.indices.dropLast(lag).map { (rows[$0], rows[$0 + lag]) }, "steps")
      expectUncorrelated(
        rows.map { (Array($0.dropLast(lag)), Array($0.dropFirst(lag))) }, "paths")
    }
  }

  private func expectUncorrelated(_ pairs: [([Double], [Double])], _ name: String) {
    var sums = (linear: 0.0, mixed: 0.0, square: 0.0, count: 0.0)
    for (first, second) in pairs {
      for (a, b) in zip(first, second) {
        sums.linear += a * b
        sums.mixed += a * (b * b - 1)
        sums.square += (a * a - 1) * (b * b - 1)
      }
      sums.count += Double(first.count)
    }
    // The variances of a b, a (b² − 1) and (a² − 1)(b² − 1) are 1, 2 and 4.
    let error = sums.count.squareRoot()
    #expect(abs(sums.linear) < 4 * error, "\(name)")
    #expect(abs(sums.mixed) < 4 * 2.0.squareRoot() * error, "\(name)")
    #expect(abs(sums.square) < 4 * 2 * error, "\(name)")
  }
}
