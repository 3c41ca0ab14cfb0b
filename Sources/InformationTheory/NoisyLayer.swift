internal import RealModule

/// A layer's activations in units in which squared distances are binary logarithms of kernels.
struct NoisyLayer {
  private let labels: LabelDistribution
  private let units: Int
  private let padded: Int
  /// The points in the order [unit][pattern], padded with points far away.
  private let points: [Float]
  /// The class probabilities in the order [class][pattern].
  private let weights: [Float]
  /// √(log₂ e/2): what a standard deviation of the noise is in these units.
  private let root = (0.5 / Double.log(2)).squareRoot()

  init<Scalar: BinaryFloatingPoint>(
    _ activations: UnsafeBufferPointer<Scalar>, labels: LabelDistribution, deviation: Double
  ) {
    let patterns = labels.patternCount
    let padded = (patterns + 15) / 16 * 16
    units = activations.count / patterns
    var points = [Float](repeating: 1e17, count: units * padded)
    var weights = [Float](repeating: 0, count: labels.classCount * padded)
    for pattern in 0..<patterns {
      for unit in 0..<units {
        points[unit * padded + pattern] = Float(
          Double(activations[unit * patterns + pattern]) * root / deviation)
      }
      for label in 0..<labels.classCount {
        weights[label * padded + pattern] = Float(labels.probabilities[label * patterns + pattern])
      }
    }
    self.labels = labels
    self.padded = padded
    self.points = points
    self.weights = weights
  }

  /// The means over patterns and draws of the logarithms in ``NoisyLayerEstimator``.
  func information(_ normals: [Double]) -> NoisyLayerInformation {
    let patterns = labels.patternCount
    let draws = normals.count / (units * patterns)
    let masses = labels.marginal.map { $0 * Double(patterns) }
    var (input, label) = (RunningMean(), RunningMean())
    var shifted = [Float](repeating: 0, count: units)
    for draw in 0..<draws {
      for pattern in 0..<patterns {
        var offset = 0.0
        for unit in 0..<units {
          let z = normals[(draw * units + unit) * patterns + pattern] * root
          offset += z * z
          shifted[unit] = points[unit * padded + pattern] + Float(z)
        }
        let (whole, parts) = kernelSums(at: shifted, offset: Float(offset))
        input.add(Double.log2(Double(patterns) / whole))
        var ratio = 0.0
        for (index, part) in parts.enumerated() {
          let probability = labels.probabilities[index * patterns + pattern]
          guard probability > 0 else { continue }
          let conditional = max(part, .leastNormalMagnitude) / masses[index]
          ratio += probability * Double.log2(conditional * Double(patterns) / whole)
        }
        label.add(ratio)
      }
    }
    return NoisyLayerInformation(
      aboutInput: max(0, input.mean), aboutInputStandardError: input.standardError,
      aboutLabel: max(0, label.mean), aboutLabelStandardError: label.standardError)
  }

  /// Σ 2^(offset − d²) over all points at a place, with unit weights and with those of each class.
  private func kernelSums(at place: [Float], offset: Float) -> (Double, [Double]) {
    let classes = labels.classCount
    return withUnsafeTemporaryAllocation(of: SIMD16<Float>.self, capacity: classes + 1) { sums in
      sums.update(repeating: SIMD16())
      points.withUnsafeBufferPointer { points in
        weights.withUnsafeBufferPointer { weights in
          guard let points = points.baseAddress, let weights = weights.baseAddress else { return }
          for other in stride(from: 0, to: padded, by: 16) {
            var exponent = SIMD16<Float>(repeating: offset)
            for unit in 0..<units {
              let d = vector(points + unit * padded + other) - place[unit]
              exponent = fused(-d, d, exponent)
            }
            let kernel = exponential2(exponent)
            sums[0] += kernel
            for label in 0..<classes {
              sums[label + 1] = fused(
                vector(weights + label * padded + other), kernel, sums[label + 1])
            }
          }
        }
      }
      return (total(sums[0]), (1...classes).map { total(sums[$0]) })
    }
  }
}

/// A mean with its standard error, by Welford's updates.
private struct RunningMean {
  private(set) var mean = 0.0
  private var count = 0.0
  private var squares = 0.0

  mutating func add(_ value: Double) {
    count += 1
    let delta = value - mean
    mean += delta / count
    squares += delta * (value - mean)
  }

  var standardError: Double {
    count > 1 ? (squares / (count - 1) / count).squareRoot() : .infinity
  }
}
