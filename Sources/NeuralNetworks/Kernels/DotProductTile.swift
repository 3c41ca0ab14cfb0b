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

/// The dot products of `unitCount` units, four or two vectors of samples at a time, in registers.
enum DotProductTile<Scalar: NetworkScalar, Epilogue: TileEpilogue, let unitCount: Int> {
  typealias Lanes = Scalar.Lanes

  @inline(never)
  static func run(_ operands: DotProductOperands<Scalar>) {
    var vector = 0
    while vector &+ 4 <= operands.vectorCount {
      run(operands, vector, InlineArray<4, Lanes>(repeating: .zero))
      vector &+= 4
    }
    if vector < operands.vectorCount {
      run(operands, vector, InlineArray<2, Lanes>(repeating: .zero))
    }
  }

  @inline(__always)
  private static func run<let vectorCount: Int>(
    _ o: DotProductOperands<Scalar>, _ vector: Int, _ zeros: InlineArray<vectorCount, Lanes>
  ) {
    var sums = InlineArray<unitCount, InlineArray<vectorCount, Lanes>>(repeating: zeros)
    var unit = 0
    while unit < unitCount {
      sums[unchecked: unit] = InlineArray(repeating: Lanes(repeating: o.biases[unit]))
      unit &+= 1
    }
    var input = o.inputs + vector
    var weights = o.weights
    var remaining = o.inputCount
    while remaining > 0 {
      add(input, weights, o.unitStride, to: &sums)
      input += o.rowStride
      weights += o.inputStride
      remaining &-= 1
    }
    unit = 0
    while unit < unitCount {
      let row = o.results + (unit &* o.rowStride &+ vector)
      var index = 0
      while index < vectorCount {
        row[index] = sums[unchecked: unit][unchecked: index]
        index &+= 1
      }
      unit &+= 1
    }
    finish(o, vector, vectorCount)
  }

  /// Adds one input's products.
  @inline(__always)
  private static func add<let vectorCount: Int>(
    _ input: UnsafePointer<Lanes>, _ weights: UnsafePointer<Scalar>, _ unitStride: Int,
    to sums: inout InlineArray<unitCount, InlineArray<vectorCount, Lanes>>
  ) {
    var values = InlineArray<vectorCount, Lanes>(repeating: .zero)
    var index = 0
    while index < vectorCount {
      values[unchecked: index] = input[index]
      index &+= 1
    }
    var unit = 0
    while unit < unitCount {
      let weight = Lanes(repeating: weights[unit &* unitStride])
      index = 0
      while index < vectorCount {
        let sum = sums[unchecked: unit][unchecked: index]
        sums[unchecked: unit][unchecked: index] = sum.plusProduct(weight, values[unchecked: index])
        index &+= 1
      }
      unit &+= 1
    }
  }

  /// Sends the stored sums through the epilogue, while they are in the first-level cache.
  @inline(__always)
  private static func finish(_ o: DotProductOperands<Scalar>, _ vector: Int, _ vectorCount: Int) {
    var unit = 0
    while unit < unitCount {
      let position = unit &* o.rowStride &+ vector
      var index = 0
      while index < vectorCount {
        let (x, y) = (o.results[position &+ index], o.results[position &+ index &+ 1])
        let output = o.outputs + (position &+ index)
        o.results[position &+ index] = Epilogue.finish(x, output: output)
        o.results[position &+ index &+ 1] = Epilogue.finish(y, output: output + 1)
        index &+= 2
      }
      unit &+= 1
    }
  }
}
