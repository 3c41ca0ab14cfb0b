extension SeriesContent {
  /// All values along the horizontal axis.
  var horizontalValues: [Double] {
    switch self {
    case .line(let x, _), .points(let x, _), .coloredPoints(let x, _, _): x
    case .band(let x, _, _), .intervals(let x, _, _, _): x
    case .steps(let edges, _), .bars(let edges, _), .heatMap(let edges, _, _): edges
    case .arrows(let x, _, let dx, _): x + zip(x, dx).map { $0 + $1 }
    }
  }

  /// All values along the vertical axis; areas that stand on zero include it.
  var verticalValues: [Double] {
    switch self {
    case .line(_, let y), .points(_, let y), .coloredPoints(_, let y, _): y
    case .band(_, let lower, let upper): lower + upper
    case .intervals(_, let y, let lower, let upper): y + lower + upper
    case .steps(_, let values), .bars(_, let values): values + [0]
    case .heatMap(_, let edges, _): edges
    case .arrows(_, let y, _, let dy): y + zip(y, dy).map { $0 + $1 }
    }
  }

  /// The values that are shown as colours.
  var colorValues: [Double] {
    switch self {
    case .coloredPoints(_, _, let values), .heatMap(_, _, let values): values
    default: []
    }
  }

  /// Whether the arrays have the numbers of values that belong together.
  var isConsistent: Bool {
    switch self {
    case .line(let x, let y), .points(let x, let y): x.count == y.count
    case .coloredPoints(let x, let y, let values): x.count == y.count && x.count == values.count
    case .band(let x, let lower, let upper): x.count == lower.count && x.count == upper.count
    case .intervals(let x, let y, let lower, let upper):
      x.count == y.count && x.count == lower.count && x.count == upper.count
    case .heatMap(let xEdges, let yEdges, let values):
      xEdges.count >= 2 && yEdges.count >= 2
        && values.count == (xEdges.count - 1) * (yEdges.count - 1)
    case .arrows(let x, let y, let dx, let dy):
      x.count == y.count && x.count == dx.count && x.count == dy.count
    case .steps(let edges, let values), .bars(let edges, let values):
      edges.count == values.count + 1 || (edges.isEmpty && values.isEmpty)
    }
  }
}
