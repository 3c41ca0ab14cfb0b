import Foundation
import Fourier
import Testing

@Suite("Transforms")
struct TransformTests {
  /// Smooth samples without symmetry.
  static func samples(_ count: Int) throws -> TransformBuffer {
    var buffer = try TransformBuffer(count: count)
    for j in 0..<count { buffer[j] = sin(0.7 * Double(j)) + 0.3 * Double(j % 5) - 0.2 }
    return buffer
  }

  @Test("The real transform agrees with its definition", arguments: [1, 2, 3, 8, 15, 64])
  func realDefinition(count: Int) throws {
    let transform = try RealFourierTransform(count: count)
    let x = try Self.samples(count)
    var modes = try TransformBuffer(count: transform.modeBufferCount)
    transform.forward(x, into: &modes)
    for k in 0...count / 2 {
      let angles = (0..<count).map { 2 * Double.pi * Double($0 * k) / Double(count) }
      let re = angles.indices.reduce(0) { $0 + x[$1] * cos(angles[$1]) }
      let im = angles.indices.reduce(0) { $0 - x[$1] * sin(angles[$1]) }
      #expect(abs(modes[2 * k] - re) < 1e-12)
      #expect(abs(modes[2 * k + 1] - im) < 1e-12)
    }
  }

  @Test(
    "Backward after forward multiplies by the round-trip factor", arguments: [1, 2, 7, 30, 256])
  func roundTrips(count: Int) throws {
    let x = try Self.samples(count)
    var back = try TransformBuffer(count: count)
    let real = try RealFourierTransform(count: count)
    var realModes = try TransformBuffer(count: real.modeBufferCount)
    real.forward(x, into: &realModes)
    real.backward(realModes, into: &back)
    for j in 0..<count { #expect(abs(back[j] / real.roundTripFactor - x[j]) < 1e-13) }
    var modes = try TransformBuffer(count: count)
    let cosine = try CosineTransform(count: count)
    cosine.forward(x, into: &modes)
    cosine.backward(modes, into: &back)
    for j in 0..<count { #expect(abs(back[j] / cosine.roundTripFactor - x[j]) < 1e-13) }
    let sine = try SineTransform(count: count)
    sine.forward(x, into: &modes)
    sine.backward(modes, into: &back)
    for j in 0..<count { #expect(abs(back[j] / sine.roundTripFactor - x[j]) < 1e-13) }
  }

  @Test("Parseval's identity holds", arguments: [6, 7, 100])
  func parseval(count: Int) throws {
    let transform = try RealFourierTransform(count: count)
    let x = try Self.samples(count)
    var modes = try TransformBuffer(count: transform.modeBufferCount)
    transform.forward(x, into: &modes)
    var energy = 0.0
    for k in 0...count / 2 {
      let weight = k == 0 || 2 * k == count ? 1.0 : 2.0
      energy += weight * (modes[2 * k] * modes[2 * k] + modes[2 * k + 1] * modes[2 * k + 1])
    }
    let expected = (0..<count).reduce(0) { $0 + x[$1] * x[$1] }
    #expect(abs(energy / Double(count) - expected) < 1e-11)
  }

  @Test("A single cosine or sine has a single mode", arguments: [0, 1, 5, 11])
  func singleModes(mode: Int) throws {
    let count = 12
    var x = try TransformBuffer(count: count)
    var modes = try TransformBuffer(count: count)
    for j in 0..<count { x[j] = cos(.pi * Double(mode) * (Double(j) + 0.5) / Double(count)) }
    try CosineTransform(count: count).forward(x, into: &modes)
    for k in 0..<count {
      let expected = k == mode ? (mode == 0 ? 2 : 1) * Double(count) : 0
      #expect(abs(modes[k] - expected) < 1e-12)
    }
    let sineMode = mode + 1
    for j in 0..<count { x[j] = sin(.pi * Double(sineMode) * (Double(j) + 0.5) / Double(count)) }
    try SineTransform(count: count).forward(x, into: &modes)
    for k in 1...count {
      let expected = k == sineMode ? (sineMode == count ? 2 : 1) * Double(count) : 0
      #expect(abs(modes[k - 1] - expected) < 1e-12)
    }
  }

  @Test("Every planning rigor gives the same numbers", arguments: PlanningRigor.allCases)
  func rigors(rigor: PlanningRigor) throws {
    let x = try Self.samples(96)
    var modes = try TransformBuffer(count: 96)
    var reference = try TransformBuffer(count: 96)
    try CosineTransform(count: 96, rigor: rigor).forward(x, into: &modes)
    try CosineTransform(count: 96).forward(x, into: &reference)
    for k in 0..<96 { #expect(abs(modes[k] - reference[k]) < 1e-12) }
  }

  @Test("Impossible counts are refused", arguments: [0, -3])
  func refusesCounts(count: Int) {
    #expect(throws: FourierError.invalidCount(count)) {
      _ = try RealFourierTransform(count: count).count
    }
    #expect(throws: FourierError.invalidCount(count)) {
      _ = try CosineTransform(count: count).count
    }
    #expect(FourierError.invalidCount(count).description.contains("\(count)"))
  }

  @Test("Plans are made and executed by many tasks at once")
  func concurrent() async throws {
    let sums = try await withThrowingTaskGroup { group in
      for _ in 0..<16 {
        group.addTask {
          var total = 0.0
          for count in 20..<40 {
            let x = try Self.samples(count)
            var modes = try TransformBuffer(count: count)
            try CosineTransform(count: count).forward(x, into: &modes)
            total += modes[1]
          }
          return total
        }
      }
      var sums: [Double] = []
      for try await sum in group { sums.append(sum) }
      return sums
    }
    #expect(Set(sums).count == 1)
  }
}
