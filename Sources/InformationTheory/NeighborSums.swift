/// Sums over points of the logarithmic counts that nearest-neighbour estimates are made of.
///
/// For a point with the distance ε to its k-th neighbour in the joint space the term is
///
/// ```
/// ψ(k̃) − ψ(n₁) − ψ(n₂)
/// ```
///
/// With ε > 0, k̃ = k and nᵢ counts the points nearer than ε in one space, the point itself among
/// them. With ε = 0, all counts are of points at distance 0, the point itself among them.
struct NeighborSums {
  /// The sum of the terms.
  private(set) var total = 0.0
  /// The number of terms.
  private(set) var terms = 0
  /// The number of points with ε = 0.
  private(set) var tied = 0

  /// Adds the term of one point in a continuous space whose other space is the class.
  ///
  /// - Parameters:
  ///   - point: The point.
  ///   - row: Its distances.
  ///   - members: The points of its class, itself among them.
  ///   - all: All points.
  ///   - neighbors: The number k, cut to the size of the class without the point.
  ///   - digammas: ψ(n).
  mutating func addTerm(
    of point: Int, _ row: UnsafeMutablePointer<UInt32>, members: Range<Int>, all: Range<Int>,
    neighbors: Int, digammas: UnsafeBufferPointer<Double>
  ) {
    guard members.count > 1 else { return }
    let k = min(neighbors, members.count - 1)
    let radius = radius(of: point, row, members, k: k)
    let bound = max(radius, 1)
    let nearest = radius == 0 ? countBelow(bound, row, members) : k
    add(
      digammas[nearest] - digammas[members.count] - digammas[countBelow(bound, row, all)],
      isTied: radius == 0)
  }

  /// Adds the term of one point in two continuous spaces.
  ///
  /// - Parameters:
  ///   - point: The point.
  ///   - first: Its distances in one space.
  ///   - second: Its distances in the other.
  ///   - joint: Memory for the distances in both.
  ///   - all: All points.
  ///   - neighbors: The number k.
  ///   - digammas: ψ(n).
  mutating func addTerm(
    of point: Int, _ first: UnsafeMutablePointer<UInt32>, _ second: UnsafeMutablePointer<UInt32>,
    joint: UnsafeMutablePointer<UInt32>, all: Range<Int>, neighbors: Int,
    digammas: UnsafeBufferPointer<Double>
  ) {
    for index in all { joint[index] = first[index] > second[index] ? first[index] : second[index] }
    let radius = radius(of: point, joint, all, k: neighbors)
    let bound = max(radius, 1)
    let nearest = radius == 0 ? countBelow(bound, joint, all) : neighbors
    add(
      digammas[nearest] - digammas[countBelow(bound, first, all)]
        - digammas[countBelow(bound, second, all)], isTied: radius == 0)
  }

  /// The distance to the k-th neighbour, the point itself left out.
  private func radius(
    of point: Int, _ row: UnsafeMutablePointer<UInt32>, _ range: Range<Int>, k: Int
  ) -> UInt32 {
    row[point] = .max
    defer { row[point] = 0 }
    return smallest(row, range, k: k)
  }

  private mutating func add(_ term: Double, isTied: Bool) {
    total += term
    terms += 1
    tied += isTied ? 1 : 0
  }

  /// ψ(N) plus the mean of the terms, in bits; NaN without terms.
  func information(digammaOfCount: Double) -> Double {
    (digammaOfCount + total / Double(terms)) * bitsPerNat
  }
}

/// log₂ e.
let bitsPerNat = 1.4426950408889634
