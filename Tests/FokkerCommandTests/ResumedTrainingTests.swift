import Archives
import Foundation
import Testing

@Suite("A training of the command line")
struct ResumedTrainingTests {
  /// Kills or interrupts a training as soon as a condition on its directory holds.
  private func stop(
    _ fokker: FokkerProcess, _ arguments: [String], with signalNumber: Int32, when: () -> Bool
  ) throws {
    let process = try fokker.prepared(arguments)
    try process.run()
    while process.isRunning, !when() { Thread.sleep(forTimeInterval: 0.002) }
    kill(process.processIdentifier, signalNumber)
    process.waitUntilExit()
  }

  private func savedNetworks(_ fokker: FokkerProcess, _ run: String) -> [String] {
    let path = fokker.path("\(run)/training.partial")
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    return names.filter { $0.hasPrefix("network-") }
  }

  static let settings = [
    "--preset", "quick", "--networks", "3", "--epochs", "3000", "--checkpoint-every", "0.05",
  ]

  @Test(
    "that is killed in the middle goes on to the same file, bit for bit",
    arguments: ["1", "2"], [SIGKILL, SIGINT])
  func killed(threads: String, signalNumber: Int32) throws {
    let fokker = try FokkerProcess()
    defer { fokker.remove() }
    let arguments = ["train"] + Self.settings + ["--optimizer", "adam"]
    let whole = try fokker.run(arguments + ["-o", "whole"])
    #expect(whole.status == 0, "\(whole.error)")
    let resuming = arguments + ["-o", "cut", "--threads", threads]
    try stop(fokker, resuming, with: signalNumber) { !savedNetworks(fokker, "cut").isEmpty }
    #expect(!FileManager.default.fileExists(atPath: fokker.path("cut/training.nc")))
    #expect(!savedNetworks(fokker, "cut").isEmpty)
    let resumed = try fokker.run(resuming)
    #expect(resumed.status == 0 && resumed.error.contains("going on: "), "\(resumed.error)")
    #expect(try fokker.bytes("whole/training.nc") == fokker.bytes("cut/training.nc"))
    #expect(!FileManager.default.fileExists(atPath: fokker.path("cut/training.partial")))
  }

  @Test("does not mix networks of other settings, and makes them anew when told to")
  func otherSettings() throws {
    let fokker = try FokkerProcess()
    defer { fokker.remove() }
    let arguments = ["train"] + Self.settings + ["-o", "run"]
    try stop(fokker, arguments, with: SIGKILL) { !savedNetworks(fokker, "run").isEmpty }
    let changed = try fokker.run(arguments + ["--seed", "9"])
    #expect(changed.status == 74)
    #expect(
      changed.error.contains("training.partial was made with training.seed = 1, not 9"),
      "\(changed.error)")
    let forced = try fokker.run(arguments + ["--seed", "9", "--force"])
    #expect(forced.status == 0 && forced.error.contains("begins anew"), "\(forced.error)")
    let fresh = try fokker.run(
      ["train"] + Self.settings + ["-o", "fresh", "--seed", "9"])
    #expect(fresh.status == 0)
    #expect(try fokker.bytes("run/training.nc") == fokker.bytes("fresh/training.nc"))
  }

  @Test("trains a network anew whose file is spoilt")
  func spoilt() throws {
    let fokker = try FokkerProcess()
    defer { fokker.remove() }
    let arguments = ["train"] + Self.settings + ["-o", "run", "--threads", "1"]
    try stop(fokker, arguments, with: SIGKILL) { savedNetworks(fokker, "run").count > 1 }
    let path = fokker.path("run/training.partial/network-0.nc")
    let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    try bytes.prefix(bytes.count / 3).write(to: URL(fileURLWithPath: path))
    let resumed = try fokker.run(arguments)
    #expect(resumed.status == 0)
    #expect(
      resumed.error.contains("network-0.nc") && resumed.error.contains("Network 0 begins anew"),
      "\(resumed.error)")
    let whole = try fokker.run(["train"] + Self.settings + ["-o", "whole"])
    #expect(whole.status == 0)
    #expect(try fokker.bytes("run/training.nc") == fokker.bytes("whole/training.nc"))
  }

  @Test("records every quantity with its units over network, epoch and layer or parameter")
  func variables() throws {
    let fokker = try FokkerProcess()
    defer { fokker.remove() }
    try fokker.write(tinyExperiment, to: "tiny.yml")
    #expect(try fokker.run("train", "tiny.yml", "-o", "run").status == 0)
    let training = try NetCDF.read(fokker.path("run/training.nc"))
    for (names, dimensions) in [
      (
        [
          "weight", "gradient_mean", "gradient_standard_deviation", "moving_gradient_mean",
          "moving_gradient_standard_deviation", "weight_velocity",
        ], ["network", "epoch", "parameter"]
      ),
      (
        [
          "gradient_mean_norm", "gradient_noise_norm", "squared_gradient_norm",
          "signal_to_noise_ratio", "gradient_covariance_trace", "noise_batch_size",
          "participation_ratio", "gradient_excess_kurtosis", "step_autocorrelation", "acceptance",
          "weight_norm",
        ], ["network", "epoch", "layer"]
      ),
      (["training_loss", "test_loss", "sharpness"], ["network", "epoch"]),
    ] {
      for name in names {
        let variable = try training.variable(named: name, dimensions: dimensions)
        #expect(!variable.units.isEmpty && !variable.longName.isEmpty, "\(name)")
      }
    }
    #expect(
      try training.variable(named: "in_training_set").dimensions == ["network", "pattern"])
  }
}
