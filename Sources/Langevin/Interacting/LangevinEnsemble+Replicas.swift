public import Grids
public import RandomStreams
public import StochasticProcesses

extension LangevinEnsemble {
  /// Repeats a mean-field system with few particles, to see what their number does.
  ///
  /// Averages over n particles differ from the mean-field limit by O(1/n) and fluctuate by O(1/√n);
  /// see ``ReplicatedField/statistics(ofPopulation:parameter:time:)``. Replicas are independent: the
  /// particles of all populations and replicas are numbered through, and each has its own random
  /// numbers.
  ///
  /// - Parameters:
  ///   - system: The populations and how they feel each other.
  ///   - replicaCount: The number of replicas.
  ///   - particleCounts: The number of particles of each population in each replica.
  ///   - initial: The density of each population at the start.
  ///   - schedule: The steps and the times to look at the field.
  ///   - domains: Where the particles of each population may be, or a single domain for all.
  ///   - scheme: The scheme of one step.
  ///   - threads: How many tasks share the replicas; the result does not depend on it.
  /// - Returns: The field of every replica.
  /// - Throws: ``LangevinError``.
  @inlinable
  public func replicate<System: MeanFieldProcess, Scheme: LangevinScheme>(
    _ system: System, replicaCount: Int, particleCounts: [Int], from initial: [Density],
    schedule: TimeSchedule, in domains: [ParticleDomain] = [.unbounded],
    scheme: Scheme = EulerMaruyama(), threads: Int = 1
  ) async throws(LangevinError) -> ReplicatedField where System.Population.Scalar: NormalScalar {
    try check(replicaCount, particleCounts, initial.count)
    let workers = max(1, min(threads, replicaCount))
    let parts = await withTaskGroup { group in
      for worker in 0..<workers {
        group.addTask {
          Result { () throws(LangevinError) in
            try self.fields(
              of: system, replicas: stride(from: worker, to: replicaCount, by: workers),
              particleCounts, initial, schedule, domains, scheme)
          }
        }
      }
      var parts: [Result<[Int: [MeanField]], LangevinError>] = []
      for await part in group { parts.append(part) }
      return parts
    }
    return try ReplicatedField(times: schedule.times, joining: parts, replicaCount: replicaCount)
  }

  /// Repeats a mean-field system with few particles, in steps of at most the configured size.
  ///
  /// - Parameters:
  ///   - system: The populations and how they feel each other.
  ///   - replicaCount: The number of replicas.
  ///   - particleCounts: The number of particles of each population in each replica.
  ///   - initial: The density of each population at the start.
  ///   - start: The time of the initial densities.
  ///   - times: The times to look at the field, in ascending order.
  ///   - domains: Where the particles of each population may be, or a single domain for all.
  ///   - scheme: The scheme of one step.
  ///   - threads: How many tasks share the replicas; the result does not depend on it.
  /// - Returns: The field of every replica.
  /// - Throws: ``LangevinError``.
  @inlinable
  public func replicate<System: MeanFieldProcess, Scheme: LangevinScheme>(
    _ system: System, replicaCount: Int, particleCounts: [Int], from initial: [Density],
    startingAt start: Double = 0, recordingAt times: [Double],
    in domains: [ParticleDomain] = [.unbounded], scheme: Scheme = EulerMaruyama(),
    threads: Int = 1
  ) async throws(LangevinError) -> ReplicatedField where System.Population.Scalar: NormalScalar {
    try await replicate(
      system, replicaCount: replicaCount, particleCounts: particleCounts, from: initial,
      schedule: TimeSchedule(
        from: start, recordingAt: times, maximumStep: configuration.stepSize), in: domains,
      scheme: scheme, threads: threads)
  }

  /// The fields of some replicas, by their numbers.
  @inlinable
  func fields<System: MeanFieldProcess, Scheme: LangevinScheme>(
    of system: System, replicas: StrideTo<Int>, _ particleCounts: [Int], _ initial: [Density],
    _ schedule: TimeSchedule, _ domains: [ParticleDomain], _ scheme: Scheme
  ) throws(LangevinError) -> [Int: [MeanField]] where System.Population.Scalar: NormalScalar {
    let perReplica = particleCounts.reduce(0, +)
    var result: [Int: [MeanField]] = [:]
    for replica in replicas {
      var positions: [[Double]] = []
      var first = replica * perReplica
      for (density, count) in zip(initial, particleCounts) {
        positions.append(
          try initialPositions(from: density, ofParticles: first..<first + count))
        first += count
      }
      var particles = try interacting(
        system, positions, firstPath: replica * perReplica, start: schedule.start, domains,
        noise: Scheme.noise)
      var fields: [MeanField] = []
      try advance(&particles, schedule, scheme) { particles, _ in fields.append(particles.field) }
      result[replica] = fields
    }
    return result
  }

  @usableFromInline
  func check(
    _ replicaCount: Int, _ particleCounts: [Int], _ densityCount: Int
  ) throws(LangevinError) {
    guard replicaCount > 0 else {
      throw .invalidParameter(
        "replicaCount", value: Double(replicaCount), remedy: "use at least one replica")
    }
    guard particleCounts.count == densityCount else {
      throw .wrongPopulationCount(expected: densityCount, found: particleCounts.count)
    }
    if let count = particleCounts.first(where: { $0 < 1 }) {
      throw .invalidParameter(
        "particleCounts", value: Double(count), remedy: "use at least one particle")
    }
  }
}
