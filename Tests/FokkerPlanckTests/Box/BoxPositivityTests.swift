import FokkerPlanck
import Foundation
import Grids
import StochasticProcesses
import Testing

/// Numbers that look random and are the same on every run.
struct RepeatableNumbers {
  var state: UInt64

  /// A number between 0 and 1.
  mutating func next() -> Double {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Double(state >> 11) / Double(1 << 53)
  }

  mutating func number(in range: ClosedRange<Double>) -> Double {
    range.lowerBound + (range.upperBound - range.lowerBound) * next()
  }

  mutating func count(in range: ClosedRange<Int>) -> Int {
    range.lowerBound + Int(next() * Double(range.count))
  }
}

/// Waves as drift, and a diffusion matrix whose mixed elements jumps along diagonals can carry.
struct RandomProcess: MultivariateDiffusionProcess {
  let dimension: Int
  private let waves: [[Double]]
  private let strength: Double
  private let spread: Double
  private let tilt: Double
  /// The spacings, for the bound of the mixed elements.
  private let spacings: [Double]
  private let vanishes: Bool

  init(_ numbers: inout RepeatableNumbers, axes: [Axis]) {
    dimension = axes.count
    spacings = axes.map(\.spacing)
    waves = (0..<dimension + MatrixTriangle.count(dimension: dimension)).map { _ in
      (0...axes.count).map { _ in numbers.number(in: -3...3) }
    }
    strength = pow(10.0, numbers.number(in: -3...4))
    spread = pow(10.0, numbers.number(in: -6...1))
    tilt = numbers.number(in: -0.99...0.99)
    vanishes = numbers.next() < 0.2
  }

  func evaluate(
    at points: Span<Double>, time t: Double, drift: inout MutableSpan<Double>,
    diffusion: inout MutableSpan<Double>
  ) {
    let count = points.count / dimension
    for index in 0..<count {
      func wave(_ number: Int) -> Double {
        var phase = waves[number][dimension] * t
        for variable in 0..<dimension {
          phase += waves[number][variable] * points[variable * count + index]
        }
        return sin(phase)
      }
      for variable in 0..<dimension { drift[variable * count + index] = strength * wave(variable) }
      // Σ over pairs of |D| e eᵀ along a diagonal, and something along the axes.
      var matrix = [Double](repeating: 0, count: MatrixTriangle.count(dimension: dimension))
      for row in 0..<dimension {
        let place = MatrixTriangle.index(row, row, dimension: dimension)
        let extra = wave(dimension + place)
        matrix[place] += vanishes ? spread * max(0, extra) : spread * (1.1 + extra)
        for column in row + 1..<max(dimension, row + 1) {
          let mixed = MatrixTriangle.index(row, column, dimension: dimension)
          matrix[mixed] = spread * tilt * wave(dimension + mixed)
          let (own, other) = (spacings[row], spacings[column])
          matrix[place] += abs(matrix[mixed]) * own / other
          matrix[MatrixTriangle.index(column, column, dimension: dimension)] +=
            abs(matrix[mixed]) * other / own
        }
      }
      for element in matrix.indices { diffusion[element * count + index] = matrix[element] }
    }
  }
}

@Suite("The sign on a box")
struct BoxPositivityTests {
  private static let kinds: [BoundaryConditions] = [
    .reflecting, .absorbing, .periodic, .walls(lower: .reflecting, upper: .absorbing),
    .walls(lower: .absorbing, upper: .reflecting),
  ]

  private func randomAxes(_ numbers: inout RepeatableNumbers, dimension: Int) throws -> [Axis] {
    let most = dimension == 2 ? 24 : 8
    return try (0..<dimension).map { _ in
      let start = numbers.number(in: -2...2)
      return try Axis(
        start...start + numbers.number(in: 0.3...4), cellCount: numbers.count(in: 2...most))
    }
  }

  private func randomDensity(
    _ numbers: inout RepeatableNumbers, on axes: [Axis]
  ) throws -> BoxDensity {
    let count = axes.reduce(1) { $0 * $1.cellCount }
    var values = (0..<count).map { _ in max(0, numbers.number(in: -1...1)) }
    values[numbers.count(in: 0...count - 1)] += 50
    let volume = axes.reduce(1) { $0 * $1.spacing }
    let mass = values.reduce(0, +) * volume
    return try BoxDensity(axes: axes, values: values.map { $0 / mass })
  }

