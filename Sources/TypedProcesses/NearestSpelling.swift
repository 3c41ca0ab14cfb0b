/// The candidate that differs from `word` by the fewest edits, if it is near enough to be meant.
package func nearestSpelling(to word: String, among candidates: [String]) -> String? {
  let distances = candidates.map { (candidate: $0, distance: editDistance(word, $0)) }
  guard let best = distances.min(by: { $0.distance < $1.distance }) else { return nil }
  return best.distance <= max(2, word.count / 2) ? best.candidate : nil
}

/// The number of insertions, deletions and replacements between two words, after Levenshtein.
private func editDistance(_ first: String, _ second: String) -> Int {
  let (first, second) = (Array(first.lowercased()), Array(second.lowercased()))
  var previous = Array(0...second.count)
  for (i, letter) in first.enumerated() {
    var current = [i + 1]
    for (j, other) in second.enumerated() {
      let replaced = previous[j] + (letter == other ? 0 : 1)
      current.append(min(replaced, previous[j + 1] + 1, current[j] + 1))
    }
    previous = current
  }
  return previous[second.count]
}
