internal import Grids

/// The distribution function of a law, whichever way the law is given.
struct DistributionFunction {
  /// The probability below a point.
  let value: (Double) -> Double
  /// Points, ascending, at which the density may jump; empty when they are not known.
  let breaks: [Double]

  /// - Parameters:
  ///   - law: A law that is not a point.
  ///   - axis: An axis whose cells resolve a density that is to be integrated.
  init(_ law: InitialLaw, on axis: Axis) {
    switch law {
    case .cumulative(let function):
      value = function
      breaks = []
    case .density(let function):
      value = Self.integral(of: function, axis)
      breaks = []
    case .averages(let density), .histogram(let density):
      value = Self.piecewiseLinear(density)
      breaks = density.axis.faces
    case .point(let place):
      value = { $0 < place ? 0 : 1 }
      breaks = []
    }
  }

  /// The integral of a density, kept at faces that are made denser until the mass is near 1.
  private static func integral(
    of function: @escaping (Double) -> Double, _ axis: Axis
  ) -> (Double) -> Double {
    var faces: [Double] = []
    var sums: [Double] = []
    for parts in [1, 16, 256] {
      let width = axis.spacing / Double(parts)
      faces = (0...axis.cellCount * parts).map { axis.lowerBound + Double($0) * width }
      sums = [0]
      for (lower, upper) in zip(faces, faces.dropFirst()) {
        sums.append(sums[sums.count - 1] + piece(function, lower, upper))
      }
      if abs(sums[sums.count - 1] - 1) < 1e-3 { break }
    }
    let (knots, integrals) = (faces, sums)
    let scale = Double(knots.count - 1) / axis.length
    return { x in
      let index = min(max(Int((x - axis.lowerBound) * scale), 0), knots.count - 1)
      return integrals[index] + piece(function, knots[index], x)
    }
  }

  private static func piece(
    _ function: (Double) -> Double, _ lower: Double, _ upper: Double
  ) -> Double {
    guard abs(upper - lower) > 1e-14 * (abs(upper) + abs(lower)) else { return 0 }
    return GaussKronrod.integral(
      from: lower, to: upper, relativeTolerance: 1e-12, of: function)
  }

  private static func piecewiseLinear(_ density: Density) -> (Double) -> Double {
    let (faces, axis) = (density.cumulativeAtFaces, density.axis)
    return { x in
      let position = min(max((x - axis.lowerBound) / axis.spacing, 0), Double(axis.cellCount))
      let cell = min(Int(position), axis.cellCount - 1)
      return faces[cell] + (position - Double(cell)) * (faces[cell + 1] - faces[cell])
    }
  }
}
