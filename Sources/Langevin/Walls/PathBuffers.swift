public import StochasticProcesses

/// The coordinates of a block of paths before and after a step, with their diffusion matrices.
///
/// Coordinates are stored variable by variable, matrices element by element of the upper triangle.
@usableFromInline
struct PathBuffers<Scalar> {
  @usableFromInline let dimension: Int
  @usableFromInline let count: Int
  @usableFromInline let position: UnsafeMutableBufferPointer<Scalar>
  @usableFromInline let previous: UnsafeMutableBufferPointer<Scalar>
  @usableFromInline let diffusion: UnsafeMutableBufferPointer<Scalar>

  @inlinable
  init(
    dimension: Int, count: Int, position: UnsafeMutableBufferPointer<Scalar>,
    previous: UnsafeMutableBufferPointer<Scalar>, diffusion: UnsafeMutableBufferPointer<Scalar>
  ) {
    self.dimension = dimension
    self.count = count
    self.position = position
    self.previous = previous
    self.diffusion = diffusion
  }

  /// One variable of all paths after the step.
  @inlinable
  func row(_ variable: Int) -> UnsafeMutableBufferPointer<Scalar> {
    UnsafeMutableBufferPointer(rebasing: position[variable * count..<(variable + 1) * count])
  }

  /// One variable of all paths before the step.
  @inlinable
  func previousRow(_ variable: Int) -> UnsafeMutableBufferPointer<Scalar> {
    UnsafeMutableBufferPointer(rebasing: previous[variable * count..<(variable + 1) * count])
  }

  /// One element of the diffusion matrix of all paths.
  @inlinable
  func diffusionRow(_ row: Int, _ column: Int) -> UnsafeMutableBufferPointer<Scalar> {
    let start = MatrixTriangle.index(row, column, dimension: dimension) * count
    return UnsafeMutableBufferPointer(rebasing: diffusion[start..<start + count])
  }
}
