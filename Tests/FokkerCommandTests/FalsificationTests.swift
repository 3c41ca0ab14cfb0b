import Archives
import Foundation
import Testing

@Suite("fokker study falsification and noise")
struct FalsificationTests {
  /// Small networks that compress within seconds: few patterns, a large learning rate.
  private let small = [
    "--preset", "quick", "--networks", "4", "--epochs", "300", "--output", "studies", "--threads",
    "2", "--set", "training.recording.recordedEpochs=16", "--set",
    "training.optimizer.learningRate=0.1", "--set", "training.continuation.epoch=20",
  ]

  @Test("fills every cell with an estimate and an interval, and is the same when made again")
  func matrix() throws {
    let fokker = try FokkerProcess()
    defer { fokker.remove() }
    let first = try fokker.run(["study", "falsification"] + small)
    #expect(first.status == 0, "\(first.error)")
    #expect(first.output.contains("Which hypothesis survives"))
    #expect(first.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
    let file = fokker.path("studies/falsification/falsification.nc")
    let data = try NetCDF.read(file)
    let rows = try data.strings(named: "row", dimensions: ["row"])
    #expect(rows.count == 12 && rows.first == "full-batch")
    let ratios = try data.doubles(named: "row_ratio", dimensions: ["row"])
    let lower = try data.doubles(named: "row_ratio_lower", dimensions: ["row"])
    let upper = try data.doubles(named: "row_ratio_upper", dimensions: ["row"])
    for index in rows.indices {
      #expect(ratios[index].isFinite, "\(rows[index])")
      #expect(lower[index] <= ratios[index] && ratios[index] <= upper[index], "\(rows[index])")
    }
    let cells = try data.doubles(named: "cell_ratio", dimensions: ["row", "compressing_layer"])
    #expect(!cells.isEmpty && cells.allSatisfy(\.isFinite))
    // Frozen weights lose nothing.
    let frozen = try #require(rows.firstIndex(of: "frozen"))
    #expect(ratios[frozen] == 0 && lower[frozen] == 0 && upper[frozen] == 0)
    let outcomes = try data.strings(named: "outcome", dimensions: ["row"])
    #expect(outcomes[frozen] == "none")

    let findings = try Data(
      contentsOf: URL(fileURLWithPath: fokker.path("studies/falsification/findings.json")))
    let second = try fokker.run(["study", "falsification"] + small)
    #expect(second.status == 0 && second.output == first.output)
    #expect(second.error.contains("training.nc is there already"))
    let again = try Data(
      contentsOf: URL(fileURLWithPath: fokker.path("studies/falsification/findings.json")))
    #expect(findings == again)
  }

  @Test("measures the spread of replicas and what compression follows")
  func noise() throws {
    let fokker = try FokkerProcess()
    defer { fokker.remove() }
    let replicas = [
      "--set", "training.ensemble=noise", "--set", "training.replicas=4", "--networks", "16",
    ]
    let result = try fokker.run(["study", "noise"] + small + replicas)
    #expect(result.status == 0, "\(result.error)")
    #expect(result.output.contains("4 replicas of 4 initial states after epoch 20"))
    let data = try NetCDF.read(fokker.path("studies/noise/noise.nc"))
    let variances = try data.doubles(
      named: "variance", dimensions: ["layer", "initial_state", "elapsed_time"])
    #expect(variances.allSatisfy { $0 > 0 })
    let exponents = try data.doubles(named: "exponent", dimensions: ["layer"])
    if data.contains("noise_alone_ratio") {
      let ratios = try data.doubles(named: "noise_alone_ratio", dimensions: ["compressing_layer"])
      #expect(!ratios.isEmpty && ratios.allSatisfy { $0.isFinite })
    }
    #expect(exponents.count == 6 && exponents.allSatisfy { $0 > 0 && $0 < 6 }, "\(exponents)")
  }

  @Test("says what there is to say when nothing compresses, and what a fit cannot describe")
  func refusals() throws {
    let fokker = try FokkerProcess()
    defer { fokker.remove() }
    let short = [
      "study", "falsification", "--preset", "quick", "--networks", "2", "--epochs", "12",
      "--output", "studies", "--set", "training.optimizer.learningRate=0.0001", "--set",
      "training.recording.recordedEpochs=4",
    ]
    let result = try fokker.run(short)
    #expect(result.status == 65 && result.error.contains("nothing to explain"), "\(result.error)")
    let fit = try fokker.run("fit", "studies/runs/falsification-bounded-gain")
    #expect(fit.status == 65 && fit.error.contains("changes its motion"), "\(fit.error)")
  }
}
