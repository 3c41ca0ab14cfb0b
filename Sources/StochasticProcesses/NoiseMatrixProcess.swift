/// A diffusion of several variables that knows the matrix B of its noise, dX = a dt + B dW.
///
/// D = B Bᵀ/2 alone does not tell B, but the readings of the noise other than Itô's depend on it.
public protocol NoiseMatrixProcess<Scalar>: MultivariateDiffusionProcess {
  /// The number of independent Wiener processes, the columns of B.
  var noiseCount: Int { get }

  /// Evaluates B at many points and one time.
  ///
  /// - Parameters:
  ///   - points: The coordinates, variable by variable, `dimension` × n numbers.
  ///   - t: The time.
  ///   - noise: Receives B row by row, element (v, k) of point i at (v · ``noiseCount`` + k) n + i.
  func evaluateNoise(
    at points: Span<Scalar>, time t: Scalar, noise: inout MutableSpan<Scalar>)
}
