import Foundation
import NeuralNetworks

/// A plain network in double precision, one sample at a time, to judge the kernels by.
struct ReferenceNetwork {
  let configuration: NetworkConfiguration
  let layout: ParameterLayout

  func apply(_ z: Double) -> Double {
    switch configuration.activation {
    case .tanh: tanh(z)
    case .relu: max(z, 0)
    case .leakyReLU: z > 0 ? z : 0.01 * z
    case .linear: z
    case .softsign: z / (1 + abs(z))
    case .softplus: log1p(exp(-abs(z))) + max(z, 0)
    case .sigmoid: 1 / (1 + exp(-z))
    }
  }

  /// The activations of all layers but the input, and the weighted inputs of the output.
  func forward(_ inputs: [Double], _ parameters: [Double]) -> (hidden: [[Double]], logits: [Double])
  {
    var values = inputs
    var hidden: [[Double]] = []
    for layer in layout.layers {
      let weights = layout.weights(ofLayer: layer)
      let next = (0..<layout.widths[layer]).map { unit in
        values.indices.reduce(parameters[layout.biases(ofLayer: layer).lowerBound + unit]) {
          $0 + parameters[weights.lowerBound + unit * values.count + $1] * values[$1]
        }
      }
      guard layer < layout.layerCount else { return (hidden, next) }
      values = next.map(apply)
      hidden.append(values)
    }
    return (hidden, [])
  }

  func outputs(_ logits: [Double]) -> [Double] {
    switch configuration.output {
    case .sigmoid, .singleSigmoid: return logits.map { 1 / (1 + exp(-$0)) }
    case .softmax:
      let total = logits.reduce(0) { $0 + exp($1) }
      return logits.map { exp($0) / total }
    }
  }

  func loss(_ inputs: [Double], label: Int, _ parameters: [Double]) -> Double {
    let logits = forward(inputs, parameters).logits
    switch configuration.output {
    case .sigmoid:
      return logits.enumerated().reduce(0) {
        $0 + log(1 + exp($1.element)) - ($1.offset == label ? $1.element : 0)
      }
    case .singleSigmoid: return log(1 + exp(logits[0])) - (label == 1 ? logits[0] : 0)
    case .softmax: return -log(outputs(logits)[label])
    }
  }
}
