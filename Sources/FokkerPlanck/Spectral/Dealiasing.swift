/// Which modes of a product formed at the nodes are kept.
public enum Dealiasing: String, Hashable, Codable, CaseIterable, Sendable {
  /// Those below two thirds of the highest wavenumber: products of two such modes that are folded
  /// back by the nodes fall among those that are cut.
  case twoThirds
  /// All: modes above the highest wavenumber come back as lower ones. For comparison.
  case none
}
