internal import RealModule

/// The order parameters of every network at every recorded time.
struct FieldLog {
  let parameters: [FieldParameter]
  /// The deviations z in units of ``scales``, shape [network][time][parameter].
  let deviations: [[[Double]]]
  /// The usual values, shape [parameter][time].
  let centers: [[Double]]
  let scales: [Double]

  init(_ log: GradientLog, _ configuration: MeanFieldConfiguration) {
    parameters = log.layers.flatMap { layer in
      configuration.orderParameters.map {
        FieldParameter(layer: layer.number, kind: $0, weightCount: layer.weightCount)
      }
    }
    let moments = log.layers.map { Self.moments(of: $0, in: log) }
    let (parameters, kinds) = (parameters, configuration.orderParameters.count)
    let (networks, times) = (0..<log.networkCount, log.epochs.indices)
    // The parameters of the weights of all networks together: what a density of all of them shows.
    var centers = parameters.indices.map { index in
      times.map { time in
        let own = networks.map { moments[index / max(kinds, 1)][$0][time] }
        let count = Double(own.count)
        return parameters[index].value(
          mean: own.reduce(0) { $0 + $1.mean } / count,
          secondMoment: own.reduce(0) { $0 + $1.secondMoment } / count)
      }
    }
    if configuration.baseline == .constant {
      centers = centers.map { series in
        let mean = series.reduce(0, +) / Double(series.count)
        return series.map { _ in mean }
      }
    }
    var deviations = networks.map { network in
      times.map { time in
        parameters.indices.map { index in
          let own = moments[index / max(kinds, 1)][network][time]
          return parameters[index].value(mean: own.mean, secondMoment: own.secondMoment)
            - centers[index][time]
        }
      }
    }
    let scales = parameters.indices.map { index in
      var sum = 0.0
      for network in networks {
        for time in times { sum += square(deviations[network][time][index]) }
      }
      let scale = (sum / Double(networks.count * times.count)).squareRoot()
      // Rounding alone is no deviation.
      let size = centers[index].reduce(0) { max($0, abs($1)) }
      return scale > 1e-9 * size ? scale : 0
    }
    for network in networks {
      for time in times {
        for index in parameters.indices {
          deviations[network][time][index] *= scales[index] > 0 ? 1 / scales[index] : 0
        }
      }
    }
    self.deviations = deviations
    self.centers = centers
    self.scales = scales.map { $0 > 0 ? $0 : 1 }
  }

  /// The mean and the mean square of a layer's weights, shape [network][time].
  private static func moments(
    of layer: LayerLog, in log: GradientLog
  ) -> [[(mean: Double, secondMoment: Double)]] {
    (0..<log.networkCount).map { network in
      log.epochs.indices.map { time in
        let weights = layer.weights[
          layer.range(network: network, time: time, timeCount: log.epochs.count)]
        let count = Double(weights.count)
        var (sum, squares) = (0.0, 0.0)
        for weight in weights {
          sum += weight
          squares += weight * weight
        }
        return (sum / count, squares / count)
      }
    }
  }
}

extension FieldParameter {
  /// The parameter's value in a layer with the given moments.
  func value(mean: Double, secondMoment: Double) -> Double {
    kind.value(mean: mean, secondMoment: secondMoment, weightCount: weightCount)
  }
}

private func square(_ x: Double) -> Double { x * x }
