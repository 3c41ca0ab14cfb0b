internal import RealModule

/// The order parameters of every network at every recorded time.
struct FieldLog {
  let parameters: [FieldParameter]
  /// The deviations z in units of ``scales``, shape [network][time][parameter].
  let deviations: [[[Double]]]
  /// The usual values, shape [parameter][time].
  let centers: [[Double]]
  /// The root mean squares of the deviations; 1 for a parameter without any.
  let scales: [Double]

  init(_ log: GradientLog, _ configuration: MeanFieldConfiguration) {
    let moments = LayerMoments(log)
    let parameters = log.layers.flatMap { layer in
      configuration.orderParameters.map {
        FieldParameter(layer: layer.number, kind: $0, weightCount: layer.weightCount)
      }
    }
    let centers = parameters.map { parameter in
      let series = moments.timeRange.map { moments.pooledValue(of: parameter, time: $0) }
      guard configuration.baseline == .constant else { return series }
      let mean = series.reduce(0, +) / Double(series.count)
      return series.map { _ in mean }
    }
    let raw = moments.networkRange.map { network in
      moments.timeRange.map { time in
        parameters.indices.map { index in
          moments.value(of: parameters[index], network: network, time: time)
            - centers[index][time]
        }
      }
    }
    let scales = parameters.indices.map { Self.scale(of: raw, parameter: $0, centers[$0]) }
    deviations = raw.map { times in
      times.map { deviations in
        zip(deviations, scales).map { $1 > 0 ? $0 / $1 : 0 }
      }
    }
    self.parameters = parameters
    self.centers = centers
    self.scales = scales.map { $0 > 0 ? $0 : 1 }
  }

  /// The root mean square of a parameter's deviations, zero when they are rounding alone.
  private static func scale(
    of deviations: [[[Double]]], parameter: Int, _ center: [Double]
  ) -> Double {
    var (sum, count) = (0.0, 0.0)
    for network in deviations {
      for time in network {
        sum += time[parameter] * time[parameter]
        count += 1
      }
    }
    let scale = (sum / count).squareRoot()
    let size = center.reduce(0) { max($0, abs($1)) }
    return scale > 1e-9 * size ? scale : 0
  }
}

/// The moments of the weights of every layer, network and recorded time.
private struct LayerMoments {
  /// Shape [network][time], by the layer's number.
  private let moments: [Int: [[WeightMoments]]]
  let networkRange: Range<Int>
  let timeRange: Range<Int>

  init(_ log: GradientLog) {
    networkRange = 0..<log.networkCount
    timeRange = log.epochs.indices
    var moments: [Int: [[WeightMoments]]] = [:]
    for layer in log.layers {
      moments[layer.number] = (0..<log.networkCount).map { network in
        log.epochs.indices.map { time in
          let range = layer.range(network: network, time: time, timeCount: log.epochs.count)
          return WeightMoments(of: layer.weights[range])
        }
      }
    }
    self.moments = moments
  }

  func value(of parameter: FieldParameter, network: Int, time: Int) -> Double {
    guard let own = moments[parameter.layer]?[network][time] else { return 0 }
    return parameter.value(mean: own.mean, secondMoment: own.secondMoment)
  }

  /// The parameter of the weights of all networks together: what a density of all of them shows.
  func pooledValue(of parameter: FieldParameter, time: Int) -> Double {
    var (mean, square) = (0.0, 0.0)
    for network in moments[parameter.layer] ?? [] {
      mean += network[time].mean / Double(networkRange.count)
      square += network[time].secondMoment / Double(networkRange.count)
    }
    return parameter.value(mean: mean, secondMoment: square)
  }
}

extension WeightMoments {
  /// The moments of some weights.
  fileprivate init(of weights: ArraySlice<Double>) {
    var (sum, squares) = (0.0, 0.0)
    for weight in weights {
      sum += weight
      squares += weight * weight
    }
    let count = Double(weights.count)
    self.init(mean: sum / count, secondMoment: squares / count)
  }
}

extension FieldParameter {
  /// The parameter's value in a layer with the given moments.
  func value(mean: Double, secondMoment: Double) -> Double {
    kind.value(mean: mean, secondMoment: secondMoment, weightCount: weightCount)
  }
}
