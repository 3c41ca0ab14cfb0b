import Archives
import Foundation

/// A setting that differs between a file and the present configuration.
struct SettingDifference: Equatable, Sendable {
  var path: String
  var stored: String
  var current: String
}

/// Tells whether a stage's file belongs to a configuration.
///
/// Every file carries the whole resolved configuration that it was made with; only the sections
/// that its stage depends on count.
enum StageStamp {
  /// The first setting of the stage's sections in which a file and a configuration differ.
  static func difference(
    in run: RunDirectory, _ stage: Stage, from configuration: ExperimentConfiguration
  ) throws -> SettingDifference? {
    let path = run.file(of: stage)
    let attributes = try NetCDF.read(path, variables: []).attributes
    guard attributes.string("configuration") != nil else {
      throw CommandFailure(
        .badData, "\(path) does not say which configuration it was made with; give --force.")
    }
    if let difference = try dataDifference(in: run, stage, attributes) { return difference }
    return try difference(in: attributes, stage, from: configuration)
  }

  /// The first setting of the stage's sections in which attributes and a configuration differ.
  static func difference(
    in attributes: Attributes, _ stage: Stage, from configuration: ExperimentConfiguration
  ) throws -> SettingDifference? {
    let stored = attributes.string("configuration") ?? ""
    let current = try ConfigurationReader.text(of: configuration)
    guard stored != current else { return nil }
    let old = try settings(stored)
    let new = try settings(current)
    for path in Set(old.keys).union(new.keys).sorted() where belongs(path, to: stage) {
      let (before, after) = (old[path] ?? "absent", new[path] ?? "absent")
      if before != after { return SettingDifference(path: path, stored: before, current: after) }
    }
    return nil
  }

  /// The first setting in which a training that is not over and a configuration differ.
  ///
  /// Files that cannot be read are left to the training, which makes them anew.
  static func differenceInPartialTraining(
    of run: RunDirectory, from configuration: ExperimentConfiguration
  ) throws -> SettingDifference? {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: run.partialTraining)) ?? []
    for name in names.sorted() where name.hasSuffix(".nc") {
      let path = "\(run.partialTraining)/\(name)"
      guard let attributes = try? NetCDF.read(path, variables: []).attributes else { continue }
      if let difference = try difference(in: attributes, .train, from: configuration) {
        return difference
      }
    }
    return nil
  }

  /// The failure of a file that was made with other settings.
  static func failure(
    _ path: String, _ difference: SettingDifference
  ) -> CommandFailure {
    CommandFailure(
      .inputOutput,
      "\(path) was made with \(difference.path) = \(difference.stored), not "
        + "\(difference.current); choose another --output, or --force to make it again.")
  }

  /// The difference of a file that was made with other training data than `training.nc`.
  private static func dataDifference(
    in run: RunDirectory, _ stage: Stage, _ attributes: Attributes
  ) throws -> SettingDifference? {
    guard stage != .train, run.holds(.train), let stored = attributes.string("data_digest"),
      let current = try run.dataDigest, stored != current
    else { return nil }
    return SettingDifference(path: "data_digest", stored: stored, current: current)
  }

  /// Whether a setting matters to a stage; the paths of data do not, since their digest tells
  /// whether they hold the same.
  private static func belongs(_ path: String, to stage: Stage) -> Bool {
    !ExperimentConfiguration.paths.contains(path)
      && stage.sections.contains { path.hasPrefix("\($0).") }
  }

  /// Every setting of a YAML text by its dotted path.
  private static func settings(_ text: String) throws -> [String: String] {
    Dictionary(try flatSettings(of: text).map { ($0.path, $0.value) }) { _, last in last }
  }
}
