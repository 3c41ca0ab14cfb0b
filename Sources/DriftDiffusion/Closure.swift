/// How the drift and diffusion of a layer depend on the weight; theory.md calls them 1a, 1b and 1c.
public enum Closure: String, Hashable, Codable, CaseIterable, Sendable {
  /// a(s) and D(s) are the same for all weights of a layer: the literal analogy.
  case homogeneous
  /// a(w, s) = −θ(s) (w − μ(s)) with D(s): a time-dependent Ornstein-Uhlenbeck process.
  case affine
  /// a(w, s) = −E[∂L/∂w | w] and D(w, s) = (η/2) E[Var | w] as smooth curves.
  case nonparametric
}
