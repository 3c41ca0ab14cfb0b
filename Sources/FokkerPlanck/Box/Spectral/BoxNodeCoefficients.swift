internal import Grids
internal import StochasticProcesses

/// The coefficients of a process at the nodes of a box and one time.
final class BoxNodeCoefficients {
  let values: BoxCoefficients
  /// Whether drift and diffusion are the same at all nodes.
  var isHomogeneous = false
  /// Which components of the drift differ from zero somewhere.
  var hasDrift: [Bool]
  /// The reference diffusion matrix, its upper triangle row by row.
  var reference: [Double]
  /// The largest deviation from each element of the reference.
  var excess: [Double]

  init(values: BoxCoefficients) {
    self.values = values
    hasDrift = [Bool](repeating: false, count: values.dimension)
    reference = [Double](repeating: 0, count: MatrixTriangle.count(dimension: values.dimension))
    excess = reference
  }

  /// Finds what is homogeneous and how far the diffusion is from a reference.
  func compare(with reference: [Double]) {
    self.reference = reference
    var isConstant = true
    for row in 0..<values.dimension {
      let drift = range(values.drift(of: row))
      hasDrift[row] = drift.lowerBound != 0 || drift.upperBound != 0
      isConstant = isConstant && drift.lowerBound == drift.upperBound
      for column in row..<values.dimension {
        let place = MatrixTriangle.index(row, column, dimension: values.dimension)
        let diffusion = range(values.diffusion(row, column))
        isConstant = isConstant && diffusion.lowerBound == diffusion.upperBound
        excess[place] = max(
          diffusion.upperBound - reference[place], reference[place] - diffusion.lowerBound)
      }
    }
    isHomogeneous = isConstant
  }

  private func range(_ numbers: UnsafePointer<Double>) -> ClosedRange<Double> {
    var (low, high) = (numbers[0], numbers[0])
    for index in 0..<values.count {
      low = Swift.min(low, numbers[index])
      high = Swift.max(high, numbers[index])
    }
    return low...high
  }
}

/// Samples a process for a spectral method on a box, with the guard bands applied.
///
/// The diffusion is split as D = D̄(t) + (D − D̄): the reference D̄(t) is the mean of D at two fixed
/// points, where its trace is smallest and largest at the start.
final class BoxSpectralCoefficients {
  let shape: BoxShape
  let isAutonomous: Bool
  private let guardWeights: [Double]?
  /// Coefficients at the two reference points and at the middle of the box.
  private let probe: BoxCoefficients
  private let makeValues: () -> BoxCoefficients
  private var first: BoxNodeCoefficients?

  init<Process: MultivariateDiffusionProcess>(
    _ process: Process, shape: BoxShape, guardFraction: Double
  ) where Process.Scalar == Double {
    self.shape = shape
    isAutonomous = process.isAutonomous
    guardWeights =
      guardFraction > 0 ? Self.weights(shape: shape, fraction: guardFraction) : nil
    probe = BoxCoefficients(process, capacity: 3)
    makeValues = { BoxCoefficients(process, atCellsOf: shape) }
    for variable in shape.axes.indices {
      let axis = shape.axes[variable]
      for point in 0..<3 {
        probe.coordinates(of: variable)[point] = axis.center(ofCell: axis.cellCount / 2)
      }
    }
  }

  /// How much of the process is left in every cell, from 0 to 1.
  private static func weights(shape: BoxShape, fraction: Double) -> [Double] {
    let bands = shape.axes.map { GuardBand(axis: $0, fraction: fraction, isRing: true) }
    return (0..<shape.cellCount).map { cell in
      shape.axes.indices.reduce(1) {
        $0 * bands[$1].weights[shape.index(of: cell, along: $1)]
      }
    }
  }

  /// The coefficients at the start, about whose extremes the reference is chosen.
  func begin(at time: Double) throws(FokkerPlanckError) -> BoxNodeCoefficients {
    let set = BoxNodeCoefficients(values: makeValues())
    try sample(at: time, values: set.values)
    chooseReference(set.values)
    set.compare(with: reference(at: time))
    first = set
    return set
  }

  /// Room for the coefficients of another time; the same object when they do not depend on time.
  func another() -> BoxNodeCoefficients {
    if isAutonomous, let first { return first }
    return BoxNodeCoefficients(values: makeValues())
  }

  /// Samples the coefficients at a time, about the reference of that time or a given one.
  func sample(
    at time: Double, around constant: [Double]? = nil, into set: BoxNodeCoefficients
  ) throws(FokkerPlanckError) {
    if isAutonomous { return }
    try sample(at: time, values: set.values)
    set.compare(with: constant ?? reference(at: time))
  }

  private func sample(at time: Double, values: BoxCoefficients) throws(FokkerPlanckError) {
    try values.sample(at: time)
    guard let guardWeights else { return }
    try probe.sample(at: time)
    for row in shape.axes.indices {
      let drift = values.drift(of: row)
      for cell in guardWeights.indices { drift[cell] *= guardWeights[cell] }
      for column in row..<shape.dimension {
        let (d, constant) = (values.diffusion(row, column), probe.diffusion(row, column)[2])
        for cell in guardWeights.indices {
          d[cell] = constant + guardWeights[cell] * (d[cell] - constant)
        }
      }
    }
  }

  private func chooseReference(_ values: BoxCoefficients) {
    func trace(_ cell: Int) -> Double {
      shape.axes.indices.reduce(0) { $0 + values.diffusion($1, $1)[cell] }
    }
    let middle = shape.axes.indices.reduce(0) {
      $0 + shape.axes[$1].cellCount / 2 * shape.strides[$1]
    }
    var (smallest, largest) = (middle, middle)
    for cell in 0..<shape.cellCount where (guardWeights?[cell] ?? 1) == 1 {
      if trace(cell) < trace(smallest) { smallest = cell }
      if trace(cell) > trace(largest) { largest = cell }
    }
    for variable in shape.axes.indices {
      for (point, cell) in [smallest, largest].enumerated() {
        probe.coordinates(of: variable)[point] = values.coordinates(of: variable)[cell]
      }
    }
  }

  // MARK: Homogeneous parts

  /// The upper triangle of D̄ at a time.
  private func reference(at time: Double) -> [Double] {
    probe.evaluate(at: time)
    return shape.axes.indices.flatMap { row in
      (row..<shape.dimension).map { column in
        let values = probe.diffusion(row, column)
        return 0.5 * (values[0] + values[1])
      }
    }
  }

  /// ∫ D̄ dt between two times, to rounding.
  func integralOfReference(from start: Double, to end: Double) -> [Double] {
    let constant = reference(at: start)
    if isAutonomous { return constant.map { $0 * (end - start) } }
    return constant.indices.map { element in
      GaussKronrod.integral(from: start, to: end) { reference(at: $0)[element] }
    }
  }

  /// ∫ a dt of a homogeneous drift between two times, to rounding.
  func integralOfDrift(from start: Double, to end: Double) -> [Double] {
    shape.axes.indices.map { variable in
      GaussKronrod.integral(from: start, to: end) { time in
        probe.evaluate(at: time)
        return probe.drift(of: variable)[2]
      }
    }
  }
}
