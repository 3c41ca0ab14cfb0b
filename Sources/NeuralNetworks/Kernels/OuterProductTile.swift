/// Where the operands of a layer's weight gradient lie.
///
/// The gradient is the sum over samples of delta[u][s] x[i][s]; every lane keeps its own sum.
struct OuterProductOperands<Scalar: NetworkScalar> {
  /// The row of unit 0's derivative of the loss with respect to its weighted input.
  var deltas: UnsafePointer<Scalar.Lanes>
  /// The row of input 0.
  var inputs: UnsafePointer<Scalar.Lanes>
  /// The distance between rows, in vectors.
  var rowStride: Int
  /// The number of vectors of samples.
  var vectorCount: Int
  /// The lane sums of the weight of unit 0 and input 0.
  var sums: UnsafeMutablePointer<Scalar.Lanes>
  /// The distance between the sums of neighbouring units: the number of inputs.
  var inputCount: Int
}

/// The lane sums of `unitCount` × `inputCount` weights, held in registers.
enum OuterProductTile<Scalar: NetworkScalar, let unitCount: Int, let inputCount: Int> {
  typealias Lanes = Scalar.Lanes

  @inline(never)
  static func run(_ o: OuterProductOperands<Scalar>) {
    var sums = InlineArray<unitCount, InlineArray<inputCount, Lanes>>(
      repeating: InlineArray(repeating: .zero))
    var unit = 0
    while unit < unitCount {
      var input = 0
      while input < inputCount {
        sums[unchecked: unit][unchecked: input] = o.sums[unit &* o.inputCount &+ input]
        input &+= 1
      }
      unit &+= 1
    }
    var vector = 0
    while vector < o.vectorCount {
      add(o, vector, to: &sums)
      vector &+= 1
    }
    unit = 0
    while unit < unitCount {
      var input = 0
      while input < inputCount {
        o.sums[unit &* o.inputCount &+ input] = sums[unchecked: unit][unchecked: input]
        input &+= 1
      }
      unit &+= 1
    }
  }

  @inline(__always)
  private static func add(
    _ o: OuterProductOperands<Scalar>, _ vector: Int,
    to sums: inout InlineArray<unitCount, InlineArray<inputCount, Lanes>>
  ) {
    var inputs = InlineArray<inputCount, Lanes>(repeating: .zero)
    var input = 0
    while input < inputCount {
      inputs[unchecked: input] = o.inputs[input &* o.rowStride &+ vector]
      input &+= 1
    }
    var unit = 0
    while unit < unitCount {
      let delta = o.deltas[unit &* o.rowStride &+ vector]
      input = 0
      while input < inputCount {
        let sum = sums[unchecked: unit][unchecked: input]
        sums[unchecked: unit][unchecked: input] = sum.plusProduct(delta, inputs[unchecked: input])
        input &+= 1
      }
      unit &+= 1
    }
  }
}

extension OuterProductOperands {
  /// Adds to the sums of `unitCount` × `inputCount` weights, in tiles of nearly equal size.
  @inline(__always)
  func run(unitCount: Int) {
    var unit = 0
    while unit < unitCount {
      let units = tileSize(remaining: unitCount &- unit)
      var input = 0
      while input < inputCount {
        let inputs = tileSize(remaining: inputCount &- input)
        var operands = self
        operands.deltas += unit &* rowStride
        operands.inputs += input &* rowStride
        operands.sums += unit &* inputCount &+ input
        operands.runTile(units: units, inputs: inputs)
        input &+= inputs
      }
      unit &+= units
    }
  }

  @inline(__always)
  private func runTile(units: Int, inputs: Int) {
    switch units {
    case 5: runTile(OuterProductRow<Scalar, 5>.self, inputs)
    case 4: runTile(OuterProductRow<Scalar, 4>.self, inputs)
    case 3: runTile(OuterProductRow<Scalar, 3>.self, inputs)
    case 2: runTile(OuterProductRow<Scalar, 2>.self, inputs)
    default: runTile(OuterProductRow<Scalar, 1>.self, inputs)
    }
  }

  @inline(__always)
  private func runTile<let unitCount: Int>(
    _ row: OuterProductRow<Scalar, unitCount>.Type, _ inputs: Int
  ) {
    switch inputs {
    case 5: OuterProductTile<Scalar, unitCount, 5>.run(self)
    case 4: OuterProductTile<Scalar, unitCount, 4>.run(self)
    case 3: OuterProductTile<Scalar, unitCount, 3>.run(self)
    case 2: OuterProductTile<Scalar, unitCount, 2>.run(self)
    default: OuterProductTile<Scalar, unitCount, 1>.run(self)
    }
  }
}

/// Names the number of units of a tile before that of its inputs is known.
enum OuterProductRow<Scalar: NetworkScalar, let unitCount: Int> {}
