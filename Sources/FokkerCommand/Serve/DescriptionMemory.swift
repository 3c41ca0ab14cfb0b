import RunServer
import Synchronization

/// What is known of items whose files have not changed, so that they are not read for every list.
final class DescriptionMemory: Sendable {
  private let known = Mutex<[ServedPath: (version: String, description: ItemDescription)]>([:])

  /// The description of an item in a version.
  ///
  /// - Parameters:
  ///   - path: Where the item is.
  ///   - version: A text that changes with its files.
  ///   - describe: Reads the item.
  /// - Returns: What was kept, or what was read now.
  func description(
    of path: ServedPath, version: String, _ describe: () -> ItemDescription
  ) -> ItemDescription {
    if let kept = known.withLock({ $0[path] }), kept.version == version {
      return kept.description
    }
    let description = describe()
    known.withLock { $0[path] = (version, description) }
    return description
  }
}
