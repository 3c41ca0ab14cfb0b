public import Grids
internal import RealModule
public import StochasticProcesses

/// The current of probability on a box, and the entropy that it produces.
///
/// ```
/// j = v p,   vᵢ = aᵢ − Σⱼ (∂Dᵢⱼ/∂xⱼ + Dᵢⱼ ∂ ln p/∂xⱼ)
/// dS/dt = σ − Φ,   σ = ∫ vᵀ D⁻¹ v p dx ≥ 0 (production),   Φ = ∫ vᵀ D⁻¹ (a − ∇·D) p dx (exchange)
/// ```
///
/// in the middles of the cells, by central differences of fourth order of the logarithm of the
/// density, which are exact for a normal law; second order beside walls. Cells where the density is
/// not positive have no current.
///
/// ## Reference
///
/// U. Seifert, "Stochastic thermodynamics, fluctuation theorems and molecular machines", *Reports on
/// Progress in Physics* 75 (2012) 126001,
/// [doi:10.1088/0034-4885/75/12/126001](https://doi.org/10.1088/0034-4885/75/12/126001).
public struct ProbabilityCurrent: Hashable, Codable, Sendable {
  /// The axes of the box.
  public let axes: [Axis]
  /// The current of each variable in the middle of every cell, in probability per area and time.
  public let components: [[Double]]
  /// The entropy of the density, its production and its exchange.
  public let entropyBalance: EntropyBalance

  /// Computes the current of a process in a density.
  ///
  /// - Parameters:
  ///   - process: The drift and the diffusion matrix.
  ///   - density: The density, as cell averages.
  ///   - boundaries: The conditions at the ends of each axis; empty means walls everywhere.
  ///   - time: The time at which the coefficients are taken.
  /// - Throws: ``FokkerPlanckError/invalidCoefficient(name:value:point:time:)`` and
  ///   ``FokkerPlanckError/wrongDimension(of:expected:found:)``.
  public init<Process: MultivariateDiffusionProcess>(
    of process: Process, in density: BoxDensity, boundaries: [BoundaryConditions] = [],
    at time: Double
  ) throws(FokkerPlanckError) where Process.Scalar == Double {
    let boundaries = try BoxChecks(axes: density.axes, processDimension: process.dimension)
      .boundaries(boundaries)
    let shape = BoxShape(axes: density.axes, boundaries: boundaries)
    let coefficients = BoxCoefficients(process, atCellsOf: shape)
    try coefficients.sample(at: time)
    let field = CurrentField(shape: shape, coefficients: coefficients, density: density)
    axes = density.axes
    components = (0..<shape.dimension).map { field.velocities[$0].product(with: field.points) }
    entropyBalance = field.entropyBalance(entropy: density.entropy)
  }
}

extension CellVector {
  fileprivate func product(with other: CellVector) -> [Double] {
    (0..<count).map { pointer[$0] * other.pointer[$0] }
  }
}

/// The velocities of a current and what they are made from.
private struct CurrentField {
  let shape: BoxShape
  let coefficients: BoxCoefficients
  /// The density in the middles of the cells; zero where it is not positive.
  let points: CellVector
  /// a − ∇·D for each variable.
  let forces: [CellVector]
  let velocities: [CellVector]

  init(shape: BoxShape, coefficients: BoxCoefficients, density: BoxDensity) {
    self.shape = shape
    self.coefficients = coefficients
    let difference = BoxDifference(shape: shape)
    points = difference.pointValues(of: density.values)
    let count = shape.cellCount
    let logarithms = CellVector(count: count)
    for cell in 0..<count { logarithms.pointer[cell] = Double.log(points.pointer[cell]) }
    let slopes = shape.axes.indices.map { difference.slope(of: logarithms.pointer, along: $0) }
    (forces, velocities) = (
      (0..<shape.dimension).map { _ in CellVector(count: count) },
      (0..<shape.dimension).map { _ in CellVector(count: count) }
    )
    for row in shape.axes.indices {
      let (force, velocity) = (forces[row].pointer, velocities[row].pointer)
      force.update(from: coefficients.drift(of: row), count: count)
      for column in shape.axes.indices {
        let d = coefficients.diffusion(row, column)
        let change = difference.slope(of: d, along: column)
        for cell in 0..<count {
          force[cell] -= change.pointer[cell]
          velocity[cell] -= d[cell] * slopes[column].pointer[cell]
        }
      }
      for cell in 0..<count {
        let sum = force[cell] + velocity[cell]
        velocity[cell] = points.pointer[cell] > 0 && sum.isFinite ? sum : 0
      }
    }
  }

  /// The production and the exchange of entropy; infinite where D is singular along the current.
  func entropyBalance(entropy: Double) -> EntropyBalance {
    var balance = EntropyBalance()
    balance.entropy = entropy
    let dimension = shape.dimension
    var velocity = [Double](repeating: 0, count: dimension)
    for cell in 0..<shape.cellCount where points.pointer[cell] > 0 {
      for row in 0..<dimension { velocity[row] = velocities[row].pointer[cell] }
      let response = SmallCholesky(order: dimension) { coefficients.diffusion($0, $1)[cell] }
        .solve(velocity)
      for row in 0..<dimension {
        balance.production += points.pointer[cell] * velocity[row] * response[row]
        balance.exchange += points.pointer[cell] * forces[row].pointer[cell] * response[row]
      }
    }
    balance.production *= shape.cellVolume
    balance.exchange *= shape.cellVolume
    return balance
  }
}

/// The factorisation of a small positive semidefinite matrix, one per cell.
private struct SmallCholesky {
  private let order: Int
  private var lower: [Double]

  init(order: Int, _ element: (Int, Int) -> Double) {
    self.order = order
    lower = [Double](repeating: 0, count: order * order)
    for row in 0..<order {
      for column in 0...row {
        var rest = element(row, column)
        for k in 0..<column { rest -= lower[row * order + k] * lower[column * order + k] }
        let pivot = lower[column * order + column]
        lower[row * order + column] =
          row == column ? max(0, rest).squareRoot() : pivot > 0 ? rest / pivot : 0
      }
    }
  }

  /// The solution of D x = b; infinite along directions in which D vanishes and b does not.
  func solve(_ b: [Double]) -> [Double] {
    var x = b
    for row in 0..<order {
      for column in 0..<row { x[row] -= lower[row * order + column] * x[column] }
      x[row] = x[row] == 0 ? 0 : x[row] / lower[row * order + row]
    }
    for row in stride(from: order - 1, through: 0, by: -1) {
      for column in row + 1..<max(order, row + 1) {
        x[row] -= lower[column * order + row] * x[column]
      }
      x[row] = x[row] == 0 ? 0 : x[row] / lower[row * order + row]
    }
    return x
  }
}
