/// How far coefficients at faces are from polynomials through the middles around them.
struct SpaceRoughness {
  /// What counts as rounding.
  private static let negligible = 1e-9
  /// The least factor by which the roughness of smooth coefficients falls when cells are halved.
  private static let smoothGain = 6.0
  /// The factor below which coefficients are taken to jump.
  private static let jumpGain = 3.0

  /// The mean deviation over the mean size of the coefficients.
  var value = 0.0

  /// Whether the coefficients are smooth, judged against cells of twice the size.
  func isRegular(after coarser: SpaceRoughness) -> Bool {
    value < Self.negligible || Self.smoothGain * value < coarser.value
  }

  /// Whether the coefficients jump, judged against cells of twice the size.
  func showsJumps(after coarser: SpaceRoughness) -> Bool {
    value > Self.negligible && coarser.value < Self.jumpGain * value
  }
}
