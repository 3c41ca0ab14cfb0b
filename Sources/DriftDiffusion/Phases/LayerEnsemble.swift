internal import RealModule

/// What all networks measured of one layer, prepared for means over any list of networks.
struct LayerEnsemble: Sendable {
  /// The means over networks of what the phases are read off.
  struct Means: Sendable {
    /// The mean of |ḡ|/‖W‖ at every epoch.
    var normalizedMean: [Double]
    /// The mean of √tr(C/B)/‖W‖ at every epoch.
    var normalizedNoise: [Double]
    /// The geometric mean of |ḡ|/√tr(C/B) at every epoch.
    var signalToNoise: [Double]
    /// The median of the unbiased |g|²/tr(C/B) = B/B* at every epoch, with its sign.
    var squaredSignalToNoise: [Double]
    /// The mean of I(X;T) at every epoch of the information; empty when it was not measured.
    var information: [Double]
  }

  let epochs: [Double]
  let informationEpochs: [Double]
  /// One row of additive numbers for each network: three quantities at every epoch, then I(X;T).
  private let rows: [[Double]]
  /// The unbiased ratio of every network at every epoch.
  private let squaredRatios: [RankedValues]

  init(_ history: GradientHistory, _ information: InformationLog?, layerIndex: Int) {
    epochs = history.epochs
    informationEpochs = information?.epochs ?? []
    let (epochCount, layerCount) = (history.epochs.count, history.layers.count)
    rows = (0..<history.networkCount).map { network in
      let places = (0..<epochCount).map { (network * epochCount + $0) * layerCount + layerIndex }
      let (mean, noise) = (history.meanNorms, history.noiseNorms)
      var row = places.map { mean[$0] / history.weightNorms[$0] }
      row += places.map { noise[$0] / history.weightNorms[$0] }
      row += places.map { Double.log(mean[$0] / noise[$0]) }
      guard let information else { return row }
      return row + information.curve(information.aboutInput, network: network, layer: layerIndex)
    }
    squaredRatios = (0..<epochCount).map { epoch in
      RankedValues(
        (0..<history.networkCount).map { network in
          let place = (network * epochCount + epoch) * layerCount + layerIndex
          return history.squaredNorms[place]
            / (history.noiseNorms[place] * history.noiseNorms[place])
        })
    }
  }

  /// The means over a list of networks, which may repeat.
  func means(of networks: [Int]) -> Means {
    var sums = [Double](repeating: 0, count: rows[0].count)
    var multiplicities = [Int](repeating: 0, count: rows.count)
    for network in networks {
      multiplicities[network] += 1
      rows[network].withUnsafeBufferPointer { row in
        for index in row.indices { sums[index] += row[index] }
      }
    }
    let (scale, count) = (1 / Double(networks.count), epochs.count)
    func part(_ index: Int) -> ArraySlice<Double> { sums[index * count..<(index + 1) * count] }
    return Means(
      normalizedMean: part(0).map { $0 * scale }, normalizedNoise: part(1).map { $0 * scale },
      signalToNoise: part(2).map { Double.exp($0 * scale) },
      squaredSignalToNoise: squaredRatios.map { $0.median(multiplicities: multiplicities) },
      information: sums[(3 * count)...].map { $0 * scale })
  }

  /// The fraction of networks whose unbiased |g|² is negative, at every epoch.
  var negativeFractions: [Double] {
    squaredRatios.map { Double($0.values.count { $0 < 0 }) / Double(rows.count) }
  }
}

/// Values sorted once, for the medians of many resamples of them.
struct RankedValues: Sendable {
  let values: [Double]
  /// The places of the values from the smallest to the largest, those that are NaN last.
  private let order: [Int]

  init(_ values: [Double]) {
    self.values = values
    order = values.indices.sorted {
      values[$0] < values[$1] || (values[$1].isNaN && !values[$0].isNaN)
    }
  }

  /// The median of a resample that holds every value a number of times; NaN if it holds a NaN.
  func median(multiplicities: [Int]) -> Double {
    let count = multiplicities.reduce(0, +)
    let (below, above) = ((count - 1) / 2, count / 2)
    var (passed, lower, last) = (0, Double.nan, Double.nan)
    for place in order where multiplicities[place] > 0 {
      if values[place].isNaN { return .nan }
      let next = passed + multiplicities[place]
      if passed <= below, below < next { lower = values[place] }
      if passed <= above, above < next { last = values[place] }
      passed = next
    }
    return lower == last ? lower : (lower + last) / 2
  }
}
