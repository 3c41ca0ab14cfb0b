import Archives
import DriftDiffusion

extension Dataset {
  /// Adds an estimate with its interval per element of the given dimensions.
  mutating func addIntervals(
    _ name: String, _ dimensions: [String], _ intervals: [BootstrapInterval], units: String,
    longName: String
  ) throws {
    let parts: [(String, KeyPath<BootstrapInterval, Double>, String)] = [
      ("", \.estimate, ""), ("_lower", \.lower, ", lower end of the interval over networks"),
      ("_upper", \.upper, ", upper end of the interval over networks"),
    ]
    for (suffix, path, what) in parts {
      try add(
        Variable(
          name + suffix, dimensions: dimensions,
          values: .doubles(intervals.map { $0[keyPath: path] }),
          units: units, longName: longName + what))
    }
  }

  /// Reads estimates with their intervals, as they were added.
  func intervals(_ name: String, _ dimensions: [String]) throws -> [BootstrapInterval] {
    let estimates = try doubles(named: name, dimensions: dimensions)
    let lower = try doubles(named: "\(name)_lower", dimensions: dimensions)
    let upper = try doubles(named: "\(name)_upper", dimensions: dimensions)
    return estimates.indices.map {
      BootstrapInterval(estimate: estimates[$0], lower: lower[$0], upper: upper[$0])
    }
  }
}
