/// Where the edges of the bins lie that turn activations into symbols.
public enum BinPlacement: String, Codable, CaseIterable, Hashable, Sendable {
  /// As ``UnitRange`` says for each layer: equal bins over the range of bounded units, and those of
  /// ``activationRange`` for unbounded ones.
  case automatic
  /// `binCount` equal bins from `lowerBound` to `upperBound`; values outside go to the end bins.
  case fixedRange
  /// Bins of width `binWidth` with an edge at `lowerBound`, as many as the activations need.
  case fixedWidth
  /// `binCount` equal bins from the smallest to the largest activation of the layer's snapshot.
  case activationRange
  /// `binCount` bins that hold equally many of the activations of the layer's snapshot.
  case quantiles
  /// `binCount` edges from `lowerBound` to `upperBound`, hence one interval fewer, and the value
  /// `upperBound` as a symbol of its own: what the code published with the paper does.
  case publishedCode
}

/// Whether the bias of an entropy that comes from counts is corrected.
public enum EntropyCorrection: String, Codable, CaseIterable, Hashable, Sendable {
  /// The plug-in estimate: exact when the patterns are the whole input space.
  case none
  /// (symbols − 1)/(2 · patterns) nats are added to each entropy, for patterns that are a sample.
  case millerMadow
}

/// How activations become symbols.
public struct BinningConfiguration: Hashable, Codable, Sendable {
  /// Where the edges lie.
  public var placement = BinPlacement.automatic
  /// The number of bins (of edges for ``BinPlacement/publishedCode``), from 2 to 65 536.
  public var binCount = 30
  /// The width of a bin for ``BinPlacement/fixedWidth``, in units of the activation.
  public var binWidth = 0.07
  /// The lower end of the fixed range, in units of the activation; not used by
  /// ``BinPlacement/automatic``.
  public var lowerBound = -1.0
  /// The upper end of the fixed range, in units of the activation; not used by
  /// ``BinPlacement/automatic``.
  public var upperBound = 1.0
  /// The correction of the entropies' bias.
  public var correction = EntropyCorrection.none

  /// Creates the configuration of the published experiment: 30 equal bins from −1 to 1, unless the
  /// units call for another range.
  public init() {}

  /// The configuration with automatic placement decided for a layer of given units.
  public func resolved(for units: UnitRange) -> BinningConfiguration {
    guard placement == .automatic else { return self }
    var resolved = self
    switch units {
    case .bounded(let lower, let upper):
      (resolved.placement, resolved.lowerBound, resolved.upperBound) = (.fixedRange, lower, upper)
    case .unbounded: resolved.placement = .activationRange
    }
    return resolved
  }

  /// Checks that the bins exist.
  ///
  /// - Throws: ``InformationError/invalidParameter(_:value:remedy:)``.
  public func validate() throws(InformationError) {
    guard (2...65_536).contains(binCount) else {
      throw .invalidParameter("binCount", value: Double(binCount), remedy: "use 2 to 65536 bins")
    }
    guard binWidth > 0, binWidth.isFinite else {
      throw .invalidParameter("binWidth", value: binWidth, remedy: "use a positive width")
    }
    guard (upperBound - lowerBound).isFinite, upperBound > lowerBound else {
      throw .invalidParameter(
        "upperBound", value: upperBound, remedy: "use a bound above lowerBound = \(lowerBound)")
    }
    let bounds = [("lowerBound", lowerBound, -1.0), ("upperBound", upperBound, 1.0)]
    for (name, value, usual) in bounds where placement == .automatic && value != usual {
      throw .invalidParameter(
        name, value: value,
        remedy: "automatic placement finds its own range, so set placement to fixedRange with it")
    }
  }
}
