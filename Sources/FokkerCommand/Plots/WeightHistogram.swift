import Figures
import Grids

/// Equal cells around zero in which the weights of a layer are counted.
struct WeightHistogram {
  /// The ends of the cells.
  let edges: [Double]

  /// Cells that hold all weights of at most an absolute value.
  init(reach: Double, cells: Int = 40) {
    // A weight of exactly the largest value lies in the last cell.
    let reach = reach > 0 ? reach * (1 + 1e-9) : 1
    edges = (0...cells).map { reach * (2 * Double($0) / Double(cells) - 1) }
  }

  /// The filled histogram of a sample, as a probability density.
  func area(of sample: [Double]) throws -> SeriesContent {
    .bars(edges: edges, values: try density(of: sample))
  }

  /// The outline of the histogram of a sample, as a probability density.
  func outline(of sample: [Double]) throws -> SeriesContent {
    .steps(edges: edges, values: try density(of: sample))
  }

  private func density(of sample: [Double]) throws -> [Double] {
    let axis = try Axis(edges[0]...edges[edges.count - 1], cellCount: edges.count - 1)
    return try Density(axis: axis, histogramOf: sample).values
  }
}

/// The panel of one layer's weights; the first one explains areas and outlines.
func weightPanel(_ number: Int, _ series: [Series], isFirst: Bool, _ area: String) -> Panel {
  let legend: [Series] =
    isFirst ? [.legendArea(area), .legendLine("before training")] : []
  return Panel(
    layerName(number), x: AxisStyle("weight"), y: AxisStyle("probability density"),
    series: legend + series)
}
