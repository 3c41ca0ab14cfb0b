internal import Fourier

/// The transforms that a mode space needs: both ways for densities, forward only for currents.
///
/// A current has the opposite symmetry to a density: sine modes where the density has cosines.
enum ModePlans: ~Copyable {
  case ring(RealFourierTransform)
  case walls(WallPlans)

  init(count: Int, ends: ModeSpace.Ends, rigor: PlanningRigor) throws(FourierError) {
    switch ends {
    case .ring: self = .ring(try RealFourierTransform(count: count, rigor: rigor))
    case .reflecting, .absorbing:
      self = .walls(
        WallPlans(
          cosine: try CosineTransform(count: count, rigor: rigor),
          sine: try SineTransform(count: count, rigor: rigor),
          densityIsEven: ends == .reflecting))
    }
  }

  /// The factor by which a forward and a backward transform together multiply the node values.
  var roundTripFactor: Double {
    switch self {
    case .ring(let transform): transform.roundTripFactor
    case .walls(let plans): plans.cosine.roundTripFactor
    }
  }

  /// The modes of node values that have the symmetry of a density.
  borrowing func forward(_ nodes: borrowing TransformBuffer, _ modes: inout TransformBuffer) {
    switch self {
    case .ring(let transform): transform.forward(nodes, into: &modes)
    case .walls(let plans): plans.forward(nodes, &modes, isEven: plans.densityIsEven)
    }
  }

  /// The modes of node values that have the symmetry of a current.
  borrowing func forwardCurrent(
    _ nodes: borrowing TransformBuffer, _ modes: inout TransformBuffer
  ) {
    switch self {
    case .ring(let transform): transform.forward(nodes, into: &modes)
    case .walls(let plans): plans.forward(nodes, &modes, isEven: !plans.densityIsEven)
    }
  }

  /// The node values of modes that have the symmetry of a density.
  borrowing func backward(_ modes: borrowing TransformBuffer, _ nodes: inout TransformBuffer) {
    switch self {
    case .ring(let transform): transform.backward(modes, into: &nodes)
    case .walls(let plans): plans.backward(modes, &nodes)
    }
  }
}

/// The cosine and sine transforms between two walls.
struct WallPlans: ~Copyable {
  let cosine: CosineTransform
  let sine: SineTransform
  let densityIsEven: Bool

  borrowing func forward(
    _ nodes: borrowing TransformBuffer, _ modes: inout TransformBuffer, isEven: Bool
  ) {
    if isEven { cosine.forward(nodes, into: &modes) } else { sine.forward(nodes, into: &modes) }
  }

  borrowing func backward(_ modes: borrowing TransformBuffer, _ nodes: inout TransformBuffer) {
    if densityIsEven {
      cosine.backward(modes, into: &nodes)
    } else {
      sine.backward(modes, into: &nodes)
    }
  }
}
