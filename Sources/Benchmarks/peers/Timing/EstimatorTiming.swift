import ArgumentParser
import InformationTheory

/// Measures the layers of a snapshot by one estimator.
struct EstimatorTiming: ParsableCommand {
  enum Method: String, CaseIterable, ExpressibleByArgument {
    case binned, publishedCode, kernelDensity, nearestNeighbor
  }

  /// The times of one repetition and the estimates, a row per layer.
  struct Answer: Encodable {
    var wall: Double
    var processor: Double
    var estimates: [[Double]]
  }

  static let configuration = CommandConfiguration(
    commandName: "information", abstract: "Times the information of the layers of a snapshot.")

  @Argument(help: "The estimator.")
  var method: Method
  @Argument(help: "The file of the snapshot.")
  var file: String
  @Option(help: "How often the snapshot is measured for each line; the least time is printed.")
  var repetitions = 1

  func run() throws {
    let snapshot = try Snapshot(path: file)
    switch method {
    case .binned: try serve(snapshot, binned(.automatic, snapshot))
    case .publishedCode: try serve(snapshot, binned(.publishedCode, snapshot))
    case .kernelDensity: try serve(snapshot, kernelDensity(snapshot))
    case .nearestNeighbor: try serve(snapshot, nearestNeighbor(snapshot))
    }
  }

  private typealias Estimate = (UnsafeBufferPointer<Float>) throws -> [Double]

  private func serve(_ snapshot: Snapshot, _ estimate: Estimate) throws {
    while readLine() != nil {
      var answer = Answer(wall: .infinity, processor: .infinity, estimates: [])
      for _ in 0..<repetitions {
        let start = ElapsedTime.now()
        answer.estimates = try snapshot.map(estimate)
        let elapsed = ElapsedTime.since(start, per: 1)
        answer.wall = min(answer.wall, elapsed.wall)
        answer.processor = min(answer.processor, elapsed.processor)
      }
      try send(answer)
    }
  }

  private func binned(_ placement: BinPlacement, _ snapshot: Snapshot) throws -> Estimate {
    var configuration = BinningConfiguration()
    configuration.placement = placement
    let estimator = try BinnedEstimator(configuration)
    var workspace = BinningWorkspace(
      labels: try LabelDistribution(labels: snapshot.labels, classCount: 2))
    return {
      let value = try estimator.information(of: $0, workspace: &workspace)
      return [value.aboutInput, value.aboutLabel]
    }
  }

  private func kernelDensity(_ snapshot: Snapshot) throws -> Estimate {
    let estimator = try KernelDensityEstimator()
    let labels = try LabelDistribution(labels: snapshot.labels, classCount: 2)
    return {
      let value = try estimator.information(of: $0, labels: labels)
      return [
        value.aboutInputLower, value.aboutLabelLower, value.aboutInputUpper, value.aboutLabelUpper,
      ]
    }
  }

  private func nearestNeighbor(_ snapshot: Snapshot) throws -> Estimate {
    let estimator = try NearestNeighborEstimator()
    var workspace = try NearestNeighborWorkspace(
      labels: snapshot.labels, inputs: snapshot.inputs)
    return {
      let value = try estimator.information(of: $0, workspace: &workspace)
      return [value.aboutInput, value.aboutLabel]
    }
  }
}
