/// The point of a step at which the noise of dX = A dt + √(2 D(X)) dW is evaluated.
///
/// ```
/// A_Itô = A + α D′,   α = 0 (Itô), ½ (Stratonovich), 1 (Hänggi and Klimontovich)
/// ```
///
/// Where D does not depend on the state all readings are one.
///
/// ## Reference
///
/// P. Hänggi and H. Thomas, "Stochastic processes: time evolution, symmetries and linear response",
/// *Physics Reports* 88 (1982) 207-319,
/// [doi:10.1016/0370-1573(82)90045-X](https://doi.org/10.1016/0370-1573(82)90045-X).
public enum NoiseInterpretation: String, Hashable, Codable, CaseIterable, Sendable {
  /// The start of the step.
  case ito
  /// The middle of the step: ordinary rules of calculus hold.
  case stratonovich
  /// The end of the step: without force the flux is −D ∇p, Fick's law.
  case hanggiKlimontovich = "hanggi-klimontovich"

  /// The fraction α of the step.
  public var alpha: Double {
    switch self {
    case .ito: 0
    case .stratonovich: 0.5
    case .hanggiKlimontovich: 1
    }
  }
}
