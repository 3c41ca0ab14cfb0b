/// What blocks leave behind at the end of a run, by the numbers of the blocks.
struct BlockEnds: Sendable {
  private var exits: [Int: [Double]] = [:]
  private var positions: [Int: [Double]] = [:]
  private var traces: [Int: [[Double]]] = [:]

  mutating func record(exitTimes times: [Double], block number: Int) {
    if !times.isEmpty { exits[number] = times }
  }

  mutating func record(positions all: [Double], block number: Int) {
    if !all.isEmpty { positions[number] = all }
  }

  mutating func record(positions all: [Double], traces seen: BlockTraces, block number: Int) {
    record(positions: all, block: number)
    if !seen.values.isEmpty { traces[number] = seen.values }
  }

  mutating func join(_ other: BlockEnds) {
    exits.merge(other.exits) { first, _ in first }
    positions.merge(other.positions) { first, _ in first }
    traces.merge(other.traces) { first, _ in first }
  }

  /// When each path was taken out, in the order of the paths.
  var exitTimes: [Double] { exits.keys.sorted().flatMap { exits[$0] ?? [] } }

  /// The coordinates of the traced paths, shape [path][time][variable].
  var tracedPositions: [Double] {
    traces.keys.sorted().flatMap { (traces[$0] ?? []).flatMap { $0 } }
  }

  /// The final positions, variable by variable.
  func finalPositions(dimension: Int) -> [Double] {
    let blocks = positions.keys.sorted().compactMap { positions[$0] }
    return (0..<dimension).flatMap { variable in
      blocks.flatMap { block in
        let count = block.count / dimension
        return block[variable * count..<(variable + 1) * count]
      }
    }
  }
}
