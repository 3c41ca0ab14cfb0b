public import Grids

extension Density {
  /// The point value of the density at `x`, reconstructed from the cell averages.
  ///
  /// The cumulative distribution is known exactly at the faces; its polynomial of degree five
  /// through the six nearest faces is differentiated. The error is of fifth order in the spacing
  /// for smooth densities (sixth at the middle of a cell), and every cell average is reproduced.
  /// Axes with fewer than five cells use all their faces. `x` is moved to the nearer end when it
  /// lies outside the axis.
  public func pointValue(at x: Double) -> Double {
    let count = axis.cellCount
    let width = min(6, count + 1)
    let position = min(max((x - axis.lowerBound) / axis.spacing, 0), Double(count))
    let centre = min(Int(position), count - 1)
    let first = min(max(centre - (width / 2 - 1), 0), count + 1 - width)
    // Cumulative mass from the first face of the stencil, in units of the spacing.
    var cumulative = 0.0
    var value = 0.0
    for node in 0..<width {
      if node > 0 { cumulative += values[first + node - 1] }
      value +=
        cumulative * Self.cardinalSlope(of: node, width: width, at: position - Double(first))
    }
    return value
  }

  /// The mass below `x`, by a polynomial of degree five through the six nearest faces; zero below
  /// and all of it above the axis.
  ///
  /// - Parameters:
  ///   - x: A coordinate.
  ///   - faces: The cumulative mass at every face.
  /// - Returns: The mass.
  func cumulativeValue(at x: Double, faces: [Double]) -> Double {
    guard x > axis.lowerBound else { return 0 }
    guard x < axis.upperBound else { return faces[faces.count - 1] }
    let width = min(6, faces.count)
    let position = (x - axis.lowerBound) / axis.spacing
    let first = min(max(Int(position) - (width / 2 - 1), 0), faces.count - width)
    let s = position - Double(first)
    return (0..<width).reduce(0) { sum, node in
      var weight = faces[first + node]
      for other in 0..<width where other != node {
        weight *= (s - Double(other)) / Double(node - other)
      }
      return sum + weight
    }
  }

  /// The derivative at `s` of the Lagrange polynomial of a node among 0, 1, …, width − 1.
  private static func cardinalSlope(of node: Int, width: Int, at s: Double) -> Double {
    var sum = 0.0
    for omitted in 0..<width where omitted != node {
      var product = 1 / Double(node - omitted)
      for other in 0..<width where other != node && other != omitted {
        product *= (s - Double(other)) / Double(node - other)
      }
      sum += product
    }
    return sum
  }
}
