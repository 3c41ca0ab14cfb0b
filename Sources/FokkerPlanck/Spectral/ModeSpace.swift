internal import Fourier
internal import Grids
internal import RealModule

/// The modes that suit the ends of an axis, and the transforms between modes and nodes.
///
/// Nodes are the middles of the cells. Modes are scaled so that the backward transform returns node
/// values: p = Σ c e^{ikx} on a ring, p = C₀ + 2 Σ C cos kx between reflecting walls, and
/// p = 2 Σ S sin kx between absorbing walls, x being counted from the lower end.
final class ModeSpace {
  let ends: Ends
  let nodeCount: Int
  /// The number of doubles that hold the modes.
  let modeCount: Int
  /// The wavenumber that belongs to each double, in 1/state.
  let wavenumbers: [Double]
  /// The ratio of a mode of the cell averages to the same mode of the point values.
  let averaging: [Double]
  /// One where the mode is kept in products, and zero elsewhere.
  let filter: [Double]
  let length: Double
  private let plans: ModePlans
  private var nodes: TransformBuffer
  private var modes: TransformBuffer

  /// What lies at the ends of the axis.
  enum Ends {
    case ring
    case reflecting
    case absorbing
  }

  init(
    axis: Axis, ends: Ends, dealiasing: Dealiasing, rigor: PlanningRigor
  ) throws(FokkerPlanckError) {
    let count = axis.cellCount
    self.ends = ends
    nodeCount = count
    length = axis.length
    modeCount = ends == .ring ? 2 * (count / 2 + 1) : count
    let numbers = (0..<modeCount).map { index in
      switch ends {
      case .ring: Double(2 * (index / 2))
      case .reflecting: Double(index)
      case .absorbing: Double(index + 1)
      }
    }
    wavenumbers = numbers.map { .pi * $0 / axis.length }
    averaging = numbers.map { number in
      let half = .pi * number / Double(2 * count)
      return half == 0 ? 1 : Double.sin(half) / half
    }
    let highest = dealiasing == .twoThirds ? 2 * Double(count) / 3 : .infinity
    filter = numbers.map { $0 <= highest ? 1 : 0 }
    do {
      plans = try ModePlans(count: count, ends: ends, rigor: rigor)
      nodes = try TransformBuffer(count: count)
      modes = try TransformBuffer(count: modeCount)
    } catch {
      throw .numericalFailure(reason: error.description)
    }
  }

  /// The node values of modes, each multiplied by a factor.
  func values(of source: CellVector, times factors: [Double], into target: CellVector) {
    modes.withUnsafeMutableBuffer { modes in
      for index in 0..<modeCount { modes[index] = source.pointer[index] * factors[index] }
    }
    plans.backward(modes, &nodes)
    nodes.withUnsafeBuffer { nodes in
      for index in 0..<nodeCount { target.pointer[index] = nodes[index] }
    }
  }

  /// The modes of node values.
  func modes(of source: CellVector, into target: CellVector) {
    load(source)
    plans.forward(nodes, &modes)
    let scale = 1 / plans.roundTripFactor
    modes.withUnsafeBuffer { modes in
      for index in 0..<modeCount { target.pointer[index] = scale * modes[index] }
    }
  }

  /// Adds the filtered modes of ∂²q/∂x², for node values q of the symmetry of a density.
  func addSecondDerivative(of source: CellVector, to target: CellVector) {
    load(source)
    plans.forward(nodes, &modes)
    let scale = -1 / plans.roundTripFactor
    modes.withUnsafeBuffer { modes in
      for index in 0..<modeCount {
        let k = wavenumbers[index]
        target.pointer[index] += scale * k * k * filter[index] * modes[index]
      }
    }
  }

  /// Sets the filtered modes of −∂q/∂x, for node values q of the symmetry of a current.
  func setNegativeDerivative(of source: CellVector, in target: CellVector) {
    load(source)
    plans.forwardCurrent(nodes, &modes)
    let scale = 1 / plans.roundTripFactor
    modes.withUnsafeBuffer { modes in
      switch ends {
      case .ring: rotate(modes, scale, target)
      case .reflecting: shiftFromSine(modes, scale, target)
      case .absorbing: shiftFromCosine(modes, scale, target)
      }
    }
  }

  /// −ik (re + i im) = k im − i k re.
  private func rotate(_ source: UnsafeBufferPointer<Double>, _ scale: Double, _ target: CellVector)
  {
    for pair in stride(from: 0, to: modeCount, by: 2) {
      let factor = scale * wavenumbers[pair] * filter[pair]
      target.pointer[pair] = factor * source[pair + 1]
      target.pointer[pair + 1] = -factor * source[pair]
    }
  }

  /// −∂ sin kx = −k cos kx; sine mode k lies at index k − 1.
  private func shiftFromSine(
    _ source: UnsafeBufferPointer<Double>, _ scale: Double, _ target: CellVector
  ) {
    target.pointer[0] = 0
    for index in 1..<modeCount {
      target.pointer[index] = -scale * wavenumbers[index] * filter[index] * source[index - 1]
    }
  }

  /// −∂ cos kx = k sin kx; sine mode k lies at index k − 1.
  private func shiftFromCosine(
    _ source: UnsafeBufferPointer<Double>, _ scale: Double, _ target: CellVector
  ) {
    target.pointer[modeCount - 1] = 0
    for index in 0..<modeCount - 1 {
      target.pointer[index] = scale * wavenumbers[index] * filter[index] * source[index + 1]
    }
  }

  private func load(_ source: CellVector) {
    nodes.withUnsafeMutableBuffer { nodes in
      for index in 0..<nodeCount { nodes[index] = source.pointer[index] }
    }
  }

  /// The integral of the function with these modes.
  func mass(of modes: CellVector) -> Double {
    guard ends == .absorbing else { return length * modes.pointer[0] }
    var sum = 0.0
    for index in stride(from: 0, to: modeCount, by: 2) {
      // The highest mode stands once in the backward transform, the others twice.
      let weight = index == modeCount - 1 ? 2.0 : 4.0
      sum += weight * modes.pointer[index] / wavenumbers[index]
    }
    return sum
  }

  /// A bound of ∫|e| dx from the modes of e, √L times the L2 norm.
  func l1Bound(of modes: CellVector) -> Double {
    var sum = 0.0
    for index in 0..<modeCount { sum += modes.pointer[index] * modes.pointer[index] }
    return length * (2 * sum).squareRoot()
  }

  /// The slopes ∂p/∂x at the lower and the upper end, between absorbing walls.
  func endSlopes(of modes: CellVector) -> (lower: Double, upper: Double) {
    var (lower, upper) = (0.0, 0.0)
    for index in 0..<modeCount {
      let term = 2 * modes.pointer[index] * wavenumbers[index] * filter[index]
      lower += term
      upper += index % 2 == 0 ? -term : term
    }
    return (lower, upper)
  }
}
