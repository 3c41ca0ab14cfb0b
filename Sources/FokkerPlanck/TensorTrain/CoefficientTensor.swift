internal import StochasticProcesses
internal import TensorTrains

/// One coefficient of a process at all combinations of nodes, evaluated where it is wanted.
struct CoefficientTensor<Process: MultivariateDiffusionProcess>: TensorFunction
where Process.Scalar == Double {
  /// Which coefficient is meant.
  enum Coefficient {
    case drift(Int)
    case diffusion(Int, Int)
  }

  let process: Process
  let nodes: [[Double]]
  let time: Double
  var coefficient = Coefficient.drift(0)
  var sizes: [Int] { nodes.map(\.count) }

  func block(left: [[Int]], right: [[Int]]) -> ListedBlock {
    ListedBlock(left: left, right: right) { values(left: $0, right: $1) }
  }

  private func values(left: ArraySlice<[Int]>, right: ArraySlice<[Int]>) -> [Double] {
    let (order, count) = (nodes.count, left.count * right.count)
    var points = [Double](repeating: 0, count: order * count)
    var place = 0
    for first in left {
      for second in right {
        for (variable, index) in first.enumerated() {
          points[variable * count + place] = nodes[variable][index]
        }
        for (shift, index) in second.enumerated() {
          let variable = first.count + shift
          points[variable * count + place] = nodes[variable][index]
        }
        place += 1
      }
    }
    var drift = points
    var diffusion = [Double](
      repeating: 0, count: MatrixTriangle.count(dimension: order) * count)
    var driftSpan = drift.mutableSpan
    var diffusionSpan = diffusion.mutableSpan
    process.evaluate(
      at: points.span, time: time, drift: &driftSpan, diffusion: &diffusionSpan)
    switch coefficient {
    case .drift(let variable): return Array(drift[variable * count..<(variable + 1) * count])
    case .diffusion(let row, let column):
      let start = MatrixTriangle.index(row, column, dimension: order) * count
      return Array(diffusion[start..<start + count])
    }
  }

  /// What to throw when the coefficient is not finite somewhere: the first node along an axis through
  /// the middle where that is so.
  func failure(time: Double) -> FokkerPlanckError {
    let middle = sizes.map { $0 / 2 }
    for variable in sizes.indices {
      for index in 0..<sizes[variable] {
        var indices = middle
        indices[variable] = index
        let value = values(left: [indices], right: [[]])[0]
        guard value.isFinite else {
          return error(value: value, x: nodes[variable][index], time: time)
        }
      }
    }
    return error(value: .nan, x: .nan, time: time)
  }

  private func error(value: Double, x: Double, time: Double) -> FokkerPlanckError {
    switch coefficient {
    case .drift: .driftNotFinite(value: value, x: x, time: time)
    case .diffusion: .invalidDiffusion(value: value, x: x, time: time)
    }
  }
}
