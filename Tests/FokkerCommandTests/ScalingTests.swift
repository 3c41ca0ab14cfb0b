import Archives
import Foundation
import Testing

@Suite("fokker study collapse and forecasts, fokker compare --forecast-from")
struct ScalingTests {
  /// Small networks that compress within seconds.
  private let small = [
    "--preset", "quick", "--networks", "4", "--epochs", "200", "--threads", "2", "--set",
    "training.recording.recordedEpochs=14", "--set", "training.optimizer.learningRate=0.1",
  ]

  @Test("lay runs of equal learning time over each other and forecast one from another")
  func studies() throws {
    let fokker = try FokkerProcess()
    defer { fokker.remove() }
    let collapse = try fokker.run(["study", "collapse", "--output", "studies"] + small)
    #expect(collapse.status == 0, "\(collapse.error)")
    #expect(collapse.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
    let data = try NetCDF.read(fokker.path("studies/collapse/collapse.nc"))
    let rates = try data.doubles(named: "learning_rate", dimensions: ["case"])
    #expect(rates == [0.1, 0.2, 0.05, 0.1, 0.1, 0.2])
    // Equal learning time at the end, but for whole epochs.
    let steps = try data.doubles(named: "steps_per_epoch", dimensions: ["case"])
    let epochs = try data.doubles(named: "epoch", dimensions: ["case", "record"])
    let records = try data.length(of: "record")
    let ends = rates.indices.map { index in
      let last = epochs[index * records..<(index + 1) * records].filter(\.isFinite).max() ?? 0
      return rates[index] * steps[index] * last
    }
    #expect(ends.allSatisfy { abs($0 / ends[0] - 1) < 0.03 }, "\(ends)")
    let axes = ["compressing_layer", "clock"]
    let residuals = try data.doubles(named: "residual", dimensions: axes)
    let lower = try data.doubles(named: "residual_lower", dimensions: axes)
    let isFinite = residuals.allSatisfy { $0.isFinite }
    #expect(!residuals.isEmpty && isFinite && lower.count == residuals.count)
    let outcome = try data.variable(named: "outcome").attributes.string("flag_meanings")
    #expect(outcome == "collapses fans-out undecided")

    let forecasts = try fokker.run(["study", "forecasts", "--output", "studies"] + small)
    #expect(forecasts.status == 0, "\(forecasts.error)")
    #expect(forecasts.error.contains("training.nc is there already"))
    #expect(forecasts.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
    let scores = try NetCDF.read(fokker.path("studies/forecasts/forecasts.nc"))
    let methods = try scores.strings(named: "forecast_method", dimensions: ["forecast_method"])
    #expect(methods.contains("mean-field") && methods.contains("joint"))
    let still = try #require(methods.firstIndex(of: "no-change"))
    let other = try #require(methods.firstIndex(of: "other-run"))
    let skills = try scores.doubles(
      named: "skill_of_layers", dimensions: ["case", "forecast_method"])
    for place in 0..<skills.count / methods.count {
      #expect(skills[place * methods.count + still] == 0)
      #expect(skills[place * methods.count + other].isFinite)
    }
  }

  @Test("forecasts a run from another one, and says why it cannot")
  func otherRun() throws {
    let fokker = try FokkerProcess()
    defer { fokker.remove() }
    for (name, seed) in [("first", "1"), ("second", "2")] {
      let made = try fokker.run(["run", "--seed", seed, "--output", name] + small)
      #expect(made.status == 0, "\(made.error)")
    }
    let result = try fokker.run("compare", "first", "--forecast-from", "second")
    #expect(result.status == 0, "\(result.error)")
    #expect(result.output.contains("Forecasts of the run from another fit"))
    #expect(result.output.contains("paired with the information of another"))
    let data = try NetCDF.read(fokker.path("first/forecasts.nc"))
    #expect(try data.length(of: "forecast_layer") == 6)
    let compared = try NetCDF.read(fokker.path("first/comparison.nc"))
    if compared.contains("diffusion_verdict") {
      for name in ["diffusion_verdict", "saturation_verdict", "trend_verdict"] {
        let flags = try compared.integers(named: name, dimensions: ["tested_layer"])
        #expect(flags.allSatisfy { (0...3).contains($0) })
        let meanings = try compared.variable(named: name).attributes.string("flag_meanings")
        #expect(meanings == "supported minor rejected undecided")
      }
    }
    let missing = try fokker.run("compare", "first", "--forecast-from", "third")
    #expect(missing.status == 74 && missing.error.contains("third"))
    let json = try fokker.run(
      "compare", "first", "--forecast-from", "second", "--format", "json")
    #expect(json.output.contains("forecastsFromOtherRun"))
  }
}
