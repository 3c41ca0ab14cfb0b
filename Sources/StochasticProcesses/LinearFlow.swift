public import Grids
internal import RealModule

/// The solution of y′ = f(t) + g(t) y for piecewise linear f and g.
///
/// Variation of constants, y(t) = e^{G(t)} (y₀ + ∫ f e^{−G}), with the exact integral G of g and
/// Gauss-Legendre quadrature of order 16 for the rest.
public struct LinearFlow: Hashable, Sendable {
  /// The source f(t).
  public let source: PiecewiseLinear
  /// The rate g(t).
  public let rate: PiecewiseLinear
  /// The time at which the solution has its initial value.
  public let startTime: Double
  private let nodes: [Double]
  private let values: [Double]
  /// What f and g do from each node to the next.
  private let pieces: [Piece]

  /// The lines that f and g follow after a node.
  private struct Piece: Hashable, Sendable {
    var source: Double
    var sourceSlope: Double
    var rate: Double
    var rateSlope: Double
  }

  /// Solves the equation from `value` at `startTime`.
  public init(source: PiecewiseLinear, rate: PiecewiseLinear, startTime: Double, value: Double) {
    self.source = source
    self.rate = rate
    self.startTime = startTime
    nodes = [startTime] + Set(source.knots + rate.knots).filter { $0 > startTime }.sorted()
    let nodes = nodes
    pieces = nodes.indices.map { Self.piece(after: $0, of: nodes, source, rate) }
    var values = [value]
    for index in nodes.indices.dropFirst() {
      let length = nodes[index] - nodes[index - 1]
      values.append(Self.advance(values[index - 1], pieces[index - 1], by: length))
    }
    self.values = values
  }

  private static func piece(
    after index: Int, of nodes: [Double], _ source: PiecewiseLinear, _ rate: PiecewiseLinear
  ) -> Piece {
    let start = nodes[index]
    var piece = Piece(source: source(start), sourceSlope: 0, rate: rate(start), rateSlope: 0)
    guard index + 1 < nodes.count else { return piece }
    let length = nodes[index + 1] - start
    piece.sourceSlope = (source(nodes[index + 1]) - piece.source) / length
    piece.rateSlope = (rate(nodes[index + 1]) - piece.rate) / length
    return piece
  }

  /// The solution at a time not before its start.
  public func callAsFunction(_ time: Double) -> Double {
    precondition(time >= startTime, "a flow has no past")
    var (low, high) = (0, nodes.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if nodes[middle] <= time { low = middle } else { high = middle }
    }
    return Self.advance(values[low], pieces[low], by: time - nodes[low])
  }

  /// The solution a time after a node, in parts over which the exponent changes by less than one.
  private static func advance(_ value: Double, _ piece: Piece, by length: Double) -> Double {
    guard length > 0 else { return value }
    let steepest = max(abs(piece.rate), abs(piece.rate + piece.rateSlope * length)) * length
    let count = steepest < 10_000 ? max(1, Int(steepest.rounded(.up))) : 10_000
    var result = value
    for part in 0..<count {
      let left = length * Double(part) / Double(count)
      let right = length * Double(part + 1) / Double(count)
      func growth(from time: Double) -> Double {
        let middle = piece.rate + piece.rateSlope * 0.5 * (time + right)
        return Double.exp(middle * (right - time))
      }
      let gained = gaussLegendre(from: left, to: right) { time in
        (piece.source + piece.sourceSlope * time) * growth(from: time)
      }
      result = result * growth(from: left) + gained
    }
    return result
  }
}

/// The integral of a smooth function by Gauss-Legendre quadrature with eight points.
@inline(__always)
private func gaussLegendre(
  from start: Double, to end: Double, _ function: (Double) -> Double
) -> Double {
  let points = [
    (0.183_434_642_495_649_8, 0.362_683_783_378_362_0),
    (0.525_532_409_916_329_0, 0.313_706_645_877_887_3),
    (0.796_666_477_413_626_7, 0.222_381_034_453_374_5),
    (0.960_289_856_497_536_3, 0.101_228_536_290_376_3),
  ]
  let (middle, half) = ((start + end) / 2, (end - start) / 2)
  var sum = 0.0
  for (node, weight) in points {
    sum += weight * (function(middle - half * node) + function(middle + half * node))
  }
  return sum * half
}
