internal import Grids
internal import StochasticProcesses

/// What is checked of the axes and the process of a box.
struct BoxChecks {
  let axes: [Axis]
  let processDimension: Int

  /// The boundaries of every axis.
  ///
  /// - Throws: ``FokkerPlanckError/wrongDimension(of:expected:found:)``.
  func boundaries(_ given: [BoundaryConditions]) throws(FokkerPlanckError) -> [BoundaryConditions] {
    let dimension = axes.count
    guard dimension >= 1, processDimension == dimension else {
      throw .wrongDimension(of: "process", expected: dimension, found: processDimension)
    }
    guard given.isEmpty || given.count == dimension else {
      throw .wrongDimension(of: "list of boundaries", expected: dimension, found: given.count)
    }
    return given.isEmpty ? axesReflect : given
  }

  private var axesReflect: [BoundaryConditions] {
    [BoundaryConditions](repeating: .reflecting, count: axes.count)
  }

  /// The axes with cells twice as wide.
  ///
  /// - Throws: ``FokkerPlanckError/invalidParameter(name:value:remedy:)``.
  func coarseAxes() throws(FokkerPlanckError) -> [Axis] {
    var coarse: [Axis] = []
    for axis in axes {
      guard axis.cellCount % 2 == 0, axis.cellCount >= 8 else {
        throw .invalidParameter(
          name: "cellCount", value: Double(axis.cellCount),
          remedy: "extrapolation needs even numbers of at least 8 cells")
      }
      do {
        coarse.append(
          try Axis(axis.lowerBound...axis.upperBound, cellCount: axis.cellCount / 2))
      } catch {
        throw .numericalFailure(reason: error.description)
      }
    }
    return coarse
  }
}
