import Archives

extension Dataset {
  /// Adds the paths of the first particles at the output times, if any are asked for.
  ///
  /// - Parameters:
  ///   - count: The number of particles.
  ///   - variables: The variables of state.
  ///   - particles: The number of particles in the ensemble.
  ///   - positions: The positions at every output time, variable by variable.
  /// - Throws: ``ArchiveError`` when the dataset holds paths already.
  mutating func addPaths(
    _ count: Int, of variables: [String], particles: Int, at positions: [[Double]]
  ) throws {
    guard count > 0 else { return }
    try addCoordinate(
      "path", .integers((0..<count).map(Int64.init)), longName: "particle, counted from 0")
    for (index, name) in variables.enumerated() {
      let values = (0..<count).flatMap { path in
        positions.map { $0[index * particles + path] }
      }
      try add(
        "path_\(name)", ["path", "time"], values, units: "state",
        "\(name) of single particles; where a wall has taken one, it rests")
    }
  }
}
