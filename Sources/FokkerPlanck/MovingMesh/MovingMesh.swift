internal import Grids
internal import StochasticProcesses

/// The faces of a mesh that moves with the drift, at three times of a step.
///
/// ```
/// dX/dt = s(X) a(X, t)
/// ```
///
/// where s is 1 except in a band at either wall, over which it falls to 0, so that the walls stay.
/// Each of the two parts of a step is one classical Runge-Kutta step.
struct MovingMesh {
  /// The faces at one time, with what the process says about them.
  final class Position {
    let faces: CellVector
    /// s a, how fast each face moves.
    let velocity: CellVector
    /// (1 − s) a, the part of the drift that crosses the face.
    let crossing: CellVector
    var time = 0.0

    init(count: Int) {
      faces = CellVector(count: count)
      velocity = CellVector(count: count)
      crossing = CellVector(count: count)
    }
  }

  let axis: Axis
  /// The mesh at the start of the step, and after each of its parts.
  private(set) var start: Position
  private(set) var middle: Position
  private(set) var end: Position
  /// The part of the axis that a band takes.
  private static let bandFraction = 0.05
  private let sampler: CoefficientSampler
  private let drift: CellVector
  private let unusedDiffusion: CellVector
  /// The velocities of the inner stages.
  private let slopes: (CellVector, CellVector, CellVector)

  init<Process: DiffusionProcess>(
    _ process: Process, axis: Axis, time: Double
  ) where Process.Scalar == Double {
    self.axis = axis
    let count = axis.cellCount + 1
    func vector() -> CellVector { CellVector(count: count) }
    (start, middle, end) = (Position(count: count), Position(count: count), Position(count: count))
    sampler = CoefficientSampler(process, at: vector(), unused: [0, count - 1])
    (drift, unusedDiffusion) = (vector(), vector())
    slopes = (vector(), vector(), vector())
    start.time = time
    for face in 0..<count { start.faces.pointer[face] = axis.face(face) }
  }

  /// Puts the faces of the present mesh back to equal distances.
  func straighten() {
    for face in 0..<start.faces.count { start.faces.pointer[face] = axis.face(face) }
  }

  /// Evaluates the process at the faces of the present mesh.
  func prepareStart() throws(FokkerPlanckError) {
    try findVelocity(of: start.faces, at: start.time, into: start.velocity, start.crossing)
  }

  /// Moves the faces from one position to another time.
  func advance(
    from first: Position, to last: Position, time: Double
  ) throws(FokkerPlanckError) {
    let step = time - first.time
    last.time = time
    let (k2, k3, k4) = slopes
    let (x, y) = (first.faces, last.faces)
    let half = first.time + step / 2
    combine(into: y, 1, x, step / 2, first.velocity)
    try findVelocity(of: y, at: half, into: k2, last.crossing)
    combine(into: y, 1, x, step / 2, k2)
    try findVelocity(of: y, at: half, into: k3, last.crossing)
    combine(into: y, 1, x, step, k3)
    try findVelocity(of: y, at: time, into: k4, last.crossing)
    for face in 0..<y.count {
      let inner = 2 * (k2.pointer[face] + k3.pointer[face])
      let sum = first.velocity.pointer[face] + inner + k4.pointer[face]
      y.pointer[face] = x.pointer[face] + step / 6 * sum
    }
    try findVelocity(of: y, at: time, into: last.velocity, last.crossing)
  }

  /// Makes the mesh at the end of the step the present one.
  mutating func accept() { swap(&start, &end) }

  /// s a and (1 − s) a at some places.
  private func findVelocity(
    of faces: CellVector, at time: Double, into velocity: CellVector, _ crossing: CellVector
  ) throws(FokkerPlanckError) {
    sampler.points.pointer.update(from: faces.pointer, count: faces.count)
    try sampler.sample(at: time, drift: drift, diffusion: unusedDiffusion)
    let inverseBand = 1 / (Self.bandFraction * axis.length)
    let (lower, upper) = (axis.lowerBound, axis.upperBound)
    for face in 0..<faces.count {
      let x = faces.pointer[face]
      let depth = min(x - lower, upper - x) * inverseBand
      let u = min(max(depth, 0), 1)
      let share = u * u * u * (10 + u * (6 * u - 15))
      let moved = share * drift.pointer[face]
      velocity.pointer[face] = moved
      crossing.pointer[face] = drift.pointer[face] - moved
    }
  }

  /// Estimates how far each face is from its characteristic at the end of the step, from the
  /// parabola through the three velocities, one order below the method.
  func displacementErrors(into target: CellVector) {
    let step = end.time - start.time
    let g = (middle.time - start.time) / step
    let first = step * (g / 2 - 1.0 / 6) / g
    let second = step / (6 * g * (1 - g))
    let third = step * (1.0 / 3 - g / 2) / (1 - g)
    let (v0, v1, v2) = (start.velocity.pointer, middle.velocity.pointer, end.velocity.pointer)
    let (x0, x2) = (start.faces.pointer, end.faces.pointer)
    for face in 0..<target.count {
      let moved = first * v0[face] + second * v1[face] + third * v2[face]
      target.pointer[face] = x2[face] - x0[face] - moved
    }
  }
}
