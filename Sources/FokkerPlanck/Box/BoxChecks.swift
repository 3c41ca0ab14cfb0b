internal import Grids
internal import StochasticProcesses

/// What is checked of a density and a process on a box.
struct BoxChecks {
  let initial: BoxDensity
  let processDimension: Int

  /// The boundaries of every axis.
  ///
  /// - Throws: ``FokkerPlanckError/wrongDimension(of:expected:found:)``.
  func boundaries(_ given: [BoundaryConditions]) throws(FokkerPlanckError) -> [BoundaryConditions] {
    let dimension = initial.dimension
    guard dimension >= 1, processDimension == dimension else {
      throw .wrongDimension(of: "process", expected: dimension, found: processDimension)
    }
    guard given.isEmpty || given.count == dimension else {
      throw .wrongDimension(of: "list of boundaries", expected: dimension, found: given.count)
    }
    return given.isEmpty ? axesReflect : given
  }

  private var axesReflect: [BoundaryConditions] {
    [BoundaryConditions](repeating: .reflecting, count: initial.dimension)
  }

  /// The axes with cells twice as wide.
  ///
  /// - Throws: ``FokkerPlanckError/invalidParameter(name:value:remedy:)``.
  func coarseAxes() throws(FokkerPlanckError) -> [Axis] {
    var axes: [Axis] = []
    for axis in initial.axes {
      guard axis.cellCount % 2 == 0, axis.cellCount >= 8 else {
        throw .invalidParameter(
          name: "cellCount", value: Double(axis.cellCount),
          remedy: "extrapolation needs even numbers of at least 8 cells")
      }
      do {
        axes.append(
          try Axis(axis.lowerBound...axis.upperBound, cellCount: axis.cellCount / 2))
      } catch {
        throw .numericalFailure(reason: error.description)
      }
    }
    return axes
  }
}
