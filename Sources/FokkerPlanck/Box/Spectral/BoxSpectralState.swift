internal import Grids
internal import StochasticProcesses

/// The modes of a density on a periodic box, and what both spectral steppers share.
struct BoxSpectralState {
  let shape: BoxShape
  let space: BoxModeSpace
  let coefficients: BoxSpectralCoefficients
  /// Modes of the point values at the start of the step, and at the end of the last attempt.
  var modes: CellVector
  var candidate: CellVector
  /// Node values.
  let nodes: CellVector

  init(
    shape: BoxShape, space: BoxModeSpace, coefficients: BoxSpectralCoefficients,
    initial: BoxDensity
  ) {
    self.shape = shape
    self.space = space
    self.coefficients = coefficients
    modes = CellVector(count: space.modeCount)
    candidate = CellVector(count: space.modeCount)
    nodes = CellVector(count: space.nodeCount)
    space.modes(ofAverages: CellVector(initial.values), into: modes)
  }

  /// N(p) = −Σ ∂(aᵢ p)/∂xᵢ + Σ ∂²((D − D̄)ᵢⱼ p)/∂xᵢ∂xⱼ, with products formed at the nodes and cut.
  func nonlinearPart(of modes: CellVector, _ set: BoxNodeCoefficients, into target: CellVector) {
    target.pointer.update(repeating: 0, count: target.count)
    space.values(of: modes, .kept, into: nodes)
    for row in shape.axes.indices {
      if set.hasDrift[row] {
        space.addTransport(of: nodes, drift: set.values.drift(of: row), along: row, to: target)
      }
      for column in row..<shape.dimension {
        let place = MatrixTriangle.index(row, column, dimension: shape.dimension)
        guard set.excess[place] > 0 else { continue }
        space.addDiffusion(
          of: nodes, diffusion: set.values.diffusion(row, column), reference: set.reference[place],
          axes: (row, column), weight: row == column ? 1 : 2, to: target)
      }
    }
  }

  /// The mass and the smallest cell average.
  func inspect() -> StateInspection {
    space.values(of: modes, .averages, into: nodes)
    return StateInspection(
      mass: space.mass(of: modes), smallestDensity: nodes.sumAndMinimum.minimum,
      exited: ExitProbability())
  }

  /// The cell averages, unless the density reaches an end where the coefficients `set` break off.
  ///
  /// - Throws: ``FokkerPlanckError/notSmoothAtEnds(coefficient:lower:upper:time:)``.
  func cellAverages(
    _ set: BoxNodeCoefficients, at time: Double
  ) throws(FokkerPlanckError) -> [Double] {
    space.values(of: modes, .averages, into: nodes)
    try BoxContinuity(shape: shape, set: set, density: nodes).check(time)
    return nodes.array
  }
}

/// Whether the coefficients of a spectral method join across the ends of every axis where the density
/// is not negligible.
private struct BoxContinuity {
  let shape: BoxShape
  let set: BoxNodeCoefficients
  let density: CellVector

  func check(_ time: Double) throws(FokkerPlanckError) {
    let threshold = 1e-4 * density.range.upperBound
    for axis in shape.axes.indices {
      for row in shape.axes.indices {
        try check(
          set.values.drift(of: row), "drift of variable \(row + 1) across axis \(axis + 1)", axis,
          threshold, time)
        for column in row..<shape.dimension {
          let name = "element (\(row + 1), \(column + 1)) of the diffusion across axis \(axis + 1)"
          try check(set.values.diffusion(row, column), name, axis, threshold, time)
        }
      }
    }
  }

  private func check(
    _ values: UnsafePointer<Double>, _ name: String, _ axis: Int, _ threshold: Double,
    _ time: Double
  ) throws(FokkerPlanckError) {
    var largest = 0.0
    for cell in 0..<shape.cellCount { largest = max(largest, abs(values[cell])) }
    let (stride, count) = (shape.strides[axis], shape.axes[axis].cellCount)
    for block in Swift.stride(from: 0, to: shape.cellCount, by: stride * count) {
      for first in block..<block + stride {
        let last = first + (count - 1) * stride
        guard max(abs(density.pointer[first]), abs(density.pointer[last])) > threshold else {
          continue
        }
        // Quadratic extrapolation from the three nearest nodes.
        func end(_ place: Int, _ step: Int) -> Double {
          (15 * values[place] - 10 * values[place + step] + 3 * values[place + 2 * step]) / 8
        }
        let (lower, upper) = (end(first, stride), end(last, -stride))
        guard abs(lower - upper) <= 0.05 * largest else {
          throw .notSmoothAtEnds(coefficient: name, lower: lower, upper: upper, time: time)
        }
      }
    }
  }
}
