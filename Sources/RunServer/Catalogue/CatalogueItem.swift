/// What a path below the served directory holds.
public enum ItemKind: String, Codable, CaseIterable, Hashable, Sendable {
  /// The directory of one experiment.
  case run
  /// What a study found.
  case study
  /// A file with a density that was solved for.
  case solution
  /// A file with an ensemble that was simulated.
  case ensemble
}

/// How far the work behind an item is.
public enum ItemState: Hashable, Sendable {
  /// All files are there.
  case finished
  /// Files are missing and something changed a short while ago.
  case running
  /// Files are missing and nothing has changed for a while.
  case unfinished
  /// A file cannot be used; the sentence says which and why.
  case broken(String)

  /// The state in one word.
  public var word: String {
    switch self {
    case .finished: "finished"
    case .running: "running"
    case .unfinished: "unfinished"
    case .broken: "broken"
    }
  }
}

/// An entry of the list of runs.
public struct CatalogueItem: Hashable, Sendable {
  /// Where it is, below the served directory.
  public var path: ServedPath
  /// What it is.
  public var kind: ItemKind
  /// Its title.
  public var title: String
  /// How far it is.
  public var state: ItemState
  /// How large it is, such as `10 networks, 4000 epochs`.
  public var extent: String
  /// When it was last changed, in seconds since 1970.
  public var changed: Double
  /// A text that is another one as soon as a file of it has changed.
  public var version: String

  /// How the list calls it.
  var name: String { path.parts.isEmpty ? "(this directory)" : path.description }

  /// Creates an entry.
  ///
  /// - Parameters:
  ///   - path: Where it is.
  ///   - kind: What it is.
  ///   - title: Its title.
  ///   - state: How far it is.
  ///   - extent: How large it is.
  ///   - changed: When it was last changed, in seconds since 1970.
  ///   - version: A text that changes with its files.
  public init(
    path: ServedPath, kind: ItemKind, title: String, state: ItemState, extent: String,
    changed: Double, version: String
  ) {
    self.path = path
    self.kind = kind
    self.title = title
    self.state = state
    self.extent = extent
    self.changed = changed
    self.version = version
  }
}
