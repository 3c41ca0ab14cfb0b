import Archives
import Foundation
import Testing

@Suite("fokker study relaxation, and branching at a measured transition")
struct RelaxationStudyTests {
  /// Small networks that compress within seconds: a large learning rate, a short burn-in.
  private let small = [
    "--preset", "quick", "--networks", "4", "--epochs", "300", "--output", "studies", "--threads",
    "2", "--set", "training.recording.recordedEpochs=14", "--set",
    "training.optimizer.learningRate=0.1", "--set", "training.continuation.burnIn=20",
    "--set", "training.data.trainingFraction=0.2", "--set", "training.optimizer.batchSize=64",
  ]
  private let branch = ["--set", "training.continuation.epoch=20"]

  @Test("fills every row with estimates, intervals and costs, and is the same when made again")
  func rows() throws {
    let fokker = try FokkerProcess()
    defer { fokker.remove() }
    let first = try fokker.run(["study", "relaxation"] + small + branch)
    #expect(first.status == 0, "\(first.error)")
    #expect(first.output.split(separator: "\n").allSatisfy { $0.count <= 80 }, "\(first.output)")
    let data = try NetCDF.read(fokker.path("studies/relaxation/relaxation.nc"))
    let rows = try data.strings(named: "row", dimensions: ["row"])
    #expect(
      rows == [
        "reference", "langevin", "metropolis", "langevin-bottleneck", "metropolis-bottleneck",
      ])
    for name in ["row_ratio", "equal_cost_ratio", "training_loss_change", "gain_growth"] {
      let values = try data.doubles(named: name, dimensions: ["row"])
      let lower = try data.doubles(named: "\(name)_lower", dimensions: ["row"])
      let upper = try data.doubles(named: "\(name)_upper", dimensions: ["row"])
      for index in rows.indices {
        #expect(values[index].isFinite, "\(name) of \(rows[index])")
        #expect(lower[index] <= values[index] && values[index] <= upper[index])
      }
    }
    #expect(try data.doubles(named: "row_ratio", dimensions: ["row"])[0] == 1)
    let temperature = try #require(data.attributes.double("temperature"))
    let layers = try data.doubles(named: "layer_temperature", dimensions: ["layer"])
    #expect(temperature > 0 && layers.count == 6 && layers.allSatisfy { $0 > 0 })
    #expect(layers.min() ?? 0 < temperature && temperature < layers.max() ?? 0)
    try checkCosts(data, rows)

    // The training says the same as the study.
    let chain = try NetCDF.read(
      fokker.path("studies/runs/relaxation-metropolis/training.nc"),
      variables: ["loss_evaluations", "acceptance"])
    let accepted = try chain.doubles(
      named: "acceptance", dimensions: ["network", "epoch", "layer"])
    #expect(accepted.contains { $0 > 0 && $0 < 1 } && accepted.contains { $0.isNaN })

    let second = try fokker.run(["study", "relaxation"] + small + branch)
    #expect(second.status == 0 && second.output == first.output)
    #expect(second.error.contains("training.nc is there already"))
  }

  /// N = 819 patterns, 13 steps and six layers; 20 sweeps tune.
  private func checkCosts(_ data: Dataset, _ rows: [String]) throws {
    let records = try data.length(of: "record")
    let epochs = try data.doubles(named: "epoch", dimensions: ["case", "record"])
    let losses = try data.doubles(named: "loss_evaluations", dimensions: ["row", "record"])
    let gradients = try data.doubles(named: "gradient_evaluations", dimensions: ["row", "record"])
    for (row, name) in rows.enumerated() {
      let end = row * records + records - 1
      #expect(epochs[end] == 300)
      let (before, after) = (20.0 * 819, 280.0 * 819)
      let expected: (losses: Double, gradients: Double) =
        switch name {
        case "langevin": (0, before + 13 * after)
        case "metropolis": ((1 + 120) * 819 + 79 * after, before)
        case "langevin-bottleneck": (after, before + 14 * after)
        case "metropolis-bottleneck": ((1 + 120) * 819 + (2 + 72) * after, before + after)
        default: (0, before + after)
        }
      #expect(losses[end] == expected.losses, "\(name)")
      #expect(gradients[end] == expected.gradients, "\(name)")
    }
    let costs = try data.doubles(named: "cost", dimensions: ["row", "fraction"])
    #expect(costs[0] > 0 && costs[0] < costs[1] && costs[1] < costs[2])
    #expect(costs[2] < 3 * 280 * 819)
  }

  @Test("branches where the published experiment has its transition by a definition")
  func measuredBranch() throws {
    let fokker = try FokkerProcess()
    defer { fokker.remove() }
    let replicas = [
      "--set", "training.ensemble=noise", "--set", "training.replicas=3", "--networks", "9",
    ]
    let result = try fokker.run(
      ["study", "noise"] + small + replicas + ["--branch", "gradient-bend", "--branch-layer", "5"])
    #expect(result.status == 0, "\(result.error)")
    let gradients = try NetCDF.read(fokker.path("studies/runs/published/gradients.nc"))
    let definitions = try gradients.strings(named: "definition", dimensions: ["definition"])
    let place = try #require(definitions.firstIndex(of: "gradient-bend"))
    let epochs = try gradients.doubles(
      named: "transition_epoch", dimensions: ["definition", "layer"])
    let expected = max(epochs[place * 6 + 4].rounded(), 1)
    let data = try NetCDF.read(fokker.path("studies/noise/noise.nc"), variables: [])
    #expect(data.attributes.double("branching_epoch") == expected)
    #expect(data.attributes.string("branching_definition") == "gradient-bend, layer 5")
    let network = try NetCDF.read(
      fokker.path("studies/runs/noise-replicas/training.nc"), variables: ["epoch"])
    #expect(try network.doubles(named: "epoch", dimensions: ["epoch"]).contains(expected))

    // The preliminary run is that of independent networks, one for every initial state.
    let median = try fokker.run(
      ["study", "noise"] + small + replicas + ["--branch", "gradient-bend", "--force"])
    #expect(median.status == 0, "\(median.error)")
    let present = epochs[place * 6..<place * 6 + 6].filter { !$0.isNaN }.sorted()
    let again = try NetCDF.read(fokker.path("studies/noise/noise.nc"), variables: [])
    let found = try #require(again.attributes.double("branching_epoch"))
    #expect(present[0].rounded() <= found && found <= present[present.count - 1].rounded())
  }

  @Test("says which studies branch, and what a branch needs")
  func refusals() throws {
    let fokker = try FokkerProcess()
    defer { fokker.remove() }
    let other = try fokker.run(["study", "weights"] + small + ["--branch", "snr-first"])
    #expect(other.status == 64 && other.error.contains("noise, falsification, relaxation"))
    let layer = try fokker.run(["study", "noise"] + small + ["--branch-layer", "2"])
    #expect(layer.status == 64 && layer.error.contains("--branch"))
    let unknown = try fokker.run(["study", "noise"] + small + ["--branch", "snr"])
    #expect(unknown.status == 64 && unknown.error.contains("snr-first"), "\(unknown.error)")
  }
}
