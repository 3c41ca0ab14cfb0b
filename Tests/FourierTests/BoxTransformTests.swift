import Foundation
import Fourier
import Testing

@Suite("Transforms on a box")
struct BoxTransformTests {
  /// Numbers without symmetry.
  private func sample(_ index: Int) -> Double { sin(1.7 * Double(index * index) + 0.3) }

  private func buffers(
    _ transform: borrowing BoxFourierTransform
  ) throws -> (samples: [Double], modes: [Double], back: [Double]) {
    var samples = try TransformBuffer(count: transform.sampleCount)
    var modes = try TransformBuffer(count: transform.modeBufferCount)
    for index in 0..<transform.sampleCount { samples[index] = sample(index) }
    transform.forward(&samples, into: &modes)
    let found = (0..<transform.modeBufferCount).map { modes[$0] }
    transform.backward(&modes, into: &samples)
    return (
      (0..<transform.sampleCount).map(sample), found,
      (0..<transform.sampleCount).map { samples[$0] }
    )
  }

  @Test("Backward undoes forward", arguments: [[7], [4, 6], [5, 3], [3, 4, 5], [2, 3, 2, 4]])
  func roundTrip(counts: [Int]) throws {
    let transform = try BoxFourierTransform(counts: counts)
    let (samples, _, back) = try buffers(transform)
    for (a, b) in zip(samples, back) {
      #expect(abs(b / transform.roundTripFactor - a) < 1e-14)
    }
  }

  @Test("The modes are the sums that define them", arguments: [[4, 6], [5, 3], [3, 2, 4]])
  func definition(counts: [Int]) throws {
    let transform = try BoxFourierTransform(counts: counts)
    let (samples, modes, _) = try buffers(transform)
    let last = counts[counts.count - 1]
    let width = last / 2 + 1
    for mode in 0..<modes.count / 2 {
      let k = places(mode / width, counts.dropLast()) + [mode % width]
      var (re, im) = (0.0, 0.0)
      for index in samples.indices {
        let n = places(index, counts[...])
        let phase = counts.indices.reduce(0.0) {
          $0 - 2 * .pi * Double(n[$1] * k[$1]) / Double(counts[$1])
        }
        re += samples[index] * cos(phase)
        im += samples[index] * sin(phase)
      }
      #expect(abs(modes[2 * mode] - re) < 1e-12 && abs(modes[2 * mode + 1] - im) < 1e-12)
    }
  }

  /// The place along every axis of an index whose last axis varies fastest.
  private func places(_ index: Int, _ counts: ArraySlice<Int>) -> [Int] {
    var rest = index
    var result: [Int] = []
    for count in counts.reversed() {
      result.insert(rest % count, at: 0)
      rest /= count
    }
    return result
  }

  @Test("Empty and huge boxes are refused")
  func badCounts() {
    #expect(throws: FourierError.invalidCount(0)) { _ = try BoxFourierTransform(counts: []) }
    #expect(throws: FourierError.invalidCount(0)) { _ = try BoxFourierTransform(counts: [4, 0]) }
    #expect(throws: FourierError.self) { _ = try BoxFourierTransform(counts: [1 << 20, 1 << 20]) }
  }
}
