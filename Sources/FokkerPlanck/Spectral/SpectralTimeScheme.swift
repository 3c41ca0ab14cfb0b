/// A one-step method for the modes of a density; both are of fourth order with an embedded one of
/// third order for adaptive steps.
public enum SpectralTimeScheme: String, Hashable, Codable, CaseIterable, Sendable {
  /// Runge-Kutta of order 4(3) in the interaction picture: exact for homogeneous D(t).
  case interactionPicture
  /// ETDRK4 with a constant reference diffusion: errors 10 to 40 times smaller where D varies much
  /// over the axis.
  case exponentialTimeDifferencing
}
