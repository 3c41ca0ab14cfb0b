import RandomStreams
import RealModule
import Testing

/// The variates of `count` streams and `blocks` blocks, in the order [block][variate][stream].
private func variates<Scalar: NormalScalar>(
  _ type: Scalar.Type, count: Int, blocks: Int, seed: UInt64
) -> [Scalar] {
  let source = NormalSource(seed: seed, purpose: .brownianIncrements)
  let blockSize = count * Scalar.normalsPerBlock
  var normals = [Scalar](repeating: .nan, count: blockSize * blocks)
  normals.withUnsafeMutableBufferPointer { normals in
    for block in 0..<blocks {
      source.fill(
        UnsafeMutableBufferPointer(rebasing: normals[block * blockSize..<(block + 1) * blockSize]),
        firstIndex: 0, block: UInt64(block))
    }
  }
  return normals
}

/// The random words of one block of a stream.
private func words(
  seed: UInt64, _ purpose: StreamPurpose, index: Int, block: Int
) -> SIMD4<UInt32> {
  let address = UInt64(purpose.rawValue) << 48 | UInt64(index)
  return Philox.block(
    counter: SIMD4(
      UInt32(block), 0, UInt32(truncatingIfNeeded: address),
      UInt32(truncatingIfNeeded: address >> 32)),
    key: SIMD2(UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32)))
}

/// √(−2 ln u) cos 2πv and √(−2 ln u) sin 2πv.
private func boxMuller(_ u: Double, _ v: Double) -> (Double, Double) {
  let radius = (-2 * Double.log(u)).squareRoot()
  return (radius * Double.cos(2 * Double.pi * v), radius * Double.sin(2 * Double.pi * v))
}

/// Whether the moments up to the eighth and the tails are those of the normal law.
private func expectNormal<Scalar: NormalScalar>(_ normals: [Scalar]) {
  let count = Double(normals.count)
  let moments: [Double] = [
    1, 0, 1, 0, 3, 0, 15, 0, 105, 0, 945, 0, 10_395, 0, 135_135, 0, 2_027_025,
  ]
  for power in 1...8 {
    var sum = 0.0
    for z in normals { sum += Double.pow(Double(z), power) }
    let error = ((moments[2 * power] - moments[power] * moments[power]) / count).squareRoot()
    #expect(abs(sum / count - moments[power]) < 4 * error, "moment \(power)")
  }
  for bound in [0.5, 1, 2, 3, 4, 4.5] {
    let expected = count * Double.erfc(bound / 2.0.squareRoot())
    let found = Double(normals.count { abs(Double($0)) > bound })
    #expect(abs(found - expected) < 4 * expected.squareRoot(), "beyond \(bound)")
  }
}

@Suite("Normal variates in bulk")
struct NormalSourceTests {
  @Test("in double precision are Box and Muller's transform of Philox's words")
  func doubleTransform() {
    for count in [1, 7, 32, 45] {
      let normals = variates(Double.self, count: count, blocks: 50, seed: 11)
      for index in 0..<count {
        for block in 0..<50 {
          let word = words(seed: 11, .brownianIncrements, index: index, block: block)
          let u = (Double(UInt64(word.x) << 32 | UInt64(word.y)) + 0.5) * 0x1p-64
          let v = Double(UInt64(word.z) << 32 | UInt64(word.w)) * 0x1p-64
          let (cosine, sine) = boxMuller(u, v)
          let place = 2 * block * count + index
          #expect(abs(normals[place] - cosine) <= 4e-15 * (1 + abs(cosine)))
          #expect(abs(normals[place + count] - sine) <= 4e-15 * (1 + abs(sine)))
        }
      }
    }
  }

