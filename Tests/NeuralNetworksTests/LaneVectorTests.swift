import Foundation
import NeuralNetworks
import Testing

@Suite("Vectors of lanes")
struct LaneVectorTests {
  /// Errors are counted in units in the last place of the exact value, below 1 where it is 1.
  @Test("have tanh within 4 units in the last place in single precision")
  func singlePrecision() {
    var worst = 0.0
    var largest: Float = 0
    var pattern = Float(1e-30).bitPattern
    while pattern < Float(100).bitPattern {
      var x = SIMD16<Float>()
      for lane in 0..<16 {
        x[lane] = Float(bitPattern: pattern)
        pattern += 173
      }
      let found = x.hyperbolicTangent
      for lane in 0..<16 {
        let exact = tanh(Double(x[lane]))
        let unit = Double(min(Float(exact), Float(1).nextDown).ulp)
        worst = max(worst, abs(Double(found[lane]) - exact) / unit)
        largest = max(largest, found[lane])
      }
    }
    #expect(worst <= 4)
    #expect(largest == 1)
  }

  #if arch(x86_64)
  @Test("have tanh within 4 units in the last place in double precision")
  func doublePrecision() {
    var worst: Float80 = 0
    var x = 1e-300
    while x < 100 {
      var vector = SIMD8<Double>()
      for lane in 0..<8 {
        vector[lane] = x
        x *= x < 1e-3 ? 1.7 : 1.000_13
      }
      let found = vector.hyperbolicTangent
      for lane in 0..<8 {
        let exact = tanh(Float80(vector[lane]))
        let unit = Float80(min(Double(exact), 1.0.nextDown).ulp)
        worst = max(worst, abs(Float80(found[lane]) - exact) / unit)
      }
    }
    #expect(worst <= 4)
  }
  #endif

  @Test("have an odd tanh that saturates and passes on what is not a number")
  func specialValues() {
    let values: [Float] = [0, 1e-38, 0.3, 2, 9.01, 9.1, 50, 1e30, .infinity]
    for value in values {
      let positive = SIMD16<Float>(repeating: value).hyperbolicTangent[3]
      let negative = SIMD16<Float>(repeating: -value).hyperbolicTangent[3]
      #expect(negative == -positive)
      if value > 9 { #expect(positive == 1) }
    }
    #expect(SIMD16<Float>(repeating: .nan).hyperbolicTangent[0].isNaN)
    #expect(SIMD8<Double>(repeating: .nan).hyperbolicTangent[0].isNaN)
    #expect(SIMD8<Double>(repeating: -.infinity).hyperbolicTangent[0] == -1)
  }

  @Test("sum their lanes in the order of the vectors")
  func laneSums() {
    let single = (0..<32).map { row in SIMD16<Float>((0..<16).map { Float(row * 100 + $0) }) }
    var sums = [Float](repeating: 0, count: 32)
    SIMD16<Float>.writeLaneSums(of: single, count: 32, scale: 2, to: &sums)
    for (row, sum) in sums.enumerated() { #expect(sum == Float(2 * (row * 1600 + 120))) }
    let double = (0..<16).map { row in SIMD8<Double>((0..<8).map { Double(row * 100 + $0) }) }
    var doubles = [Double](repeating: 0, count: 16)
    SIMD8<Double>.writeLaneSums(of: double, count: 16, scale: 0.5, to: &doubles)
    for (row, sum) in doubles.enumerated() { #expect(sum == Double(row * 400 + 14)) }
  }
}
