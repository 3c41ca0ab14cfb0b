/// Patterns in the order of their classes, each class padded to a multiple of sixteen places.
struct ClassBlocks {
  /// The place of every pattern.
  let places: [Int]
  /// The class of every pattern.
  let classes: [Int]
  /// The places of every class, padding among them.
  let blocks: [Range<Int>]

  /// Orders patterns whose labels are certain.
  init(_ labels: LabelDistribution) {
    var classes = [Int](repeating: 0, count: labels.patternCount)
    var places = classes
    var blocks: [Range<Int>] = []
    for label in 0..<labels.classCount {
      let start = blocks.last?.upperBound ?? 0
      var place = start
      for pattern in 0..<labels.patternCount
      where labels.probabilities[label * labels.patternCount + pattern] == 1 {
        classes[pattern] = label
        places[pattern] = place
        place += 1
      }
      blocks.append(start..<start + (place - start + 15) / 16 * 16)
    }
    self.places = places
    self.classes = classes
    self.blocks = blocks
  }

  /// The number of places.
  var count: Int { blocks.last?.upperBound ?? 0 }
}
