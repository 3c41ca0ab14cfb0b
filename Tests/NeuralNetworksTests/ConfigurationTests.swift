import Foundation
import NeuralNetworks
import Testing

@Suite("The configuration of a training")
struct ConfigurationTests {
  @Test("is valid by default and describes the published experiment")
  func defaults() throws {
    let configuration = TrainingConfiguration()
    try configuration.validate()
    #expect(configuration.networks == 50 && configuration.epochs == 10000)
    #expect(configuration.data.trainingSetSize(of: 4096) == 3482)
    #expect(configuration.optimizer.stepsPerEpoch(trainingSetSize: 3482) == 14)
  }

  @Test("names the parameter that is out of range")
  func invalidParameters() {
    func parameter(_ change: (inout TrainingConfiguration) -> Void) -> String? {
      var configuration = TrainingConfiguration()
      change(&configuration)
      do {
        try configuration.validate()
        return nil
      } catch {
        guard case .invalidParameter(let name, _, _) = error else { return "\(error)" }
        return name
      }
    }
    #expect(parameter { $0.networks = 0 } == "networks")
    #expect(parameter { $0.epochs = 0 } == "epochs")
    #expect(parameter { $0.data.softness = -1 } == "softness")
    #expect(parameter { $0.data.trainingFraction = 1.5 } == "trainingFraction")
    #expect(parameter { $0.network.hiddenWidths = [3, 0] } == "hiddenWidths")
    #expect(parameter { $0.optimizer.learningRate = .nan } == "learningRate")
    #expect(parameter { $0.optimizer.batchSize = 0 } == "batchSize")
    #expect(parameter { $0.optimizer.momentum = 1 } == "momentum")
    #expect(parameter { $0.optimizer.adamBeta2 = -0.1 } == "adamBeta2")
    #expect(parameter { $0.optimizer.adamEpsilon = 0 } == "adamEpsilon")
    #expect(parameter { $0.optimizer.finalFraction = 0 } == "finalFraction")
    #expect(parameter { $0.optimizer.temperature = -1 } == "temperature")
    #expect(parameter { $0.optimizer.weightDecay = -1 } == "weightDecay")
    #expect(parameter { $0.optimizer.maximumNorm = .infinity } == "maximumNorm")
    #expect(parameter { $0.network.initialScale = 0 } == "initialScale")
    #expect(parameter { $0.data.labelNoise = 1.1 } == "labelNoise")
    #expect(parameter { $0.replicas = 0 } == "replicas")
    #expect(parameter { $0.recording.recordedEpochs = 1 } == "recordedEpochs")
    #expect(parameter { $0.recording.measurementBatches = 1 } == "measurementBatches")
  }

  @Test("survives being written and read")
  func coding() throws {
    var configuration = TrainingConfiguration()
    configuration.optimizer.kind = .langevin
    configuration.network.hiddenWidths = [4, 2]
    configuration.seed = .max
    let data = try JSONEncoder().encode(configuration)
    #expect(try JSONDecoder().decode(TrainingConfiguration.self, from: data) == configuration)
  }

  @Test("explains an error in a sentence")
  func errorDescription() {
    let error = TrainingError.invalidParameter(name: "epochs", value: "0", remedy: "train longer")
    #expect(error.description == "The parameter epochs cannot be 0; train longer.")
    let diverged = TrainingError.diverged(network: 3, layer: 2, epoch: 7, step: 5)
    for number in ["3", "2", "7", "5"] { #expect(diverged.description.contains(number)) }
  }

  @Test(
    "spreads the recorded epochs over the logarithm, from 0 to the last",
    arguments: [(100, 10000), (400, 10000), (10, 20), (100, 30), (2, 1), (2, 500), (3, 500)])
  func recordedEpochs(count: Int, last: Int) {
    var recording = RecordingConfiguration()
    recording.recordedEpochs = count
    let epochs = recording.epochs(upTo: last)
    #expect(epochs.count == min(count, last + 1))
    #expect(epochs.first == 0 && epochs.last == last)
    #expect(zip(epochs, epochs.dropFirst()).allSatisfy { $0 < $1 })
    let gaps = zip(epochs.dropFirst(), epochs.dropFirst(2)).map { Double($1) / Double($0) }
    if count == 100, last == 10000 {
      #expect(gaps.suffix(50).allSatisfy { abs($0 / gaps[gaps.count - 1] - 1) < 0.02 })
    }
  }
}

@Suite("The layout of parameters")
struct ParameterLayoutTests {
  let layout = ParameterLayout(widths: [12, 10, 7, 5, 4, 3, 2])

  @Test("counts 294 parameters for the published network")
  func count() {
    #expect(layout.parameterCount == 294)
    #expect(layout.layerCount == 6)
    #expect(layout.unitCount == 31)
  }

  @Test("covers every parameter once, layer after layer")
  func ranges() {
    let ranges = layout.layers.flatMap {
      [layout.weights(ofLayer: $0), layout.biases(ofLayer: $0)]
    }
    #expect(ranges.flatMap { Array($0) } == Array(0..<294))
    for layer in layout.layers {
      #expect(
        layout.weights(ofLayer: layer).count == layout.widths[layer - 1] * layout.widths[layer])
      #expect(layout.biases(ofLayer: layer).count == layout.widths[layer])
      #expect(layout.units(ofLayer: layer).count == layout.widths[layer])
    }
  }

  @Test("describes each parameter as its index says")
  func descriptions() {
    for (index, description) in layout.descriptions.enumerated() {
      let layer = description.layer
      let expected =
        description.isBias
        ? layout.biases(ofLayer: layer).lowerBound + description.to
        : layout.weights(ofLayer: layer).lowerBound + description.to * layout.widths[layer - 1]
          + description.from
      #expect(expected == index)
    }
  }
}
