/// A one-step method for the finite-volume equations on a box.
public enum BoxTimeScheme: String, Hashable, Codable, CaseIterable, Sendable {
  /// The alternating directions of Hundsdorfer and Verwer: second order, any diffusion matrix,
  /// stationary states independent of the step; small undershoots are possible.
  case hundsdorferVerwer
  /// Strang splitting into sweeps of TR-BDF2: second order, L-stable; keeps the sign for short
  /// steps, and needs mixed diffusion that a monotone method can hold.
  case strangSplitting
  /// Splitting into sweeps of backward Euler: first order, L-stable, keeps the sign for any step;
  /// needs mixed diffusion that a monotone method can hold.
  case positiveSplitting

  /// The order in the time step, also for coefficients that depend on time.
  public var order: Double { self == .positiveSplitting ? 1 : 2 }

  /// Whether mixed diffusion is carried by jumps along diagonals.
  var usesDiagonals: Bool { self != .hundsdorferVerwer }
}
