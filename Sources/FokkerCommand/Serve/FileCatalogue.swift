import Foundation
import RunServer

/// The runs, studies and densities below a directory, found by their files.
struct FileCatalogue: RunCatalogue {
  private let described = DescriptionMemory()

  /// How deep runs are looked for.
  private static let depth = 6
  /// How many entries are listed at most.
  private static let capacity = 2000

  func items(in directory: ServedDirectory) -> [CatalogueItem] {
    var result: [CatalogueItem] = []
    collect(.root, in: directory, &result)
    return result
  }

  private func collect(
    _ path: ServedPath, in directory: ServedDirectory, _ result: inout [CatalogueItem]
  ) {
    guard result.count < Self.capacity, path.parts.count <= Self.depth else { return }
    let entries = directory.entries(of: path)
    let names = Set(entries.map(\.name))
    if names.contains("experiment.yml") {
      return result.append(runItem(at: path, entries, in: directory))
    }
    if names.contains("findings.json") {
      return result.append(studyItem(at: path, entries, in: directory))
    }
    for (name, status) in entries {
      guard let child = path.appending(name) else { continue }
      // Links are not followed here, so that nothing is listed twice or in a circle.
      guard directory.location(of: child) == "\(directory.path)/\(child)" else { continue }
      if status.isDirectory {
        collect(child, in: directory, &result)
      } else if name.hasSuffix(".nc"), result.count < Self.capacity,
        let item = densityItem(at: child, status, in: directory)
      {
        result.append(item)
      }
    }
  }

  func content(of item: CatalogueItem, in directory: ServedDirectory) -> ItemContent? {
    guard let location = directory.location(of: item.path) else { return nil }
    switch item.kind {
    case .run: return RunContent(item, location, directory).content
    case .study: return StudyContent(item, location, directory).content
    case .solution, .ensemble: return DensityContent(item, location, directory).content
    }
  }

  func progress(of item: CatalogueItem, in directory: ServedDirectory) -> RunProgress? {
    guard item.kind == .run, let location = directory.location(of: item.path),
      let run = try? RunDirectory(opening: location)
    else { return nil }
    return RunProgress(of: run)
  }

  // MARK: - Items

  private func runItem(
    at path: ServedPath, _ entries: [(name: String, status: FileStatus)],
    in directory: ServedDirectory
  ) -> CatalogueItem {
    let partial = path.appending("training.partial").map(directory.entries) ?? []
    let statuses = (entries + partial).map(\.status)
    let version = statuses.map(\.version).joined(separator: ".")
    let changed = statuses.map(\.changed).max() ?? 0
    let description = described.description(of: path, version: version) {
      ItemDescription(runAt: directory.location(of: path) ?? "", entries.map(\.name))
    }
    return CatalogueItem(
      path: path, kind: .run, title: description.title,
      state: state(description, changed: changed), extent: description.extent, changed: changed,
      version: digest(version))
  }

  private func studyItem(
    at path: ServedPath, _ entries: [(name: String, status: FileStatus)],
    in directory: ServedDirectory
  ) -> CatalogueItem {
    let version = entries.map(\.status.version).joined(separator: ".")
    let description = described.description(of: path, version: version) {
      ItemDescription(studyAt: directory.location(of: path) ?? "", entries.map(\.name))
    }
    let changed = entries.map(\.status.changed).max() ?? 0
    return CatalogueItem(
      path: path, kind: .study, title: description.title,
      state: state(description, changed: changed), extent: description.extent, changed: changed,
      version: digest(version))
  }

  private func densityItem(
    at path: ServedPath, _ status: FileStatus, in directory: ServedDirectory
  ) -> CatalogueItem? {
    let description = described.description(of: path, version: status.version) {
      ItemDescription(densityAt: directory.location(of: path) ?? "")
    }
    guard let kind = description.kind else { return nil }
    return CatalogueItem(
      path: path, kind: kind, title: description.title,
      state: state(description, changed: status.changed), extent: description.extent,
      changed: status.changed, version: status.version)
  }

  /// How long after the last change a run is taken to go on.
  private static let patience = 120.0

  private func state(_ description: ItemDescription, changed: Double) -> ItemState {
    if let problem = description.problem { return .broken(problem) }
    if description.isFinished { return .finished }
    return Date().timeIntervalSince1970 - changed < Self.patience ? .running : .unfinished
  }

  /// A short text that is another one for another text.
  private func digest(_ text: String) -> String {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
    return String(hash, radix: 36)
  }
}
