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
  @Test("in double precision are those of the streams, for any number of streams")
  func equalsStreams() {
    for count in [1, 7, 8, 19] {
      let normals = variates(Double.self, count: count, blocks: 50, seed: 11)
      for index in 0..<count {
        var stream = RandomStream(seed: 11, purpose: .brownianIncrements, index: UInt64(index))
        for variate in 0..<100 {
          let expected = stream.normal()
          #expect(abs(normals[variate * count + index] - expected) <= 4e-15 * (1 + abs(expected)))
        }
      }
    }
  }

  @Test("in single precision do not depend on how many streams are drawn together")
  func independentOfCount() {
    let source = NormalSource(seed: 5, purpose: .general)
    func draw(_ count: Int, _ first: UInt64) -> [Float] {
      var normals = [Float](repeating: 0, count: 4 * count)
      normals.withUnsafeMutableBufferPointer { source.fill($0, firstIndex: first, block: 7) }
      return normals
    }
    let all = draw(100, 0)
    for (count, first) in [(1, 0), (5, 3), (16, 50), (37, 60)] {
      let part = draw(count, UInt64(first))
      for row in 0..<4 {
        #expect(
          Array(part[row * count..<(row + 1) * count])
            == Array(all[row * 100 + first..<row * 100 + first + count]))
      }
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