  @Test("Positive splitting keeps sign and mass and brings densities together", arguments: [2, 3])
  func randomProcesses(dimension: Int) throws {
    var numbers = RepeatableNumbers(state: UInt64(dimension))
    for _ in 0..<(dimension == 2 ? 600 : 200) {
      let axes = try randomAxes(&numbers, dimension: dimension)
      let process = RandomProcess(&numbers, axes: axes)
      var solver = BoxFiniteVolumeSolver()
      solver.timeScheme = .positiveSplitting
      solver.boundaries = axes.map { _ in Self.kinds[numbers.count(in: 0...4)] }
      let step = pow(10.0, numbers.number(in: -4...2))
      solver.stepControl = .fixed(step: step)
      let starts = try (0..<2).map { _ in try randomDensity(&numbers, on: axes) }
      let ends = try starts.map {
        try solver.solve(process, from: $0, startingAt: 0.3, times: [0.3 + step, 0.3 + 4 * step])
      }
      for end in ends {
        #expect(end.diagnostics.smallestDensity >= 0)
        #expect(end.diagnostics.largestMassError < 1e-12)
        #expect(end.signIsGuaranteed)
      }
      let distances = (0...1).map { ends[0].densities[$0].l1Distance(to: ends[1].densities[$0]) }
      #expect(distances[0] <= starts[0].l1Distance(to: starts[1]) * (1 + 1e-12))
      #expect(distances[1] <= distances[0] * (1 + 1e-12) + 1e-15)
    }
  }

  @Test("Strang splitting says whether its steps are short enough, and then keeps the sign")
  func conditionOfSecondOrder() throws {
    var numbers = RepeatableNumbers(state: 7)
    var guaranteed = 0
    for _ in 0..<300 {
      let axes = try randomAxes(&numbers, dimension: 2)
      let process = RandomProcess(&numbers, axes: axes)
      var solver = BoxFiniteVolumeSolver()
      solver.timeScheme = .strangSplitting
      solver.boundaries = axes.map { _ in Self.kinds[numbers.count(in: 0...4)] }
      let step = pow(10.0, numbers.number(in: -5...0))
      solver.stepControl = .fixed(step: step)
      let end = try solver.solve(
        process, from: randomDensity(&numbers, on: axes), startingAt: 0, times: [3 * step])
      #expect(end.diagnostics.largestMassError < 1e-12)
      if end.signIsGuaranteed {
        guaranteed += 1
        // TR-BDF2 is computed as a difference of two positive terms.
        #expect(end.diagnostics.smallestDensity >= -1e-13)
      }
    }
    #expect(guaranteed > 50 && guaranteed < 290)
  }

  @Test("Mixed diffusion that no monotone method holds is refused with its place")
  func notMonotone() throws {
    let axes = try [Axis(-1...1, cellCount: 10), Axis(-1...1, cellCount: 40)]
    let process = MultivariateClosureProcess(
      dimension: 2, drift: { _, _ in [0, 0] }, diffusion: { _, _ in [[0.2, 0.15], [0.15, 0.2]] })
    let initial = BoxDensity(axes: axes) { _ in 0.25 }
    var solver = BoxFiniteVolumeSolver()
    solver.timeScheme = .positiveSplitting
    solver.boundaries = [.periodic, .periodic]
    let error = #expect(throws: FokkerPlanckError.self) {
      try solver.solve(process, from: initial, startingAt: 0, times: [1])
    }
    if case .notMonotone(let axis, let excess, let point, _) = error {
      // |D₁₂| h₁/h₂ = 0.6 exceeds D₁₁.
      #expect(axis == 0 && abs(excess - 0.4) < 1e-12 && point.count == 2)
    } else {
      Issue.record("another error: \(String(describing: error))")
    }
    solver.timeScheme = .hundsdorferVerwer
    #expect(throws: Never.self) {
      try solver.solve(process, from: initial, startingAt: 0, times: [1])
    }
  }

  @Test("Stiff and degenerate coefficients", arguments: [BoxTimeScheme.positiveSplitting])
  func degenerate(scheme: BoxTimeScheme) throws {
    let axes = try [Axis(-1...1, cellCount: 2), Axis(-1...1, cellCount: 30)]
    let process = MultivariateClosureProcess(
      dimension: 2, drift: { x, _ in [1e6 * x[1], -1e6 * x[0]] },
      diffusion: { x, _ in [[0, 0], [0, x[1] > 0 ? 0 : 1e-3]] })
    var solver = BoxFiniteVolumeSolver()
    solver.timeScheme = scheme
    solver.stepControl = .fixed(step: 10)
    let solution = try solver.solve(
      process, from: BoxDensity(axes: axes) { _ in 0.25 }, startingAt: 0, times: [1000])
    #expect(solution.diagnostics.smallestDensity >= 0)
    #expect(solution.diagnostics.largestMassError < 1e-12)
  }
}
