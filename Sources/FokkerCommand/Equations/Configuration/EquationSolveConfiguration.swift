/// How a typed equation is solved.
struct EquationSolveConfiguration: Hashable, Codable, Sendable {
  /// The method.
  var scheme = EquationScheme.automatic
  /// The number of cells of each variable; 0 leaves it to the tolerance, or to a default.
  var cells = 0
  /// The L1 error of the density that steps, and with `automatic` also cells, are chosen for.
  var tolerance = 1e-6
  /// The longest time step; 0 leaves it to the tolerance.
  var timeStep = 0.0
  /// The method that advances the time, where the scheme leaves a choice.
  var timeScheme = EquationTimeScheme.automatic
  /// Whether the stationary density is computed.
  var stationary = false
  /// The number of slowest modes of relaxation to compute.
  var spectrum = 0
  /// Whether the first passage to the absorbing walls or to the targets is computed.
  var firstPassage = false
  /// One or two points whose first passage is computed; none means the absorbing walls.
  var target = TextList()
  /// Whether several methods are run on the problem and compared.
  var crossCheck = false

  /// Whether anything but densities at the output times is wanted.
  var asksForMore: Bool { stationary || spectrum > 0 || firstPassage || crossCheck }

  func validate() throws {
    func check(_ isValid: Bool, _ key: String, _ value: String, _ remedy: String) throws {
      guard isValid else {
        throw CommandFailure(.usage, "solve.\(key) is \(value); \(remedy).")
      }
    }
    try check(
      cells == 0 || cells >= 2, "cells", "\(cells)",
      "give at least 2, or 0 to leave it to the tolerance")
    try check(tolerance > 0 && tolerance < 1, "tolerance", "\(tolerance)", "give one as 1e-6")
    try check(
      timeStep >= 0 && timeStep.isFinite, "timeStep", "\(timeStep)",
      "give a positive time, or 0 to leave it to the tolerance")
    try check(spectrum >= 0, "spectrum", "\(spectrum)", "give the number of modes")
    try check(target.items.count <= 2, "target", "\(target.items)", "give one or two points")
  }
}
