internal import Grids

/// Which leading errors are removed by a second solution with cells twice as wide (Richardson).
public enum BoxExtrapolation: String, Hashable, Codable, CaseIterable, Sendable {
  /// None: one solution.
  case none
  /// That of the spacing: fourth order in space where coefficients and density are smooth.
  case spacing
  /// That of the spacing and of the step together; the second solution takes steps twice as long.
  case spacingAndStep
}

/// Passes cell averages between a box and the same box with cells twice as wide.
enum BoxTransfer {
  /// Averages over blocks of 2 × 2 × … cells; exact.
  static func coarsened(_ values: [Double], axes: [Axis]) -> [Double] {
    var (result, counts) = (values, axes.map(\.cellCount))
    for axis in axes.indices {
      let stride = counts[(axis + 1)...].reduce(1, *)
      var half = [Double](repeating: 0, count: result.count / 2)
      for row in 0..<half.count / stride {
        let (source, target) = (2 * row * stride, row * stride)
        for offset in 0..<stride {
          half[target + offset] = 0.5 * (result[source + offset] + result[source + stride + offset])
        }
      }
      counts[axis] /= 2
      result = half
    }
    return result
  }

  /// Divides every cell in two along every axis; the slope inside a cell is the central difference.
  ///
  /// Cell averages are kept; third order, first order beside walls.
  static func refined(_ values: [Double], coarse: [Axis], isRing: [Bool]) -> [Double] {
    var (result, counts) = (values, coarse.map(\.cellCount))
    for axis in coarse.indices {
      let (count, stride) = (counts[axis], counts[(axis + 1)...].reduce(1, *))
      var twice = [Double](repeating: 0, count: 2 * result.count)
      for row in 0..<result.count / stride {
        let (index, block) = (row % count, row - row % count)
        let wraps = isRing[axis]
        let above = index + 1 < count ? row + 1 : wraps ? block : row
        let below = index > 0 ? row - 1 : wraps ? block + count - 1 : row
        for offset in 0..<stride {
          let here = result[row * stride + offset]
          let slope = (result[above * stride + offset] - result[below * stride + offset]) / 8
          twice[2 * row * stride + offset] = here - slope
          twice[(2 * row + 1) * stride + offset] = here + slope
        }
      }
      counts[axis] *= 2
      result = twice
    }
    return result
  }
}

extension BoxEvolution {
  /// Removes the error that falls fourfold when the cells are halved, as another solution tells it.
  mutating func removeLeadingError(of wide: BoxEvolution, shape: BoxShape) {
    let isRing = shape.axes.indices.map(shape.isRing)
    diagnostics.acceptedSteps += wide.diagnostics.acceptedSteps
    diagnostics.rejectedSteps += wide.diagnostics.rejectedSteps
    diagnostics.largestMassError = max(
      diagnostics.largestMassError, wide.diagnostics.largestMassError)
    diagnostics.smallestDensity = .infinity
    signIsGuaranteed = false
    for index in densities.indices {
      var correction = BoxTransfer.coarsened(densities[index].values, axes: axes)
      let other = wide.densities[index].values
      for cell in correction.indices { correction[cell] = (correction[cell] - other[cell]) / 3 }
      let refined = BoxTransfer.refined(correction, coarse: wide.axes, isRing: isRing)
      for cell in refined.indices { densities[index].values[cell] += refined[cell] }
      diagnostics.smallestDensity = min(diagnostics.smallestDensity, densities[index].minimum)
      for axis in axes.indices {
        exits[index][axis] = .extrapolated(wide.exits[index][axis], exits[index][axis], 4)
      }
    }
  }
}
