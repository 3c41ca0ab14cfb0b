/// A one-step method for the modes of a density; both are of fourth order.
public enum SpectralTimeScheme: String, Hashable, Codable, CaseIterable, Sendable {
  /// Runge-Kutta of order 4(3) in the interaction picture: adaptive, exact for homogeneous D(t).
  case interactionPicture
  /// ETDRK4 with a constant reference diffusion: fixed steps, smaller errors for stiff modes.
  case exponentialTimeDifferencing
}
