import DriftDiffusion

extension NetworkCurves {
  /// The value of every network at the last epoch.
  var ends: [Double] { values.indices.map { self[$0].last } }

  /// How far every network's curve falls from its largest value to its end.
  var falls: [Double] { values.indices.map { self[$0].fall } }
}
