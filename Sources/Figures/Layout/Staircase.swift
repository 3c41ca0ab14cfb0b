/// The corners of a histogram's outline, with a gap where a value is missing.
///
/// - Parameters:
///   - edges: One value more than `values`.
///   - values: The heights of the steps.
/// - Returns: The corners from left to right; nil for a gap.
func staircase(edges: [Double], values: [Double]) -> [(x: Double, y: Double)?] {
  values.indices.flatMap { index -> [(x: Double, y: Double)?] in
    guard values[index].isFinite else { return [nil] }
    return [(edges[index], values[index]), (edges[index + 1], values[index])]
  }
}
