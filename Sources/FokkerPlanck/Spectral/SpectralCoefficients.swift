internal import Grids
internal import StochasticProcesses

/// The coefficients of a process at the nodes of a spectral method and one time.
final class NodeCoefficients {
  let drift: CellVector
  let diffusion: CellVector
  /// Whether drift and diffusion are the same at all nodes.
  var isHomogeneous = false
  var hasDrift = false
  /// The reference diffusion coefficient at this time.
  var reference = 0.0
  var largestExcess = 0.0

  init(count: Int) {
    drift = CellVector(count: count)
    diffusion = CellVector(count: count)
  }

  /// Splits the diffusion coefficient about a reference.
  func split(around reference: Double) {
    self.reference = reference
    let range = diffusion.range
    largestExcess = max(range.upperBound - reference, reference - range.lowerBound)
  }
}

/// Samples a process for a spectral method, with the guard bands applied.
///
/// The diffusion is split as D = D̄(t) + (D − D̄): the reference D̄(t) is the mean of D at two fixed
/// points, where D is smallest and largest, so that D̄ follows the process exactly in time.
struct SpectralCoefficients {
  let axis: Axis
  let guardBand: GuardBand
  private let sampler: CoefficientSampler
  private let driftAt: (Double, Double) -> Double
  private let diffusionAt: (Double, Double) -> Double
  private var referencePoints: (smallest: Double, largest: Double)

  init<Process: DiffusionProcess>(
    _ process: Process, axis: Axis, guardBand: GuardBand
  ) where Process.Scalar == Double {
    self.axis = axis
    self.guardBand = guardBand
    sampler = CoefficientSampler(process, at: CellVector(axis.centers))
    driftAt = { process.drift(at: $0, time: $1) }
    diffusionAt = { process.diffusion(at: $0, time: $1) }
    let middle = axis.center(ofCell: axis.cellCount / 2)
    referencePoints = (middle, middle)
  }

  /// D̄ at a time.
  func reference(at time: Double) -> Double {
    let (smallest, largest) = referencePoints
    let value = diffusionAt(smallest, time)
    return smallest == largest ? value : 0.5 * (value + diffusionAt(largest, time))
  }

  /// ∫ D̄ dt between two times, to rounding.
  func integralOfReference(from start: Double, to end: Double) -> Double {
    GaussKronrod.integral(from: start, to: end) { reference(at: $0) }
  }

  /// ∫ a dt of a homogeneous drift between two times, to rounding.
  func integralOfDrift(from start: Double, to end: Double) -> Double {
    let x = axis.center(ofCell: axis.cellCount / 2)
    return GaussKronrod.integral(from: start, to: end) { driftAt(x, $0) }
  }

  /// Samples the coefficients at a time.
  func sample(at time: Double, into set: NodeCoefficients) throws(FokkerPlanckError) {
    try sampler.sample(at: time, drift: set.drift, diffusion: set.diffusion)
    guardBand.fade(drift: set.drift, diffusion: set.diffusion)
    set.reference = reference(at: time)
    let drift = set.drift.range
    let diffusion = set.diffusion.range
    set.hasDrift = drift.lowerBound != 0 || drift.upperBound != 0
    set.isHomogeneous =
      drift.lowerBound == drift.upperBound && diffusion.lowerBound == diffusion.upperBound
    set.largestExcess = max(
      diffusion.upperBound - set.reference, set.reference - diffusion.lowerBound)
  }

  /// Samples the coefficients at a time and splits D about a given constant instead of D̄.
  func sample(
    at time: Double, around constant: Double, into set: NodeCoefficients
  ) throws(FokkerPlanckError) {
    try sample(at: time, into: set)
    set.split(around: constant)
  }

  /// Moves the reference points to where D is smallest and largest in `set`.
  ///
  /// - Parameters:
  ///   - set: The coefficients at the start of a step; their reference is brought up to date.
  ///   - time: The time of `set`.
  ///   - always: Whether to move them even while D stays within twice D̄.
  /// - Returns: Whether the points have moved.
  mutating func chooseReference(
    for set: NodeCoefficients, at time: Double, always: Bool
  ) -> Bool {
    guard always || set.largestExcess > set.reference else { return false }
    let diffusion = set.diffusion.pointer
    var (smallest, largest) = (axis.cellCount / 2, axis.cellCount / 2)
    for cell in guardBand.weights.indices where guardBand.weights[cell] == 1 {
      if diffusion[cell] < diffusion[smallest] { smallest = cell }
      if diffusion[cell] > diffusion[largest] { largest = cell }
    }
    let points = (axis.center(ofCell: smallest), axis.center(ofCell: largest))
    guard points != referencePoints else { return false }
    referencePoints = points
    set.split(around: reference(at: time))
    return true
  }
}

extension CellVector {
  /// The smallest and the largest number.
  var range: ClosedRange<Double> {
    var (smallest, largest) = (Lanes(repeating: pointer[0]), Lanes(repeating: pointer[0]))
    let whole = count / 8 * 8
    for index in stride(from: 0, to: whole, by: 8) {
      let lanes = loadLanes(pointer + index)
      (smallest, largest) = (smaller(smallest, lanes), larger(largest, lanes))
    }
    var (low, high) = (smallest.min(), largest.max())
    for index in whole..<count {
      (low, high) = (min(low, pointer[index]), max(high, pointer[index]))
    }
    return low...high
  }
}
