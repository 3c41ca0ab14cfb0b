import Langevin
import RealModule
import StochasticProcesses

/// The expectation over all noise of some steps, by quadrature: each path of a block follows one
/// sequence of nodes of Gauss and Hermite, and carries the product of their weights.
///
/// It takes the place of drawn numbers, so that weak errors are known to rounding.
struct NoiseTree {
  /// The nodes and weights for a standard normal number.
  struct Rule {
    var nodes: [Double]
    var weights: [Double]

    /// Exact for polynomials below degree 2 n, for n = 2, 3, 4.
    init(count: Int) {
      switch count {
      case 2: (nodes, weights) = ([-1, 1], [0.5, 0.5])
      case 3:
        let root = 3.0.squareRoot()
        (nodes, weights) = ([-root, 0, root], [1.0 / 6, 2.0 / 3, 1.0 / 6])
      default:
        let (inner, outer) = (
          (3 - 6.0.squareRoot()).squareRoot(), (3 + 6.0.squareRoot()).squareRoot()
        )
        let (often, seldom) = (1 / (4 * (3 - 6.0.squareRoot())), 1 / (4 * (3 + 6.0.squareRoot())))
        nodes = [-outer, -inner, inner, outer]
        weights = [seldom, often, often, seldom]
      }
    }
  }

  /// One rule for each random number, in the order in which they are taken.
  let rules: [Rule]
  /// The number of paths: one for each choice of nodes.
  let count: Int

  init(_ rules: [Rule]) {
    self.rules = rules
    count = rules.reduce(1) { $0 * $1.nodes.count }
  }

  /// The values of a random number on all paths.
  func values(of number: Int) -> [Double] {
    let stride = rules[..<number].reduce(1) { $0 * $1.nodes.count }
    let nodes = rules[number].nodes
    return (0..<count).map { nodes[$0 / stride % nodes.count] }
  }

  /// The probabilities of the paths.
  var weights: [Double] {
    rules.reduce([1]) { weights, rule in
      rule.weights.flatMap { weight in weights.map { $0 * weight } }
    }
  }
}

extension NoiseTree {
  /// The tree of all random numbers of some steps of one variable.
  init<Scheme: LangevinScheme>(_: Scheme.Type, steps: Int, nodes: Int) {
    let numbers = Self.numbersOfOneVariable(Scheme.noise, steps: steps)
    self.init((0..<numbers).map { _ in Rule(count: nodes) })
  }

  private static func numbersOfOneVariable(_ noise: StepNoise, steps: Int) -> Int {
    switch noise {
    case .increment, .incrementAndSigns: steps
    case .incrementAndIntegral: 2 * steps
    case .incrementAndNext: steps + 1
    }
  }

  /// E f(X) of each function after some steps of a scheme.
  static func expectations<Scheme: LangevinScheme, Process: DiffusionProcess<Double>>(
    _ scheme: Scheme, _ process: Process, from start: Double, until end: Double, steps: Int,
    nodes: Int, _ functions: [(Double) -> Double]
  ) -> [Double] {
    let tree = NoiseTree(Scheme.self, steps: steps, nodes: nodes)
    var block = ParticleBlock<Double>(count: tree.count)
    block.position.update(repeating: start)
    let h = end / Double(steps)
    for step in 0..<steps {
      let (first, second): (Int, Int?) =
        switch Scheme.noise {
        case .increment, .incrementAndSigns: (step, nil)
        case .incrementAndIntegral: (2 * step, 2 * step + 1)
        case .incrementAndNext: (step, step + 1)
        }
      let noise = tree.values(of: first) + (second.map(tree.values) ?? [])
      noise.withUnsafeBufferPointer { noise in
        block.noise = UnsafeBufferPointer(rebasing: noise[..<tree.count])
        block.secondNoise = UnsafeBufferPointer(rebasing: noise[tree.count...])
        scheme.advance(&block, process, from: Double(step) * h, by: h)
      }
    }
    let (weights, x) = (tree.weights, Array(block.position))
    return functions.map { function in zip(weights, x).reduce(0) { $0 + $1.0 * function($1.1) } }
  }
}

extension NoiseTree {
  /// E f(X) of each function after some steps of a scheme in several variables.
  static func expectations<
    Scheme: MultivariateLangevinScheme, Process: MultivariateDiffusionProcess<Double>
  >(
    _ scheme: Scheme, _ process: Process, from start: [Double], until end: Double, steps: Int,
    nodes: Int, _ functions: [@Sendable ([Double]) -> Double]
  ) -> [Double] {
    let numbers = Numbers(Scheme.multivariateNoise, dimension: process.dimension)
    let tree = NoiseTree(
      (0..<numbers.count(steps: steps)).map { Rule(count: numbers.isSign($0) ? 2 : nodes) })
    var block = MultivariateBlock<Double>(
      dimension: process.dimension, count: tree.count,
      isHomogeneous: process.hasHomogeneousDiffusion, isAutonomous: process.isAutonomous)
    for (variable, value) in start.enumerated() {
      block.row(variable, of: block.position).update(repeating: value)
    }
    let h = end / Double(steps)
    for step in 0..<steps {
      let (first, second) = numbers.rows(ofStep: step)
      let noise = first.flatMap(tree.values)
      let more = second.flatMap(tree.values)
      noise.withUnsafeBufferPointer { noise in
        more.withUnsafeBufferPointer { more in
          block.noise = noise
          block.secondNoise = more
          scheme.advance(&block, process, from: Double(step) * h, by: h)
        }
      }
    }
    let (weights, all) = (tree.weights, Array(block.position))
    let points = (0..<tree.count).map { path in
      start.indices.map { all[$0 * tree.count + path] }
    }
    return functions.map { function in
      zip(weights, points).reduce(0) { $0 + $1.0 * function($1.1) }
    }
  }

  /// Which random numbers a step of several variables takes.
  private struct Numbers {
    let noise: StepNoise
    let dimension: Int

    init(_ noise: StepNoise, dimension: Int) {
      self.noise = noise
      self.dimension = dimension
    }

    private var perStep: Int {
      switch noise {
      case .increment, .incrementAndNext: dimension
      case .incrementAndIntegral: 2 * dimension
      case .incrementAndSigns: dimension + dimension * (dimension - 1) / 2
      }
    }

    func count(steps: Int) -> Int {
      noise == .incrementAndNext ? (steps + 1) * dimension : steps * perStep
    }

    func isSign(_ number: Int) -> Bool {
      noise == .incrementAndSigns && number % perStep >= dimension
    }

    func rows(ofStep step: Int) -> (first: [Int], second: [Int]) {
      let start = step * perStep
      let first = Array(start..<start + dimension)
      switch noise {
      case .increment: return (first, [])
      case .incrementAndNext: return (first, first.map { $0 + dimension })
      case .incrementAndIntegral, .incrementAndSigns:
        return (first, Array(start + dimension..<start + perStep))
      }
    }
  }
}
