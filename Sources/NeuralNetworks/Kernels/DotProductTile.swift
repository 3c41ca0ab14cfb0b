/// Where the operands of a product of a small matrix and many columns of samples lie.
///
/// The product is z[u][s] = bias[u] + Σᵢ weight[u, i] x[i][s], rows of samples being `rowStride`
/// vectors apart.
struct DotProductOperands<Scalar: NetworkScalar> {
  /// The weight of unit 0 and input 0.
  var weights: UnsafePointer<Scalar>
  /// The distance in memory between the weights of neighbouring units.
  var unitStride: Int
  /// The distance in memory between the weights of neighbouring inputs.
  var inputStride: Int
  /// The bias of every unit.
  var biases: UnsafePointer<Scalar>
  /// The row of input 0.
  var inputs: UnsafePointer<Scalar.Lanes>
  /// The number of inputs.
  var inputCount: Int
  /// The row of unit 0's results.
  var results: UnsafeMutablePointer<Scalar.Lanes>
  /// The row of unit 0's outputs, for the epilogue.
  var outputs: UnsafePointer<Scalar.Lanes>
  /// The distance between rows, in vectors.
  var rowStride: Int
  /// The number of vectors of samples; even.
  var vectorCount: Int

  /// The same operands, from unit `first` on.
  @inline(__always)
  func units(from first: Int) -> Self {
    var shifted = self
    shifted.weights += first &* unitStride
    shifted.biases += first
    shifted.results += first &* rowStride
    shifted.outputs += first &* rowStride
    return shifted
  }

  /// Computes the rows of `unitCount` units, in tiles of nearly equal size.
  @inline(__always)
  func run<Epilogue: TileEpilogue>(unitCount: Int, _ epilogue: Epilogue.Type) {
    var first = 0
    while first < unitCount {
      let size = tileSize(remaining: unitCount &- first)
      let operands = units(from: first)
      switch size {
      case 5: DotProductTile<Scalar, Epilogue, 5>.run(operands)
      case 4: DotProductTile<Scalar, Epilogue, 4>.run(operands)
      case 3: DotProductTile<Scalar, Epilogue, 3>.run(operands)
      case 2: DotProductTile<Scalar, Epilogue, 2>.run(operands)
      default: DotProductTile<Scalar, Epilogue, 1>.run(operands)
      }
      first &+= size
    }
  }
}

/// The size of the next tile, at most 5, when `remaining` rows are cut into nearly equal ones.
@inline(__always)
func tileSize(remaining: Int) -> Int {
  let tiles = (remaining &+ 4) / 5
  return (remaining &+ tiles &- 1) / tiles
}

/// The dot products of `unitCount` units, two vectors of samples at a time, held in registers.
enum DotProductTile<Scalar: NetworkScalar, Epilogue: TileEpilogue, let unitCount: Int> {
  @inline(never)
  static func run(_ operands: DotProductOperands<Scalar>) {
    var vector = 0
    while vector < operands.vectorCount {
      runPair(operands, vector)
      vector &+= 2
    }
  }

  @inline(__always)
  private static func runPair(_ o: DotProductOperands<Scalar>, _ vector: Int) {
    typealias Lanes = Scalar.Lanes
    var first = InlineArray<unitCount, Lanes>(repeating: .zero)
    var unit = 0
    while unit < unitCount {
      first[unchecked: unit] = Lanes(repeating: o.biases[unit])
      unit &+= 1
    }
    var second = first
    var input = o.inputs + vector
    var weights = o.weights
    var remaining = o.inputCount
    while remaining > 0 {
      let x = input[0]
      let y = input[1]
      unit = 0
      while unit < unitCount {
        let weight = Lanes(repeating: weights[unit &* o.unitStride])
        first[unchecked: unit] = first[unchecked: unit].plusProduct(weight, x)
        second[unchecked: unit] = second[unchecked: unit].plusProduct(weight, y)
        unit &+= 1
      }
      input += o.rowStride
      weights += o.inputStride
      remaining &-= 1
    }
    unit = 0
    while unit < unitCount {
      let position = unit &* o.rowStride &+ vector
      o.results[position] = first[unchecked: unit]
      o.results[position &+ 1] = second[unchecked: unit]
      unit &+= 1
    }
    unit = 0
    while unit < unitCount {
      let position = unit &* o.rowStride &+ vector
      let (x, y) = (o.results[position], o.results[position &+ 1])
      o.results[position] = Epilogue.finish(x, output: o.outputs + position)
      o.results[position &+ 1] = Epilogue.finish(y, output: o.outputs + (position &+ 1))
      unit &+= 1
    }
  }
}
