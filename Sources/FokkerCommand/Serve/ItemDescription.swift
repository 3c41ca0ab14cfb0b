import Archives
import Foundation
import NeuralNetworks
import RunServer

/// What the list says of one item, read from its files.
struct ItemDescription: Sendable {
  /// What a file holds; nil for one that is not listed.
  var kind: ItemKind?
  var title = ""
  var extent = ""
  var isFinished = true
  /// The first file that cannot be used, with the reason.
  var problem: String?

  /// Describes a run by its settings and the headers of its files.
  init(runAt location: String, _ names: [String]) {
    kind = .run
    // The last stage; a run of imported gradients does without some of those before it.
    isFinished = names.contains(Stage.compare.fileName)
    do {
      let configuration = try RunDirectory(opening: location).readConfiguration()
      title = configuration.title
      let training = configuration.training
      extent =
        try Self.trained(location, names)
        ?? "\(training.networks) networks, \(training.epochs) epochs"
    } catch {
      problem = described(error, in: location)
    }
    for stage in Stage.allCases where names.contains(stage.fileName) && problem == nil {
      problem = Self.problem(ofFile: "\(location)/\(stage.fileName)", in: location)
    }
  }

  /// Describes a study by its verdicts and its numbers.
  init(studyAt location: String, _ names: [String]) {
    kind = .study
    do {
      let findings = try StudyContent.findings(at: location)
      let counts = [Finding.Verdict.holds, .fails, .undecided].compactMap { verdict in
        let count = findings.count { $0.verdict == verdict }
        return count > 0 ? "\(count) \(verdict.rawValue)" : nil
      }
      extent = findings.isEmpty ? "no claims" : counts.joined(separator: ", ")
      if let file = names.first(where: { $0.hasSuffix(".nc") }) {
        title = try NetCDF.read("\(location)/\(file)", variables: []).title
      }
    } catch {
      problem = described(error, in: location)
    }
  }

  /// Describes a file, which has a kind when it holds a density.
  init(densityAt location: String) {
    do {
      let header = try NetCDF.read(location, variables: [])
      let attributes = header.attributes
      guard attributes.string("configuration") != nil, attributes.texts("drift") != nil else {
        return
      }
      let particles = attributes.double("particles")
      kind = particles == nil ? .solution : .ensemble
      title = header.title
      extent = particles.map { "\(Int($0)) particles" } ?? attributes.string("method") ?? ""
    } catch {
      // Something of another program may also be damaged, but a name of ours tells.
      let name = location.split(separator: "/").last ?? ""
      guard ["density.nc", "ensemble.nc"].contains(name) else { return }
      kind = name == "density.nc" ? .solution : .ensemble
      problem = described(error, in: location)
    }
  }

  /// What has been trained, which for imported gradients is not in the settings.
  private static func trained(_ location: String, _ names: [String]) throws -> String? {
    let name = Stage.train.fileName
    guard names.contains(name) else { return nil }
    let header = try NetCDF.read("\(location)/\(name)", variables: ["epoch"])
    let last = try header.doubles(named: "epoch", dimensions: ["epoch"]).last ?? 0
    return "\(try header.length(of: "network")) networks, \(settingText("\(last)")) epochs"
  }

  private static func problem(ofFile path: String, in location: String) -> String? {
    do {
      _ = try NetCDF.read(path, variables: [])
      return nil
    } catch {
      return described(error, in: location)
    }
  }
}

/// The sentence of an error with paths as seen from an item.
func described(_ error: any Error, in location: String) -> String {
  CommandFailure(error).description
    .replacing("\(location)/", with: "")
    .replacing(location, with: location.split(separator: "/").last.map(String.init) ?? "")
}

/// A setting as people write it: a number in the fewest digits that tell it apart, such as 0.01.
func settingText(_ value: String) -> String {
  guard let number = Double(value), number.isFinite else { return value }
  let text = "\(number)"
  return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
}

extension Dataset {
  /// The title among the attributes.
  var title: String { attributes.string("title") ?? "" }
}

extension Attributes {
  /// One or several texts of a name.
  func texts(_ name: String) -> [String]? {
    switch self[name] {
    case .string(let text): [text]
    case .strings(let texts): texts
    default: nil
    }
  }
}
