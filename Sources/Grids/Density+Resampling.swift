extension Density {
  /// The law of `shift + scale · x` on another axis, when x has this density.
  ///
  /// Cell masses are differences of the cumulative distribution, which is interpolated by cubic
  /// Hermite polynomials with slopes of fourth order; mass that leaves the axis is lost, mass inside
  /// is exact.
  ///
  /// - Parameters:
  ///   - axis: Where the result lives.
  ///   - shift: The image of x = 0.
  ///   - scale: The stretch of the coordinate; positive.
  /// - Returns: The cell averages of the new density.
  public func resampled(onto axis: Axis, shift: Double = 0, scale: Double = 1) -> Density {
    precondition(scale > 0, "a change of scale must be positive")
    let cumulative = cumulativeAtFaces
    let slopes = densityAtFaces
    func cumulativeDistribution(at point: Double) -> Double {
      let position = ((point - shift) / scale - self.axis.lowerBound) / self.axis.spacing
      if position <= 0 { return 0 }
      if position >= Double(values.count) { return cumulative[values.count] }
      let cell = Int(position)
      return Density.hermite(
        at: position - Double(cell), from: cumulative[cell], to: cumulative[cell + 1],
        startSlope: slopes[cell] * self.axis.spacing, endSlope: slopes[cell + 1] * self.axis.spacing
      )
    }
    return Density(axis: axis, cumulative: cumulativeDistribution(at:))
  }

  /// The same density on cells of twice the size; the number of cells must be even.
  public var coarsened: Density {
    precondition(axis.cellCount % 2 == 0, "cells are joined in pairs")
    let faces = cumulativeAtFaces
    let pairs = stride(from: 0, to: faces.count, by: 2).map { faces[$0] }
    let spacing = 2 * axis.spacing
    return Density(
      unchecked: axis.coarsened, values: zip(pairs, pairs.dropFirst()).map { ($1 - $0) / spacing })
  }

  /// The density at each face: fourth order inside, the adjacent average at both ends.
  public var densityAtFaces: [Double] {
    let count = values.count
    return (0...count).map { face in
      if face == 0 { return values[0] }
      if face == count { return values[count - 1] }
      guard face >= 2, face <= count - 2 else { return (values[face - 1] + values[face]) / 2 }
      return (7 * (values[face - 1] + values[face]) - values[face - 2] - values[face + 1]) / 12
    }
  }

  /// The cubic on [0, 1] with the given end values and end slopes.
  private static func hermite(
    at u: Double, from first: Double, to last: Double, startSlope: Double, endSlope: Double
  ) -> Double {
    let v = 1 - u
    return first * v * v * (1 + 2 * u) + last * u * u * (3 - 2 * u)
      + u * v * (startSlope * v - endSlope * u)
  }
}
