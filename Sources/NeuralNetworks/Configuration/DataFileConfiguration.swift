/// A table of patterns and labels in a file.
///
/// This library does not read files; whoever does gives the patterns to ``NetworkEnsemble``.
public struct DataFileConfiguration: Hashable, Codable, Sendable {
  /// The path of a CSV table, a NumPy archive or an IDX file of images; empty for none.
  public var path = ""
  /// The path of the IDX file of labels; when empty, that of the images with `labels` for `images`.
  public var labelPath = ""
  /// The name of the label column of a CSV table; when empty, the first that is present of `label`,
  /// `labels`, `y`, `target` and `class`.
  public var labelColumn = ""
  /// The name of the array of inputs of an archive; when empty, the first that is present of
  /// `inputs`, `X`, `x` and `data`.
  public var inputArray = ""
  /// The name of the array of labels of an archive; when empty, the first that is present of
  /// `labels`, `label`, `y` and `target`.
  public var labelArray = ""
  /// What happens to the features.
  public var scaling = FeatureScaling.none

  /// Creates the configuration of no file.
  public init() {}
}