  @Test("in single precision are Box and Muller's transform of Philox's words")
  func singleTransform() {
    for count in [1, 7, 32, 45] {
      let normals = variates(Float.self, count: count, blocks: 20, seed: 11)
      for index in 0..<count {
        for block in 0..<20 {
          let word = words(seed: 11, .brownianIncrements, index: index, block: block)
          for (pair, (a, b)) in [(word.x, word.y), (word.z, word.w)].enumerated() {
            let (cosine, sine) = boxMuller((Double(a) + 0.5) * 0x1p-32, Double(b) * 0x1p-32)
            let place = (4 * block + 2 * pair) * count + index
            #expect(abs(Double(normals[place]) - cosine) <= 1e-6 * (1 + abs(cosine)))
            #expect(abs(Double(normals[place + count]) - sine) <= 1e-6 * (1 + abs(sine)))
          }
        }
      }
    }
  }

  @Test("have the same bits whatever streams are drawn together")
  func independentOfCount() {
    expectIndependentOfCount(Double.self)
    expectIndependentOfCount(Float.self)
  }

  private func expectIndependentOfCount<Scalar: NormalScalar>(_ type: Scalar.Type) {
    let source = NormalSource(seed: 5, purpose: .general)
    // Blocks and streams whose numbers need more than 32 bits.
    let (base, block) = (UInt64(3) << 40, UInt64(5) << 33 | 7)
    func draw(_ count: Int, _ first: Int) -> [Scalar] {
      var normals = [Scalar](repeating: 0, count: Scalar.normalsPerBlock * count)
      normals.withUnsafeMutableBufferPointer {
        source.fill($0, firstIndex: base + UInt64(first), block: block)
      }
      return normals
    }
    let all = draw(100, 0)
    #expect(Set(all).count == all.count)
    for (count, first) in [(1, 0), (5, 3), (16, 50), (37, 60)] {
      let part = draw(count, first)
      for row in 0..<Scalar.normalsPerBlock {
        #expect(
          Array(part[row * count..<(row + 1) * count])
            == Array(all[row * 100 + first..<row * 100 + first + count]))
      }
    }
  }

  @Test("change altogether with the seed, the purpose and the block")
  func addresses() {
    func draw(_ seed: UInt64, _ purpose: StreamPurpose, _ block: UInt64) -> [Double] {
      var normals = [Double](repeating: 0, count: 64)
      normals.withUnsafeMutableBufferPointer {
        NormalSource(seed: seed, purpose: purpose).fill($0, firstIndex: 9, block: block)
      }
      return normals
    }
    let reference = draw(1, .general, 4)
    #expect(draw(1, .general, 4) == reference)
    for other in [
      draw(2, .general, 4), draw(1 | 1 << 40, .general, 4), draw(1, .labels, 4),
      draw(1, .general, 5), draw(1, .general, 4 | 1 << 32),
    ] {
      #expect(zip(other, reference).allSatisfy { $0 != $1 })
    }
  }

  @Test("have the moments and the tails of the normal law in double precision")
  func doubleMoments() {
    expectNormal(variates(Double.self, count: 1000, blocks: 1000, seed: 1))
  }

  @Test("have the moments and the tails of the normal law in single precision")
  func singleMoments() {
    expectNormal(variates(Float.self, count: 1000, blocks: 500, seed: 2))
  }

  @Test("of one block and of neighbouring streams are uncorrelated, and so are their squares")
  func uncorrelated() {
    let count = 4000
    let normals = variates(Float.self, count: count, blocks: 25, seed: 8)
    let lags = [1, 2, 8, 16, count, 2 * count, 3 * count, 4 * count]
    for lag in lags {
      var (linear, square) = (0.0, 0.0)
      let pairs = normals.count - lag
      for index in 0..<pairs {
        let (a, b) = (Double(normals[index]), Double(normals[index + lag]))
        linear += a * b
        square += (a * a - 1) * (b * b - 1)
      }
      // The variances of a·b and (a² − 1)(b² − 1) are 1 and 4.
      #expect(abs(linear) < 4 * Double(pairs).squareRoot(), "lag \(lag)")
      #expect(abs(square) < 8 * Double(pairs).squareRoot(), "lag \(lag)")
    }
  }
}
