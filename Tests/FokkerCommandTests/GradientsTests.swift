import Archives
import Foundation
import Testing

@Suite("The phases of the gradients")
struct GradientsTests {
  private func json(_ output: CommandOutput) throws -> [String: Any] {
    try #require(
      try JSONSerialization.jsonObject(with: Data(output.output.utf8)) as? [String: Any],
      "\(output.error)")
  }

  /// The epoch of one transition.
  private func epoch(
    _ summary: [String: Any], layer: Int, _ definition: String
  ) throws -> [String: Double] {
    let transitions = try #require(summary["transitions"] as? [[String: Any]])
    let transition = try #require(
      transitions.first {
        $0["layer"] as? Int == layer && $0["definition"] as? String == definition
      })
    return try #require(transition["epoch"] as? [String: Double])
  }

  /// A table whose mean gradient is A/√epoch under a deviation of 0.1, so that it crosses at
  /// 100 A².
  private func powerLaw(amplitudes: [Double]) -> String {
    var rows = ["network,epoch,layer,weight,mean,std"]
    for (network, amplitude) in amplitudes.enumerated() {
      for epoch in [1.0, 5, 20, 300, 4000] {
        for index in 0..<8 {
          let sign = index % 2 == 0 ? 1.0 : -1
          rows.append(
            "\(network),\(epoch),\(index / 4 + 1),\(sign * 0.5),"
              + "\(sign * amplitude / epoch.squareRoot()),0.1")
        }
      }
    }
    return rows.joined(separator: "\n")
  }

  @Test("are found with and without information, and made again when it comes later")
  func informationComesLater() throws {
    let fokker = try FokkerProcess()
    defer { fokker.remove() }
    try fokker.write(tinyExperiment, to: "tiny.yml")
    try fokker.run("train", "tiny.yml", "-o", "run")
    let without = try fokker.run("gradients", "run")
    #expect(without.status == 0, "\(without.error)")
    #expect(without.output.contains("No information.nc"))
    try fokker.run("information", "run")
    let with = try fokker.run("gradients", "run")
    #expect(with.status == 0 && !with.output.contains("No information.nc"))
    #expect(with.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
    let kept = try fokker.run("gradients", "run")
    #expect(kept.output == with.output && kept.error.contains("gradients.nc is there already"))
    let changed = try fokker.run("gradients", "run", "--set", "gradients.resamples=50")
    #expect(changed.status == 74 && changed.error.contains("gradients.resamples"))
    let forced = try fokker.run("gradients", "run", "--force", "--set", "gradients.resamples=50")
    #expect(forced.status == 0 && forced.output.contains("50 resamples"))
  }

  @Test("are a file with named dimensions and a figure with every layer")
  func files() throws {
    let fokker = try FokkerProcess()
    defer { fokker.remove() }
    try fokker.write(tinyExperiment, to: "tiny.yml")
    try fokker.run("train", "tiny.yml", "-o", "run")
    try fokker.run("information", "run")
    let summary = try json(try fokker.run("gradients", "run", "--format", "json"))
    #expect((summary["transitions"] as? [Any])?.count == 36)
    #expect((summary["agreements"] as? [Any])?.count == 90)
    let file = try NetCDF.read(fokker.path("run/gradients.nc"))
    let training = try NetCDF.read(fokker.path("run/training.nc"))
    let epochs = try training.length(of: "epoch")
    let transition = try file.variable(named: "transition_epoch")
    #expect(transition.dimensions == ["definition", "layer"] && transition.units == "epoch")
    #expect(try file.length(of: "definition") == 6 && file.length(of: "pair") == 15)

    // The first value of the curve is the mean over the three networks.
    let axes = ["network", "epoch", "layer"]
    let norms = try training.doubles(named: "gradient_mean_norm", dimensions: axes)
    let weights = try training.doubles(named: "weight_norm", dimensions: axes)
    let expected = (0..<3).reduce(0) { $0 + norms[$1 * epochs * 6] / weights[$1 * epochs * 6] } / 3
    let curve = try file.doubles(named: "normalized_gradient_mean", dimensions: ["layer", "epoch"])
    #expect(abs(curve[0] / expected - 1) < 1e-12)

    // B*/B is the inverse of the unbiased squared ratio where that is positive.
    let squares = try file.doubles(named: "squared_snr", dimensions: ["layer", "epoch"])
    let batches = try file.doubles(named: "noise_batch_size", dimensions: ["layer", "epoch"])
    for (square, batch) in zip(squares, batches) {
      #expect(square > 0 ? abs(batch * square / 256 - 1) < 1e-12 : batch == .infinity)
    }
    let figure = String(decoding: try fokker.bytes("run/gradients.svg"), as: UTF8.self)
    #expect(figure.contains("3 networks") && figure.contains("layer 6"))
  }

  @Test("of a log from elsewhere cross where its power laws do")
  func importedLog() throws {
    let fokker = try FokkerProcess()
    defer { fokker.remove() }
    try fokker.write(powerLaw(amplitudes: [0.8, 1, 1.25, 1]), to: "log.csv")
    try fokker.run(
      "fit", "log.csv", "--learning-rate", "0.01", "--steps-per-epoch", "10", "-o", "run")
    let summary = try json(try fokker.run("gradients", "run", "--format", "json"))
    for layer in 1...2 {
      let crossing = try epoch(summary, layer: layer, "snr-last")
      // The geometric mean of the amplitudes is 1.
      #expect(abs((crossing["value"] ?? 0) - 100) < 1e-6)
      #expect((crossing["lower"] ?? 0) < 100 && (crossing["upper"] ?? 0) > 100)
      // With M = 10 the unbiased ratio is below the biased one: |ḡ|²/σ² − 1/10 = 1. The median of the
      // squares is that of A = 1, and the recorded curve is a line between its values at 20 and 300.
      let batch = try epoch(summary, layer: layer, "noise-batch-last")["value"] ?? 0
      #expect((20.0..<100).contains(batch))
    }
    #expect(summary["informationNetworks"] as? Int == 0)
    #expect(try epoch(summary, layer: 1, "information-peak").isEmpty)
    let file = try NetCDF.read(fokker.path("run/gradients.nc"))
    #expect(!file.contains("noise_batch_size"), "the batch size of the log is not known")
    #expect(abs(try file.number("noise_floor") - 0.1.squareRoot()) < 1e-12)
  }

  @Test("leave out information of some of the networks, and say so")
  func someInformation() throws {
    let fokker = try FokkerProcess()
    defer { fokker.remove() }
    try fokker.write(tinyExperiment, to: "tiny.yml")
    for networks in ["2", "3"] {
      try fokker.run("train", "tiny.yml", "-o", networks, "--networks", networks)
      try fokker.run("information", networks)
    }
    // The information of two networks in the run of three, under the settings of that run.
    let two = try NetCDF.read(fokker.path("2/information.nc"))
    var mixed = Dataset(attributes: two.attributes)
    let three = try NetCDF.read(fokker.path("3/information.nc"))
    mixed.attributes["configuration"] = three.attributes["configuration"]
    for dimension in two.dimensions {
      try mixed.addDimension(dimension.name, length: dimension.length)
    }
    for variable in two.variables { try mixed.add(variable) }
    try NetCDF.write(mixed, to: fokker.path("3/information.nc"), overwrite: true)
    let result = try fokker.run("gradients", "3")
    #expect(result.status == 0, "\(result.error)")
    #expect(result.output.contains("information.nc has 2 of 3 networks"))
    #expect(try fokker.run("gradients", "3").error.contains("is there already"))
  }

  @Test("are those of the moving weights when asked for and recorded")
  func moving() throws {
    let fokker = try FokkerProcess()
    defer { fokker.remove() }
    try fokker.write(tinyExperiment, to: "tiny.yml")
    try fokker.run("train", "tiny.yml", "-o", "run")
    // Twice the frozen deviation stands for the moving one, whatever the training recorded.
    let training = try NetCDF.read(fokker.path("run/training.nc"))
    let name = "moving_gradient_standard_deviation"
    var changed = Dataset(attributes: training.attributes)
    for dimension in training.dimensions {
      try changed.addDimension(dimension.name, length: dimension.length)
    }
    for variable in training.variables where variable.name != name { try changed.add(variable) }
    try NetCDF.write(changed, to: fokker.path("run/training.nc"), overwrite: true)
    let missing = try fokker.run("gradients", "run", "--set", "gradients.mode=moving")
    #expect(missing.status == 65 && missing.error.contains("gradients.mode=frozen"))

    let axes = ["network", "epoch", "parameter"]
    let deviations = try training.doubles(named: "gradient_standard_deviation", dimensions: axes)
    try changed.add(
      Variable(name, dimensions: axes, values: .doubles(deviations.map { 2 * $0 })))
    try NetCDF.write(changed, to: fokker.path("run/training.nc"), overwrite: true)
    #expect(try fokker.run("gradients", "run", "--set", "gradients.mode=moving").status == 0)
    let moving = try NetCDF.read(fokker.path("run/gradients.nc")).doubles(
      named: "normalized_gradient_noise", dimensions: ["layer", "epoch"])
    #expect(
      try fokker.run("gradients", "run", "--force", "--set", "gradients.mode=frozen").status == 0)
    let frozen = try NetCDF.read(fokker.path("run/gradients.nc")).doubles(
      named: "normalized_gradient_noise", dimensions: ["layer", "epoch"])
    #expect(zip(moving, frozen).allSatisfy { abs($0 / $1 - 2) < 1e-5 })
  }

  @Test("of one network have no intervals, which is said")
  func oneNetwork() throws {
    let fokker = try FokkerProcess()
    defer { fokker.remove() }
    try fokker.write(powerLaw(amplitudes: [1]), to: "log.csv")
    try fokker.run(
      "fit", "log.csv", "--learning-rate", "0.01", "--steps-per-epoch", "10", "-o", "run")
    let text = try fokker.run("gradients", "run")
    #expect(text.status == 0, "\(text.error)")
    #expect(text.output.contains("one network") && text.output.contains("there are no intervals"))
    let again = try json(try fokker.run("gradients", "run", "--format", "json"))
    #expect(try epoch(again, layer: 1, "snr-first").keys.sorted() == ["value"])
  }

  @Test(
    "tell what is wrong with their settings",
    arguments: [
      ("gradients.level=1.5", 64, "gradients.level"), ("gradients.resamples=0", 64, "resamples"),
      ("gradients.bend=up", 64, "downward"), ("gradients.windw=3", 64, "no key"),
    ] as [(String, Int32, String)])
  func badSettings(_ setting: String, _ status: Int32, _ message: String) throws {
    let fokker = try FokkerProcess()
    defer { fokker.remove() }
    try FileManager.default.createDirectory(
      atPath: fokker.path("run"), withIntermediateDirectories: false)
    try fokker.write("title: empty\n", to: "run/experiment.yml")
    let result = try fokker.run("gradients", "run", "--set", setting)
    #expect(result.status == status && result.error.contains(message), "\(result.error)")
    let untrained = try fokker.run("gradients", "run")
    #expect(untrained.status == 74 && untrained.error.contains("fokker train"))
  }
}

extension Dataset {
  /// A number among the attributes of the file.
  fileprivate func number(_ name: String) throws -> Double {
    try #require(attributes.double(name))
  }
}
