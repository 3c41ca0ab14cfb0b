internal import Grids
internal import StochasticProcesses

/// The layers of the mean-field closure, each in its co-moving frame.
///
/// The field holds ⟨ξ⟩ and ⟨ξ²⟩ of every layer. In the frame of a layer the drift of ξ is
///
/// ```
/// (α + β m − m′)/σ + (β − σ′/σ) ξ,   α, β the rates at the moments that the field makes
/// ```
struct FramedLayers: MeanFieldProcess {
  let rates: FieldRates
  let frames: [ComovingFrame]

  var orderParameters: [[OrderParameter]] { frames.map { _ in [.mean, .secondMoment] } }

  func process(ofPopulation population: Int, in field: MeanField) -> FramedLayer {
    FramedLayer(layers: self, layer: population, field: field)
  }
}

/// One layer in its frame and a given field.
struct FramedLayer: DiffusionProcess {
  let layers: FramedLayers
  let layer: Int
  let field: MeanField

  /// The drift level + tilt · ξ and the diffusion coefficient at a time.
  private func coefficients(at time: Double) -> (level: Double, tilt: Double, diffusion: Double) {
    var moments: [WeightMoments] = []
    moments.reserveCapacity(layers.frames.count)
    let own = layers.frames[layer].state(at: time)
    for (index, frame) in layers.frames.enumerated() {
      let state = index == layer ? own : frame.state(at: time)
      let (first, second) = (field[index, 0], field[index, 1])
      moments.append(
        WeightMoments(
          mean: state.shift + state.scale * first,
          secondMoment: state.shift * state.shift + 2 * state.shift * state.scale * first
            + state.scale * state.scale * second))
    }
    let rates = layers.rates.rates(ofLayer: layer, at: time, moments: moments)
    let velocity = rates.intercept + rates.slope * own.shift
    return (
      (velocity - own.shiftVelocity) / own.scale, rates.slope - own.stretching, own.spreading
    )
  }

  func drift(at x: Double, time t: Double) -> Double {
    let (level, tilt, _) = coefficients(at: t)
    return level + tilt * x
  }

  func diffusion(at x: Double, time t: Double) -> Double { coefficients(at: t).diffusion }

  func evaluate(
    at points: Span<Double>, time t: Double, drift: inout MutableSpan<Double>,
    diffusion: inout MutableSpan<Double>
  ) {
    let (level, tilt, coefficient) = coefficients(at: t)
    for index in points.indices { drift[index] = level + tilt * points[index] }
    diffusion.update(repeating: coefficient)
  }
}

/// The layers of the mean-field closure in units of the weights, for particles.
struct WeightLayers: MeanFieldProcess {
  let rates: FieldRates
  let diffusions: [PiecewiseLinear]

  var orderParameters: [[OrderParameter]] { diffusions.map { _ in [.mean, .secondMoment] } }

  func process(ofPopulation population: Int, in field: MeanField) -> WeightLayer {
    let moments = diffusions.indices.map {
      WeightMoments(mean: field[$0, 0], secondMoment: field[$0, 1])
    }
    return WeightLayer(layers: self, layer: population, moments: moments)
  }
}

/// The weights of one layer in a given field.
struct WeightLayer: DiffusionProcess {
  let layers: WeightLayers
  let layer: Int
  let moments: [WeightMoments]

  func drift(at x: Double, time t: Double) -> Double {
    let rates = layers.rates.rates(ofLayer: layer, at: t, moments: moments)
    return rates.intercept + rates.slope * x
  }

  func diffusion(at x: Double, time t: Double) -> Double { layers.diffusions[layer](t) }

  func evaluate(
    at points: Span<Double>, time t: Double, drift: inout MutableSpan<Double>,
    diffusion: inout MutableSpan<Double>
  ) {
    let rates = layers.rates.rates(ofLayer: layer, at: t, moments: moments)
    for index in points.indices { drift[index] = rates.intercept + rates.slope * points[index] }
    diffusion.update(repeating: layers.diffusions[layer](t))
  }
}
