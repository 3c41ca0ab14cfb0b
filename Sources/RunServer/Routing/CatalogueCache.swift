internal import Figures

/// What the catalogue said a moment ago, so that many requests at once ask it once.
actor CatalogueCache {
  private let directory: ServedDirectory
  private let catalogue: any RunCatalogue

  /// An answer that is there or on its way.
  private struct Kept<Value: Sendable> {
    var task: Task<Value, Never>
    var since: ContinuousClock.Instant
    var version = ""
  }

  private var listing: Kept<[CatalogueItem]>?
  private var contents: [ServedPath: Kept<ItemContent?>] = [:]
  private var progresses: [ServedPath: Kept<RunProgress?>] = [:]
  private var drawings: [Figure: Task<Result<String, FigureError>, Never>] = [:]

  /// How long an answer that may change is given again.
  static let freshness = Duration.milliseconds(500)
  /// How many items' contents are kept.
  static let capacity = 64

  init(directory: ServedDirectory, catalogue: any RunCatalogue) {
    self.directory = directory
    self.catalogue = catalogue
  }

  /// The list of everything.
  func items() async -> [CatalogueItem] {
    if let listing, isFresh(listing.since) { return await listing.task.value }
    let task = Task.detached { [catalogue, directory] in catalogue.items(in: directory) }
    listing = Kept(task: task, since: .now)
    return await task.value
  }

  /// The entry at a path.
  func item(at path: ServedPath) async -> CatalogueItem? {
    await items().first { $0.path == path }
  }

  /// The content of an item in its present version.
  func content(of item: CatalogueItem) async -> ItemContent? {
    if let kept = contents[item.path], kept.version == item.version {
      return await kept.task.value
    }
    let task = Task.detached { [catalogue, directory] in
      catalogue.content(of: item, in: directory)
    }
    if contents.count >= Self.capacity { dropOldest() }
    contents[item.path] = Kept(task: task, since: .now, version: item.version)
    return await task.value
  }

  /// The progress of an item.
  func progress(of item: CatalogueItem) async -> RunProgress? {
    if let kept = progresses[item.path], isFresh(kept.since) { return await kept.task.value }
    let task = Task.detached { [catalogue, directory] in
      catalogue.progress(of: item, in: directory)
    }
    progresses = progresses.filter { isFresh($0.value.since) }
    progresses[item.path] = Kept(task: task, since: .now)
    return await task.value
  }

  /// A figure's picture, drawn once however many ask for it.
  func drawing(_ figure: Figure) async -> Result<String, FigureError> {
    if let task = drawings[figure] { return await task.value }
    if drawings.count >= Self.capacity { drawings = [:] }
    let task = Task.detached { Result { () throws(FigureError) in try figure.svg() } }
    drawings[figure] = task
    return await task.value
  }

  private func isFresh(_ since: ContinuousClock.Instant) -> Bool {
    ContinuousClock.now - since < Self.freshness
  }

  private func dropOldest() {
    guard let oldest = contents.min(by: { $0.value.since < $1.value.since }) else { return }
    contents[oldest.key] = nil
  }
}
