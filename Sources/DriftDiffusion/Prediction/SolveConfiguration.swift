/// How the layer equations are solved.
public struct SolveConfiguration: Hashable, Codable, Sendable {
  /// The epoch whose measured weights are the initial law; the nearest recorded one is taken.
  public var startEpoch = 0.0
  /// The kernel width of the initial law, as a multiple of the rule of thumb 1.06 σ n^(−1/5).
  public var smoothing = 0.5
  /// The number of cells of the spectral solver, and the least that finite volumes are refined to,
  /// in the frame that moves with each layer.
  public var cells = 2048
  /// The change in L1 at which doubling the cells of the finite volumes ends.
  public var accuracy = 3e-5
  /// The largest number of cells that the finite volumes are refined to.
  public var largestCellCount = 131_072
  /// The local error in L1 that the adaptive steps of both solvers keep.
  public var tolerance = 1e-7
  /// The number of cells of the weight axis on which densities are reported.
  public var weightCells = 400

  /// Creates the default configuration.
  public init() {}

  /// Checks every parameter.
  ///
  /// - Throws: ``DriftDiffusionError/badParameter(name:value:remedy:)``.
  public func validate() throws(DriftDiffusionError) {
    guard startEpoch >= 0, startEpoch.isFinite else {
      throw .badParameter(
        name: "solve.startEpoch", value: startEpoch, remedy: "it must not be negative")
    }
    guard smoothing > 0, smoothing.isFinite else {
      throw .badParameter(name: "solve.smoothing", value: smoothing, remedy: "it must be positive")
    }
    for (name, count) in [
      ("solve.cells", cells), ("solve.largestCellCount", largestCellCount),
      ("solve.weightCells", weightCells),
    ] {
      guard (16...1_000_000).contains(count) else {
        throw .badParameter(
          name: name, value: Double(count), remedy: "choose a number from 16 to 1000000")
      }
    }
    for (name, bound) in [("solve.tolerance", tolerance), ("solve.accuracy", accuracy)] {
      guard bound > 0, bound < 1 else {
        throw .badParameter(name: name, value: bound, remedy: "choose a number between 0 and 1")
      }
    }
  }
}
