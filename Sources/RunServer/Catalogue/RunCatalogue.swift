/// What knows the runs, studies and files below the served directory.
///
/// The server knows requests and pages and no formats; a catalogue knows the formats and no
/// requests. Its functions are called from any thread, and their results are kept for a moment.
public protocol RunCatalogue: Sendable {
  /// Everything that is worth a page, in the order of the list.
  ///
  /// What cannot be read is listed with the state ``ItemState/broken(_:)``.
  ///
  /// - Parameter directory: The served directory.
  /// - Returns: The entries.
  func items(in directory: ServedDirectory) -> [CatalogueItem]

  /// What the page of an item shows.
  ///
  /// - Parameters:
  ///   - item: An entry of the list.
  ///   - directory: The served directory.
  /// - Returns: The content, as far as its files can be read; nil when the item has vanished.
  func content(of item: CatalogueItem, in directory: ServedDirectory) -> ItemContent?

  /// How far a run is.
  ///
  /// - Parameters:
  ///   - item: An entry of the list.
  ///   - directory: The served directory.
  /// - Returns: The progress; nil for what is no run or has vanished.
  func progress(of item: CatalogueItem, in directory: ServedDirectory) -> RunProgress?
}
