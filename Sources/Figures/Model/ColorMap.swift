/// A map from the unit interval to colours whose lightness rises evenly.
public enum ColorMap: String, Codable, CaseIterable, Hashable, Sendable {
  /// From dark violet over green to yellow: the map `viridis` of matplotlib.
  case viridis
  /// From light to dark grey, for print.
  case greys

  /// The colour at a fraction, which is clamped to [0, 1]; the first colour for NaN.
  ///
  /// ## Reference
  ///
  /// S. van der Walt and N. Smith, `viridis`, matplotlib 1.5 (2015), released as CC0: 33 of its 256
  /// entries, between which the components are interpolated linearly.
  public func color(at fraction: Double) -> Color {
    let entries = entries
    guard fraction > 0 else { return entries[0] }
    let position = min(fraction, 1) * Double(entries.count - 1)
    let index = min(Int(position), entries.count - 2)
    return entries[index].mixed(with: entries[index + 1], fraction: position - Double(index))
  }

  private var entries: [Color] {
    switch self {
    case .viridis: viridisEntries
    case .greys: [Color(0xC8C8C8), Color(0x202020)]
    }
  }
}

private let viridisEntries: [Color] =
  ([
    0x440154, 0x470D60, 0x48186A, 0x482374, 0x472D7B, 0x453781, 0x424086, 0x3E4989,
    0x3B528B, 0x375B8D, 0x33638D, 0x2F6B8E, 0x2C728E, 0x297A8E, 0x26828E, 0x23898E,
    0x21918C, 0x1F978B, 0x1F9F88, 0x21A685, 0x27AD81, 0x31B57B, 0x3DBC74, 0x4CC26C,
    0x5CC863, 0x6ECE58, 0x81D34D, 0x95D840, 0xAADC32, 0xC0DF25, 0xD5E21A, 0xEAE51A,
    0xFDE725,
  ] as [UInt32]).map { Color($0) }
