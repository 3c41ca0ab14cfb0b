internal import LinearAlgebra
internal import RealModule
internal import StochasticProcesses

/// Closure 3: the joint law P(q₁ … q_N, s) of one order parameter per layer, its gain q_k = ln‖W_k‖.
///
/// ```
/// dq_k = (b_k + Σ_l A_kl (q_l − q̄_l)) ds + √(2 D_k) dW_k
/// ```
///
/// The drift is linear in the gains of all layers and the same at all times, so the law of a network
/// that starts at a point stays normal and is known exactly. The weights of a layer keep the shape that
/// they have in their network and are scaled with its gain.
public struct JointClosure: Hashable, Sendable {
  /// The numbers of the layers.
  public var layers: [Int]
  /// The gains q̄ that the drift is counted from.
  public var center: [Double]
  /// The drift b at q̄, per unit of learning time.
  public var velocity: [Double]
  /// The matrix A, shape [layer][layer], per unit of learning time.
  public var coupling: [[Double]]
  /// The diffusion coefficients D of the gains, per unit of learning time.
  public var diffusion: [Double]

  /// Creates a closure from its parts.
  public init(
    layers: [Int], center: [Double], velocity: [Double], coupling: [[Double]], diffusion: [Double]
  ) {
    let count = layers.count
    precondition(
      center.count == count && velocity.count == count && coupling.count == count
        && coupling.allSatisfy { $0.count == count } && diffusion.count == count,
      "one gain per layer")
    self.layers = layers
    self.center = center
    self.velocity = velocity
    self.coupling = coupling
    self.diffusion = diffusion
  }

  /// The law of the gains of a network some time after it was at a point.
  public struct GainLaw: Hashable, Sendable {
    /// The mean of every q.
    public var mean: [Double]
    /// The variance of every q.
    public var variance: [Double]
  }

  /// The laws of several networks after one time.
  ///
  /// - Parameters:
  ///   - gains: The gains q of every network at the start, shape [network][layer].
  ///   - time: The learning time since the start; not negative.
  /// - Returns: One law per network.
  /// - Throws: ``DriftDiffusionError/explodingDrift(layer:closure:scale:)`` when a gain grows or
  ///   shrinks by more than a factor of ten thousand.
  public func laws(
    from gains: [[Double]], after time: Double
  ) throws(DriftDiffusionError) -> [GainLaw] {
    let flow: Matrix
    let gained: Matrix
    do throws(LinearAlgebraError) {
      (flow, gained) = try process.transition(over: time)
    } catch {
      throw .explodingDrift(layer: layers[0], closure: .joint, scale: .infinity)
    }
    var laws: [GainLaw] = []
    for start in gains {
      let state = flow * ([1] + start)
      for (index, change) in zip(state.dropFirst(), start).map({ $0 - $1 }).enumerated() {
        guard abs(change) < Double.log(1e4), gained[index + 1, index + 1] < 100 else {
          throw .explodingDrift(
            layer: layers[index], closure: .joint, scale: Double.exp(change))
        }
      }
      laws.append(
        GainLaw(
          mean: Array(state.dropFirst()),
          variance: layers.indices.map { max(0, gained[$0 + 1, $0 + 1]) }))
    }
    return laws
  }

  /// The process of (1, q₁ … q_N): the constant carries what does not depend on the gains.
  private var process: LinearDiffusion {
    let order = layers.count + 1
    var relaxation = Matrix(rowCount: order, columnCount: order)
    for (row, couplings) in coupling.enumerated() {
      relaxation[row + 1, 0] =
        zip(couplings, center).reduce(-velocity[row]) { $0 + $1.0 * $1.1 }
      for (column, value) in couplings.enumerated() { relaxation[row + 1, column + 1] = -value }
    }
    return LinearDiffusion(relaxation: relaxation, diffusion: .diagonal([0] + diffusion))
  }
}
