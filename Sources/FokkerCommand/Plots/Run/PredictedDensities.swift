import Archives
import DriftDiffusion
import Grids
import KramersMoyal

/// The densities of `density.nc` or `ensemble.nc`, by one solver.
struct PredictedDensities: Sendable {
  /// The epochs of the predictions.
  let epochs: [Double]
  /// The numbers of the layers.
  let layers: [Int]
  /// The cells.
  let axis: Axis
  /// The solver that is shown.
  let solver: String
  private let closures: [String]
  private let solverPlace: Int
  private let values: [Double]
  private let squaredErrors: [Double]

  /// Reads the densities by finite volumes, or by the only solver there is.
  init(_ dataset: Dataset) throws {
    epochs = try dataset.coordinate("epoch")
    layers = try dataset.wholeCoordinate("layer")
    axis = try dataset.weightAxis()
    closures = try dataset.nameCoordinate("closure")
    let solvers = try dataset.nameCoordinate("solver")
    solverPlace = solvers.firstIndex(of: PredictionMethod.finiteVolume.rawValue) ?? 0
    solver = solvers[solverPlace]
    let fields = ["solver", "closure", "layer", "epoch", "weight"]
    values = try dataset.doubles(named: "density", dimensions: fields)
    squaredErrors =
      dataset.contains("density_error")
      ? try dataset.doubles(named: "density_error", dimensions: fields).map { $0 * $0 } : []
  }

  /// The closures, the one that most figures show first.
  var orderedClosures: [String] { drawingOrder(ofClosures: closures) }

  /// The affine closure, or the first one when it is not there.
  var mainClosure: String { orderedClosures.first ?? "" }

  /// The cells up to an absolute weight, as many of them taken together as a picture needs.
  func cells(reach: Double, count: Int) -> PictureCells {
    PictureCells(axis.faces, within: -reach...reach, count: count)
  }

  /// The density of a layer and an epoch, each counted from 0, in the cells of a picture.
  func density(_ closure: String, _ layer: Int, _ epoch: Int, in cells: PictureCells) -> [Double] {
    cells.averages(values, from: start(closure, layer, epoch))
  }

  /// The standard errors of ``density(_:_:_:in:)``; empty for solutions.
  func standardErrors(
    _ closure: String, _ layer: Int, _ epoch: Int, in cells: PictureCells
  ) -> [Double] {
    guard !squaredErrors.isEmpty else { return [] }
    return cells.averages(squaredErrors, from: start(closure, layer, epoch)).map {
      ($0 / Double(cells.group)).squareRoot()
    }
  }

  private func start(_ closure: String, _ layer: Int, _ epoch: Int) -> Int {
    let place = closures.firstIndex(of: closure) ?? 0
    let record = (solverPlace * closures.count + place) * layers.count + layer
    return (record * epochs.count + epoch) * axis.cellCount
  }
}

/// Closures in the order in which figures draw them, so that each has the same pattern everywhere.
func drawingOrder(ofClosures closures: [String]) -> [String] {
  let order: [Closure] = [.affine, .homogeneous, .nonparametric, .meanField]
  let known = order.map(\.rawValue).filter(closures.contains)
  return known + closures.filter { !known.contains($0) }
}
