import Foundation
import TensorTrains
import Testing

@Suite("Cross interpolation")
struct CrossTests {
  @Test("A function of low rank is found exactly from few elements")
  func exactRank() throws {
    let sizes = [Int](repeating: 12, count: 6)
    let sine = IndexFunction(sizes: sizes) { indices in
      sin(0.3 * indices.reduce(0) { $0 + Double($1) })
    }
    let result = try CrossInterpolation(tolerance: 1e-12).interpolate(
      sine, startingAt: [[0, 1, 0, 0, 0, 0]])
    #expect(result.hasConverged)
    #expect(result.train.ranks == [2, 2, 2, 2, 2])
    #expect(result.evaluations < 20_000)
    var numbers = SampleNumbers(seed: 1)
    for _ in 0..<200 {
      let indices = sizes.map { Int(abs(numbers.next()) * Double($0)) }
      #expect(abs(result.train[indices] - sin(0.3 * Double(indices.reduce(0, +)))) < 1e-10)
    }
  }

  @Test("A smooth function meets its tolerance", arguments: [1e-4, 1e-8])
  func smoothFunction(tolerance: Double) throws {
    let sizes = [Int](repeating: 16, count: 5)
    let function = IndexFunction(sizes: sizes) { indices in
      1 / (1 + indices.reduce(0) { $0 + Double($1 * $1) / 100 })
    }
    let result = try CrossInterpolation(tolerance: tolerance).interpolate(
      function, startingAt: [[Int](repeating: 0, count: 5)])
    #expect(result.hasConverged)
    var (numbers, worst) = (SampleNumbers(seed: 2), 0.0)
    for _ in 0..<2000 {
      let indices = sizes.map { Int(abs(numbers.next()) * Double($0)) }
      let exact = function.block(left: [indices], right: [[]]).column(0)[0]
      worst = max(worst, abs(result.train[indices] - exact))
    }
    #expect(worst < 10 * tolerance)
  }

  @Test("A correlated bell far from the starting place is found")
  func bellIsFound() throws {
    let size = 24
    let value: @Sendable ([Int]) -> Double = { indices in
      let x = indices.map { (Double($0) - 15) / 4 }
      var exponent = 0.0
      for k in x.indices {
        exponent += x[k] * x[k] - (k > 0 ? 0.9 * x[k] * x[k - 1] : 0)
      }
      return exp(-exponent / 2)
    }
    let sizes = [Int](repeating: size, count: 6)
    let result = try CrossInterpolation(tolerance: 1e-7).interpolate(
      IndexFunction(sizes: sizes, value), startingAt: [[Int](repeating: 3, count: 6)])
    #expect(result.hasConverged)
    let top = [Int](repeating: 15, count: 6)
    #expect(abs(result.train[top] - 1) < 1e-6)
    #expect(abs(result.train[[15, 17, 14, 12, 15, 18]] - value([15, 17, 14, 12, 15, 18])) < 1e-6)
  }

  @Test("A function of two trains, element by element, is interpolated from products")
  func functionOfTrains() throws {
    let sizes = [10, 10, 10, 10]
    let factors = sizes.map { _ in (0..<10).map { exp(-0.1 * Double($0)) } }
    let train = try TensorTrain(product: factors)
    let result = try CrossInterpolation(tolerance: 1e-12).interpolate(
      TrainPairFunction(train, train) { -$0 * log($1) }, startingAt: [[5, 5, 5, 5]])
    // p ln p of a product is p times a sum: rank 2.
    #expect(result.train.ranks == [2, 2, 2])
    for indices in [[0, 0, 0, 1], [3, 1, 4, 1], [9, 9, 9, 9]] {
      let p = train[indices]
      #expect(abs(result.train[indices] + p * log(p)) < 1e-11)
    }
  }

  @Test("A scale lets elements go that are small beside it")
  func scale() throws {
    let sizes = [8, 8, 8]
    let small = IndexFunction(sizes: sizes) { 1e-6 * sin(Double($0[0] * $0[1] + $0[2])) }
    var method = CrossInterpolation(tolerance: 1e-5)
    method.scale = 1
    let coarse = try method.interpolate(small, startingAt: [[1, 1, 1]])
    #expect(coarse.train.maximumRank == 1)
    #expect(coarse.hasConverged)
    let fine = try CrossInterpolation(tolerance: 1e-5).interpolate(small, startingAt: [[1, 1, 1]])
    #expect(fine.train.maximumRank > 4)
  }

  @Test("Zeros and numbers that are not finite are told from results")
  func refusals() throws {
    let zero = IndexFunction(sizes: [3, 3]) { _ in 0 }
    #expect(throws: TensorTrainError.onlyZeros(evaluations: 12)) {
      try CrossInterpolation().interpolate(zero, startingAt: [[0, 0]])
    }
    let bad = IndexFunction(sizes: [3, 3]) { $0[0] == 2 ? .nan : 1 }
    #expect(throws: TensorTrainError.notFinite(mode: 1)) {
      try CrossInterpolation().interpolate(bad, startingAt: [[0, 0]])
    }
  }
}
