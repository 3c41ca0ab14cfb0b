import Archives
import DriftDiffusion
import NeuralNetworks

/// The weights of all networks before and after training.
struct EnsembleWeights: Sendable {
  /// The layers and the order of the parameters.
  let layout: ParameterLayout
  /// The parameters before training, shape [network][parameter].
  let initial: [[Double]]
  /// The parameters at the last epoch, shape [network][parameter].
  let final: [[Double]]

  /// The number of networks.
  var networkCount: Int { final.count }

  init(_ run: StudyRun) throws {
    let training = try run.context.input(.train, variables: ["weight"])
    let network = run.studyCase.configuration.training.network
    layout = ParameterLayout(widths: network.widths(for: try run.context.trainedData().patterns))
    let shape = try training.shape(of: try training.variable(named: "weight")).map(\.length)
    let values = try training.doubles(
      named: "weight", dimensions: ["network", "epoch", "parameter"])
    func moment(_ epoch: Int) -> [[Double]] {
      (0..<shape[0]).map { network in
        let start = (network * shape[1] + epoch) * shape[2]
        return Array(values[start..<start + shape[2]])
      }
    }
    (initial, final) = (moment(0), moment(shape[1] - 1))
  }

  /// All weights of a layer in all networks, biases not among them.
  func values(ofLayer layer: Int, _ parameters: [[Double]]) -> [Double] {
    parameters.flatMap { $0[layout.weights(ofLayer: layer)] }
  }

  /// How alike the weights into a layer's units are between networks, relative to random ones.
  ///
  /// The mean of cos² over all pairs of units of different networks, times the number of weights
  /// into a unit; it is 1 for random directions and does not depend on the order and the sign of
  /// units. cos² summed over the units of networks a and b is tr(G_a G_b) with G = Σ u uᵀ over the
  /// unit vectors u of a network.
  func alignment(
    ofLayer layer: Int, _ parameters: [[Double]], _ bootstrap: NetworkBootstrap
  ) -> BootstrapInterval {
    let (fanIn, units) = (layout.widths[layer - 1], layout.widths[layer])
    let directions = parameters.map { network in
      let weights = Array(network[layout.weights(ofLayer: layer)])
      return secondMoment(of: weights, fanIn: fanIn, units: units)
    }
    let products = directions.map { first in
      directions.map { second in zip(first, second).reduce(0) { $0 + $1.0 * $1.1 } }
    }
    let scale = Double(fanIn) / Double(units * units)
    return bootstrap.interval { networks in
      var (sum, pairs) = (0.0, 0.0)
      for first in networks {
        for second in networks where first != second {
          sum += products[first][second]
          pairs += 1
        }
      }
      return pairs > 0 ? scale * sum / pairs : .nan
    }
  }

  /// The sum of u uᵀ over the unit vectors along the weights into every unit.
  private func secondMoment(of weights: [Double], fanIn: Int, units: Int) -> [Double] {
    var result = [Double](repeating: 0, count: fanIn * fanIn)
    for unit in 0..<units {
      let row = weights[unit * fanIn..<(unit + 1) * fanIn]
      let square = row.reduce(0) { $0 + $1 * $1 }
      guard square > 0 else { continue }
      for i in 0..<fanIn {
        for j in 0..<fanIn {
          result[i * fanIn + j] += row[row.startIndex + i] * row[row.startIndex + j] / square
        }
      }
    }
    return result
  }
}
