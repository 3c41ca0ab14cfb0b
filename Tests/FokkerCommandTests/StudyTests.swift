import Foundation
import Testing

@Suite("fokker study")
struct StudyTests {
  private let small = [
    "--preset", "quick", "--networks", "3", "--epochs", "60", "--output", "studies", "--threads",
    "2",
    "--set", "training.recording.recordedEpochs=20",
  ]

  @Test("writes numbers, figures and findings, and keeps the runs for the next time")
  func complete() throws {
    let fokker = try FokkerProcess()
    defer { fokker.remove() }
    let first = try fokker.run(["study", "snapshots"] + small)
    #expect(first.status == 0, "\(first.error)")
    #expect(first.output.contains("Information in bits"))
    #expect(first.error.contains("trained 3 networks"))
    for name in ["snapshots.nc", "snapshots.svg", "findings.json"] {
      let path = fokker.directory.appendingPathComponent("studies/snapshots/\(name)").path
      #expect(FileManager.default.fileExists(atPath: path))
    }
    let second = try fokker.run(["study", "weights"] + small)
    #expect(second.status == 0, "\(second.error)")
    #expect(second.error.contains("training.nc is there already"))

    // What was drawn is what `fokker plot` draws from the numbers.
    let plotted = try fokker.run("plot", "studies", "all", "-o", "pictures")
    #expect(plotted.output == "pictures/snapshots.svg\npictures/weights.svg\n", "\(plotted.error)")
    for name in ["snapshots", "weights"] {
      #expect(
        try fokker.bytes("pictures/\(name).svg") == fokker.bytes("studies/\(name)/\(name).svg"))
    }
  }

  @Test(
    "runs every published figure and the critique's on small networks",
    arguments: [
      "paths", "phases", "depth", "bound", "fractions", "compression", "widths", "activations",
      "full-batch",
    ])
  func every(study: String) throws {
    let fokker = try FokkerProcess()
    defer { fokker.remove() }
    let result = try fokker.run(["study", study, "--format", "json"] + small)
    #expect(result.status == 0, "\(result.error)")
    let findings = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
    let list = try #require((findings as? [String: [[String: Any]]])?[study])
    for finding in list {
      #expect(["holds", "fails", "undecided"].contains(finding["verdict"] as? String))
    }
  }

  @Test("knows exactly what a single unit does")
  func oneNeuron() throws {
    let fokker = try FokkerProcess()
    defer { fokker.remove() }
    let result = try fokker.run("study", "one-neuron", "--output", "studies")
    #expect(result.status == 0, "\(result.error)")
    #expect(result.output.contains("A growing weight alone compresses a tanh unit."))
    #expect(!result.output.contains("fails"))
    #expect(result.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
  }

  @Test("names the nearest study, and refuses runs of other settings")
  func badInput() throws {
    let fokker = try FokkerProcess()
    defer { fokker.remove() }
    let unknown = try fokker.run("study", "snapshot")
    #expect(unknown.status == 64 && unknown.error.contains("did you mean 'snapshots'"))
    #expect(try fokker.run(["study", "weights"] + small).status == 0)
    let other = try fokker.run(["study", "weights"] + small + ["--seed", "2"])
    #expect(other.status == 74 && other.error.contains("training.seed"), "\(other.error)")
    #expect(try fokker.run(["study", "weights"] + small + ["--seed", "2", "--force"]).status == 0)
  }
}
