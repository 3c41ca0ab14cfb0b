/// How the drift and diffusion of a layer depend on the weight; closures 1a, 1b, 1c, 2 and 3.
public enum Closure: String, Hashable, Codable, CaseIterable, Sendable {
  /// a(s) and D(s) are the same for all weights of a layer: the literal analogy.
  case homogeneous
  /// a(w, s) = −θ(s) (w − μ(s)) with D(s): a time-dependent Ornstein-Uhlenbeck process.
  case affine
  /// a(w, s) = −E[∂L/∂w | w] and D(w, s) = (η/2) E[Var | w] as smooth curves.
  case nonparametric
  /// a(w, s; q) affine in w, with rates that depend on the order parameters q of all layers: N
  /// coupled nonlinear equations.
  case meanField = "mean-field"
  /// The joint law of one order parameter per layer, q = ln‖W‖, with a linear drift in all of them.
  case joint

  /// The closures in which every layer is alone.
  public static let independent: [Closure] = [.homogeneous, .affine, .nonparametric]
}
