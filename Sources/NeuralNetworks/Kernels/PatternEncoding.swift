/// How a 32-bit token stands for a pattern and its label, and how samples are read from tokens.
///
/// The top 8 bits are the label. When a pattern has at most 24 features that are all 0 or 1, the
/// rest are the features themselves, feature k in bit k; otherwise they are the pattern's index.
struct PatternEncoding<Scalar: NetworkScalar>: Sendable {
  let featureCount: Int
  let patternCount: Int
  private let payloads: [UInt32]
  /// The inputs, shape [feature][pattern]; empty when tokens hold the features.
  private let table: [Scalar]

  init(_ patterns: LabelledPatterns) {
    featureCount = patterns.featureCount
    patternCount = patterns.patternCount
    let (features, count) = (patterns.featureCount, patterns.patternCount)
    let inputs = patterns.inputs
    if features <= 24, inputs.allSatisfy({ $0 == 0 || $0 == 1 }) {
      table = []
      payloads = (0..<count).map { pattern in
        (0..<features).reduce(0) { $0 | (inputs[pattern * features + $1] == 1 ? 1 << $1 : 0) }
      }
    } else {
      table = (0..<features * count).map { Scalar(inputs[$0 % count * features + $0 / count]) }
      payloads = (0..<count).map { UInt32($0) }
    }
  }

  /// The token of a pattern with a label below 256.
  func token(pattern: Int, label: Int) -> UInt32 { UInt32(label) << 24 | payloads[pattern] }

  /// Writes the inputs of samples into rows that are `rowStride` vectors apart.
  @inline(__always)
  func load(
    _ tokens: UnsafePointer<UInt32>, vectorCount: Int,
    into rows: UnsafeMutablePointer<Scalar.Lanes>, rowStride: Int
  ) {
    if table.isEmpty {
      loadDigits(tokens, vectorCount, rows, rowStride)
    } else {
      gather(tokens, vectorCount, rows, rowStride)
    }
  }

  @inline(__always)
  private func loadDigits(
    _ tokens: UnsafePointer<UInt32>, _ vectorCount: Int,
    _ rows: UnsafeMutablePointer<Scalar.Lanes>, _ rowStride: Int
  ) {
    var feature = 0
    while feature < featureCount {
      let row = rows + feature &* rowStride
      var vector = 0
      while vector < vectorCount {
        row[vector] = .digits(feature, of: tokens + vector &* Scalar.Lanes.laneCount)
        vector &+= 1
      }
      feature &+= 1
    }
  }

  private func gather(
    _ tokens: UnsafePointer<UInt32>, _ vectorCount: Int,
    _ rows: UnsafeMutablePointer<Scalar.Lanes>, _ rowStride: Int
  ) {
    table.withUnsafeBufferPointer { table in
      for feature in 0..<featureCount {
        for vector in 0..<vectorCount {
          let first = vector &* Scalar.Lanes.laneCount
          var values = Scalar.Lanes.zero
          for lane in 0..<Scalar.Lanes.laneCount {
            let pattern = Int(tokens[first &+ lane] & 0xFF_FFFF)
            values[lane] = table[feature &* patternCount &+ pattern]
          }
          rows[feature &* rowStride &+ vector] = values
        }
      }
    }
  }
}

/// A list of tokens that kernels may read a little beyond its end.
final class TokenList {
  let count: Int
  private let buffer: AlignedBuffer<UInt32>

  /// The tokens.
  var pointer: UnsafeMutablePointer<UInt32> { buffer.pointer }

  /// The number of tokens after the end that a kernel may read.
  static var margin: Int { 64 }

  init(_ tokens: [UInt32]) {
    count = tokens.count
    buffer = AlignedBuffer(count: tokens.count + Self.margin, repeating: tokens.first ?? 0)
    for (index, token) in tokens.enumerated() { buffer.pointer[index] = token }
  }
}
