import RandomStreams
import RealModule
import Testing

private func scaled<Scalar: NormalScalar>(
  _ normals: [Scalar], _ variances: [Scalar], factor: Scalar
) -> [Scalar] {
  var result = [Scalar](repeating: 0, count: normals.count)
  result.withUnsafeMutableBufferPointer { result in
    normals.withUnsafeBufferPointer { normals in
      variances.withUnsafeBufferPointer { variances in
        guard let z = normals.baseAddress, let v = variances.baseAddress,
          let r = result.baseAddress
        else { return }
        Scalar.scale(z, variances: v, factor: factor, into: r, count: normals.count)
      }
    }
  }
  return result
}

private func areFinite<Scalar: NormalScalar>(_ values: [Scalar]) -> Bool {
  values.withUnsafeBufferPointer { buffer in
    buffer.baseAddress.map { Scalar.areFinite($0, count: buffer.count) } ?? true
  }
}

/// Variances over many magnitudes.
private func variances<Scalar: NormalScalar>(_ type: Scalar.Type, count: Int) -> [Scalar] {
  (0..<count).map { Scalar(1 + $0) * Scalar.pow(10, $0 % 21 - 10) }
}

@Suite("Arithmetic on many numbers")
struct BulkArithmeticTests {
  private func expectRoots<Scalar: NormalScalar>(_ type: Scalar.Type, count: Int) {
    let variances = variances(type, count: count)
    let result = scaled([Scalar](repeating: -2, count: count), variances, factor: 3)
    for (root, variance) in zip(result, variances) {
      let expected = -2 * (3 * variance).squareRoot()
      #expect(abs(root - expected) <= 4 * expected.ulp.magnitude)
    }
  }

  @Test("normal numbers are scaled by the root of their variance", arguments: [1, 15, 16, 17, 100])
  func roots(count: Int) {
    expectRoots(Double.self, count: count)
    expectRoots(Float.self, count: count)
  }

  @Test("equal variances give the same bits as among different ones")
  func equalVariances() {
    for variance in [0.3, 1e-9, 7e5] {
      let normals = (0..<40).map { Double($0) - 20 }
      let equal = scaled(normals, [Double](repeating: variance, count: 40), factor: 2)
      var different = [Double](repeating: variance, count: 40)
      different[39] = 1
      #expect(Array(equal[..<39]) == Array(scaled(normals, different, factor: 2)[..<39]))
    }
  }

  @Test("a variance of 0 gives 0 and a negative one is not a number")
  func specialVariances() {
    #expect(scaled([1.5, -2], [0, 0], factor: 1) == [0, 0])
    #expect(scaled([1.5, -2], [0, -0.0], factor: 1) == [0, 0])
    let mixed = scaled([1, 1, 1], [4, -1e-3, 9], factor: 1)
    #expect(mixed[1].isNaN)
    #expect(abs(mixed[0] - 2) < 1e-14 && abs(mixed[2] - 3) < 1e-14)
    #expect(scaled([Float(1)], [-1], factor: 1)[0].isNaN)
  }

  @Test("one infinity or NaN anywhere is found", arguments: [1, 16, 33])
  func finiteness(count: Int) {
    let largest = [Double](repeating: -.greatestFiniteMagnitude, count: count)
    #expect(areFinite(largest))
    #expect(areFinite([Float](repeating: .greatestFiniteMagnitude, count: count)))
    for place in [0, count / 2, count - 1] {
      for bad in [Double.nan, .infinity, -.infinity] {
        var values = largest
        values[place] = bad
        #expect(!areFinite(values))
        #expect(!areFinite(values.map { Float($0 == largest[0] ? 1 : $0) }))
      }
    }
  }
}

@Suite("Steps of many numbers")
struct BulkStepTests {
  private func advanced<Scalar: NormalScalar>(
    _ numbers: [Scalar], rates: [Scalar], normals: [Scalar], variances: [Scalar]
  ) -> (numbers: [Scalar], areFinite: Bool) {
    var (numbers, areFinite) = (numbers, false)
    let count = numbers.count
    numbers.withUnsafeMutableBufferPointer { x in
      rates.withUnsafeBufferPointer { a in
        normals.withUnsafeBufferPointer { z in
          variances.withUnsafeBufferPointer { v in
            guard let x = x.baseAddress, let a = a.baseAddress, let z = z.baseAddress,
              let v = v.baseAddress
            else { return }
            areFinite = Scalar.advance(
              x, rates: a, step: 0.25, normals: z, variances: v, factor: 3, count: count)
          }
        }
      }
    }
    return (numbers, areFinite)
  }

  @Test("a step adds the drift and the scaled noise, whatever the place", arguments: [1, 32, 75])
  func sum(count: Int) {
    let x = (0..<count).map { Double($0) - 20 }
    let rates = (0..<count).map { Double($0 % 7) * 0.5 }
    let normals = (0..<count).map { Double($0 % 5) - 2 }
    for variances in [variances(Double.self, count: count), [Double](repeating: 2, count: count)] {
      let result = advanced(x, rates: rates, normals: normals, variances: variances)
      #expect(result.areFinite)
      for place in 0..<count {
        let noise = (3 * variances[place]).squareRoot() * normals[place]
        let scale = abs(x[place]) + abs(rates[place]) + abs(noise)
        #expect(
          abs(result.numbers[place] - (x[place] + rates[place] / 4 + noise)) <= 1e-15 * scale)
      }
    }
  }

  @Test("a number that leaves the finite ones is reported", arguments: [0, 31, 32, 40])
  func finiteness(place: Int) {
    let fine = [Float](repeating: 1, count: 41)
    for bad in [Float.nan, .infinity, -.infinity] {
      var rates = fine
      rates[place] = bad
      #expect(!advanced(fine, rates: rates, normals: fine, variances: fine).areFinite)
    }
    var variances = fine
    variances[place] = -1
    #expect(!advanced(fine, rates: fine, normals: fine, variances: variances).areFinite)
    #expect(advanced(fine, rates: fine, normals: fine, variances: fine).areFinite)
  }
}
