extension Density {
  /// The differential entropy in nats without the leading part of what averaging over cells adds.
  ///
  /// Averages hide h² ∫ p′²/p dx/24 of a smooth density's structure, so that their entropy is too
  /// large by this. It is found from pairs of cells,
  ///
  /// ```
  /// S = S(h) − (S(2h) − S(h))/3,
  /// ```
  ///
  /// of fourth order for smooth densities. For an odd number of cells it is ``entropy``.
  public var smoothEntropy: Double {
    guard axis.cellCount >= 4, axis.cellCount % 2 == 0 else { return entropy }
    let fine = entropy
    return fine - (coarsened.entropy - fine) / 3
  }
}
