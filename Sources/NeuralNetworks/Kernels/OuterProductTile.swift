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
  /// The lane sums of the bias of unit 0.
  var biasSums: UnsafeMutablePointer<Scalar.Lanes>
  /// Whether the sums go on from what they are, or start at 0.
  var continuesSums: Bool
}

/// The lane sums of `unitCount` × `inputCount` weights, held in registers.
enum OuterProductTile<Scalar: NetworkScalar, let unitCount: Int, let inputCount: Int> {
  typealias Lanes = Scalar.Lanes
  typealias Sums = InlineArray<unitCount, InlineArray<inputCount, Lanes>>

  @inline(never)
  static func run(_ o: OuterProductOperands<Scalar>, withBiases: Bool) {
    var sums = Sums(repeating: InlineArray(repeating: .zero))
    if o.continuesSums {
      for unit in 0..<unitCount {
        for input in 0..<inputCount {
          sums[unchecked: unit][unchecked: input] = o.sums[unit &* o.inputCount &+ input]
        }
      }
    }
    if withBiases {
      addWithBiases(o, to: &sums)
    } else {
      var vector = 0
      while vector < o.vectorCount {
        var biases = InlineArray<unitCount, Lanes>(repeating: .zero)
        add(o, vector, to: &sums, &biases)
        vector &+= 1
      }
    }
    for unit in 0..<unitCount {
      for input in 0..<inputCount {
        o.sums[unit &* o.inputCount &+ input] = sums[unchecked: unit][unchecked: input]
      }
    }
  }

  @inline(__always)
  private static func addWithBiases(_ o: OuterProductOperands<Scalar>, to sums: inout Sums) {
    var biases = InlineArray<unitCount, Lanes>(repeating: .zero)
    if o.continuesSums {
      for unit in 0..<unitCount { biases[unchecked: unit] = o.biasSums[unit] }
    }
    var vector = 0
    while vector < o.vectorCount {
      add(o, vector, to: &sums, &biases)
      vector &+= 1
    }
    for unit in 0..<unitCount { o.biasSums[unit] = biases[unchecked: unit] }
  }

  @inline(__always)
  private static func add(
    _ o: OuterProductOperands<Scalar>, _ vector: Int, to sums: inout Sums,
    _ biases: inout InlineArray<unitCount, Lanes>
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
      biases[unchecked: unit] = biases[unchecked: unit] + delta
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
  /// Adds to the sums, or starts them, in tiles of nearly equal size.
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
        operands.biasSums += unit
        operands.runTile(units: units, inputs: inputs, withBiases: input == 0)
        input &+= inputs
      }
      unit &+= units
    }
  }

  @inline(__always)
  private func runTile(units: Int, inputs: Int, withBiases: Bool) {
    switch units {
    case 5: runTile(OuterProductRow<Scalar, 5>.self, inputs, withBiases)
    case 4: runTile(OuterProductRow<Scalar, 4>.self, inputs, withBiases)
    case 3: runTile(OuterProductRow<Scalar, 3>.self, inputs, withBiases)
    case 2: runTile(OuterProductRow<Scalar, 2>.self, inputs, withBiases)
    default: runTile(OuterProductRow<Scalar, 1>.self, inputs, withBiases)
    }
  }

  @inline(__always)
  private func runTile<let unitCount: Int>(
    _ row: OuterProductRow<Scalar, unitCount>.Type, _ inputs: Int,
    _ withBiases: Bool
  ) {
    switch inputs {
    case 5: OuterProductTile<Scalar, unitCount, 5>.run(self, withBiases: withBiases)
    case 4: OuterProductTile<Scalar, unitCount, 4>.run(self, withBiases: withBiases)
    case 3: OuterProductTile<Scalar, unitCount, 3>.run(self, withBiases: withBiases)
    case 2: OuterProductTile<Scalar, unitCount, 2>.run(self, withBiases: withBiases)
    default: OuterProductTile<Scalar, unitCount, 1>.run(self, withBiases: withBiases)
    }
  }
}

/// Names the number of units of a tile before that of its inputs is known.
enum OuterProductRow<Scalar: NetworkScalar, let unitCount: Int> {}
