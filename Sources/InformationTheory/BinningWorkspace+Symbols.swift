extension BinningWorkspace {
  /// Finds the bins of one layer's snapshot.
  @inline(__always)
  mutating func place<Scalar: BinaryFloatingPoint>(
    _ configuration: BinningConfiguration, _ activations: UnsafeBufferPointer<Scalar>
  ) throws(InformationError) -> ActivationBins {
    let (lower, upper) = (configuration.lowerBound, configuration.upperBound)
    let count = Double(configuration.binCount)
    switch configuration.placement {
    case .fixedRange, .automatic:
      return .equal(lower: lower, scale: count / (upper - lower), last: count - 1)
    case .publishedCode:
      return .equal(lower: lower, scale: (count - 1) / (upper - lower), last: count - 1)
    case .activationRange:
      let (low, high) = try finiteRange(activations)
      guard high > low else { return .equal(lower: low, scale: 0, last: 0) }
      return .equal(lower: low, scale: count / (high - low), last: count - 1)
    case .fixedWidth:
      let (low, high) = try finiteRange(activations)
      let width = configuration.binWidth
      let first = ((low - lower) / width).rounded(.down)
      let last = ((high - lower) / width).rounded(.down) - first
      guard last < 1e6 else { throw .tooManyBins(width: width, range: high - low) }
      return .equal(lower: lower + first * width, scale: 1 / width, last: last)
    case .quantiles:
      let (low, high) = try finiteRange(activations)
      let edges = placeQuantiles(activations, configuration.binCount)
      return .edges(count: edges, lower: low, upper: high)
    }
  }

  @inline(__always)
  private func finiteRange<Scalar: BinaryFloatingPoint>(
    _ activations: UnsafeBufferPointer<Scalar>
  ) throws(InformationError) -> (Double, Double) {
    let (low, high) = range(of: activations)
    if low.isNaN { try checkFinite(activations, patterns: labels.patternCount) }
    return (low, high)
  }

  /// Puts an edge at each quantile j/bins of the layer's activations; equal edges become one.
  @inline(__always)
  private mutating func placeQuantiles<Scalar: BinaryFloatingPoint>(
    _ activations: UnsafeBufferPointer<Scalar>, _ bins: Int
  ) -> Int {
    sorted.removeAll(keepingCapacity: true)
    for activation in activations { sorted.append(Double(activation)) }
    sorted.sort()
    edges.removeAll(keepingCapacity: true)
    for bin in 1..<bins {
      let edge = sorted[min(bin * sorted.count / bins, sorted.count - 1)]
      if edge > (edges.last ?? sorted[0]) { edges.append(edge) }
    }
    return edges.count
  }

  /// Groups the patterns of equal bins.
  ///
  /// - Parameters:
  ///   - activations: The activations in the order [unit][pattern].
  ///   - bins: The layer's bins.
  ///   - configuration: The configuration that placed them.
  /// - Returns: How many activations lie outside the bins.
  @inline(__always)
  mutating func group<Scalar: BinaryFloatingPoint>(
    _ activations: UnsafeBufferPointer<Scalar>, _ bins: ActivationBins,
    _ configuration: BinningConfiguration
  ) -> Int {
    guard let values = activations.baseAddress else { return 0 }
    let (patterns, bits) = (keys.count, bins.bits)
    let (units, unitsPerKey) = (activations.count / patterns, UInt32.bitWidth / bits)
    var outside = 0
    wideBits = 0
    for unit in 0..<units {
      if unit % unitsPerKey == 0 {
        if unit > 0 { widen(by: unitsPerKey * bits) }
        for pattern in keys.indices { keys[pattern] = 0 }
      }
      outside += append(values + unit * patterns, bins, configuration)
    }
    if units > unitsPerKey {
      widen(by: ((units - 1) % unitsPerKey + 1) * bits)
      table.group(wideKeys)
    } else {
      table.group(keys)
    }
    return outside
  }

  /// Appends one unit's bins to the keys and returns how many activations lie outside the bins.
  @inline(__always)
  private mutating func append<Scalar: BinaryFloatingPoint>(
    _ values: UnsafePointer<Scalar>, _ bins: ActivationBins, _ configuration: BinningConfiguration
  ) -> Int {
    let bits = UInt32(bins.bits)
    switch bins {
    case .equal(let lower, let scale, let last):
      // A hair of room for the rounding of the product.
      let top =
        switch configuration.placement {
        case .fixedRange, .automatic: (last + 1) * (1 + 0x1p-50)
        case .publishedCode: last * (1 + 0x1p-50)
        case .activationRange, .fixedWidth, .quantiles: Double.infinity
        }
      let bins = EqualBins(origin: lower, scale: scale, last: last, top: top, bits: bits)
      return keys.withUnsafeMutableBufferPointer { keys in
        keys.baseAddress.map { bins.append(values, to: $0, count: keys.count) } ?? 0
      }
    case .edges:
      keys.withUnsafeMutableBufferPointer {
        appendEdgeBins(of: values, edges: edges, bits: bits, to: $0)
      }
      return 0
    }
  }

  /// Appends the keys, of so many bits, to the wide keys.
  private mutating func widen(by bits: Int) {
    if wideBits + bits > UInt64.bitWidth {
      // Representatives stand for the wide keys and leave room for more units.
      table.group(wideKeys)
      for pattern in wideKeys.indices { wideKeys[pattern] = UInt64(table.representatives[pattern]) }
      wideBits = UInt32.bitWidth
    }
    let (keepsWide, shift) = (wideBits > 0 ? UInt64.max : 0, UInt64(bits))
    wideKeys.withUnsafeMutableBufferPointer { wideKeys in
      keys.withUnsafeBufferPointer { keys in
        for pattern in 0..<keys.count {
          wideKeys[pattern] = (wideKeys[pattern] & keepsWide) &<< shift | UInt64(keys[pattern])
        }
      }
    }
    wideBits += bits
  }
}
