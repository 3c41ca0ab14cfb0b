import NeuralNetworks
import Testing

@Suite("The symmetry of the spherical rule")
struct SphericalSymmetryTests {
  /// Every permutation of the vertices that keeps the edges, by extending partial ones.
  private static let symmetries: [[Int]] = {
    var edges = Set<[Int]>()
    for (a, b) in SphericalRule.adjacentPairs { edges.formUnion([[a, b], [b, a]]) }
    var partial: [[Int]] = [[]]
    for vertex in 0..<SphericalRule.vertexCount {
      partial = partial.flatMap { images in
        (0..<SphericalRule.vertexCount).filter { image in
          !images.contains(image)
            && images.indices.allSatisfy {
              edges.contains([$0, vertex]) == edges.contains([images[$0], image])
            }
        }.map { images + [$0] }
      }
    }
    return partial
  }()

  /// The number of orbits of the patterns under the group that permutations generate.
  private func orbits(under generators: [[Int]]) -> Int {
    let size = SphericalRule.vertexCount
    var seen = [Bool](repeating: false, count: SphericalRule.patternCount)
    var orbits = 0
    for first in seen.indices where !seen[first] {
      orbits += 1
      seen[first] = true
      var waiting = [first]
      while let pattern = waiting.popLast() {
        for images in generators {
          let image = (0..<size).reduce(0) {
            SphericalRule.contains($1, in: pattern) ? $0 | 1 << (size - 1 - images[$1]) : $0
          }
          if !seen[image] {
            seen[image] = true
            waiting.append(image)
          }
        }
      }
    }
    return orbits
  }

  @Test("has 120 elements, and the counts of orbits are those of Burnside's lemma")
  func orbitCounts() {
    let all = Self.symmetries
    #expect(all.count == 120)
    #expect(orbits(under: all) == SphericalRule.symmetryOrbitCount)
    // The squares of all symmetries are rotations and generate every rotation.
    let rotations = all.map { images in images.indices.map { images[images[$0]] } }
    #expect(orbits(under: rotations) == SphericalRule.rotationOrbitCount)
  }

  @Test("leaves n, a and c of every pattern unchanged")
  func invariance() {
    let size = SphericalRule.vertexCount
    for images in Self.symmetries.prefix(12) {
      for pattern in stride(from: 0, to: SphericalRule.patternCount, by: 7) {
        let image = (0..<size).reduce(0) {
          SphericalRule.contains($1, in: pattern) ? $0 | 1 << (size - 1 - images[$1]) : $0
        }
        #expect(
          SphericalRule.invariants(of: image) == SphericalRule.invariants(of: pattern))
      }
    }
  }
}
