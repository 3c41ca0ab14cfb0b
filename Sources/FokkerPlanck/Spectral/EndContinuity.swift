/// Whether the coefficients of a spectral method continue smoothly across the ends of the axis.
///
/// On a ring both must join; at a wall, whose continuation is a mirror image, the drift must vanish
/// and D must be level.
struct EndContinuity {
  let ends: ModeSpace.Ends
  let spacing: Double

  /// The coefficient that does not continue smoothly, with its values or slopes at both ends.
  func violation(
    in set: NodeCoefficients
  ) -> (coefficient: String, lower: Double, upper: Double)? {
    let drift = endValues(of: set.drift)
    let largestDrift = max(abs(set.drift.range.lowerBound), abs(set.drift.range.upperBound))
    let largestDiffusion = set.diffusion.range.upperBound
    if ends == .ring {
      if abs(drift.lower - drift.upper) > 0.05 * largestDrift {
        return ("drift", drift.lower, drift.upper)
      }
      let diffusion = endValues(of: set.diffusion)
      if abs(diffusion.lower - diffusion.upper) > 0.05 * largestDiffusion {
        return ("diffusion coefficient", diffusion.lower, diffusion.upper)
      }
      return nil
    }
    if max(abs(drift.lower), abs(drift.upper)) > 0.05 * largestDrift {
      return ("drift", drift.lower, drift.upper)
    }
    let slope = endSlopes(of: set.diffusion)
    let length = spacing * Double(set.drift.count)
    if max(abs(slope.lower), abs(slope.upper)) * length > 0.5 * largestDiffusion {
      return ("slope of the diffusion coefficient", slope.lower, slope.upper)
    }
    return nil
  }

  /// The values at the ends, by quadratic extrapolation from the three nearest nodes.
  private func endValues(of vector: CellVector) -> (lower: Double, upper: Double) {
    let (v, last) = (vector.pointer, vector.count - 1)
    return (
      (15 * v[0] - 10 * v[1] + 3 * v[2]) / 8,
      (15 * v[last] - 10 * v[last - 1] + 3 * v[last - 2]) / 8
    )
  }

  /// The slopes at the ends, by quadratic extrapolation from the three nearest nodes.
  private func endSlopes(of vector: CellVector) -> (lower: Double, upper: Double) {
    let (v, last) = (vector.pointer, vector.count - 1)
    return (
      (-2 * v[0] + 3 * v[1] - v[2]) / spacing,
      (2 * v[last] - 3 * v[last - 1] + v[last - 2]) / spacing
    )
  }
}
