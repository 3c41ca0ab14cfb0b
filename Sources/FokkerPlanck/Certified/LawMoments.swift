/// The moments ∫ uᵐ dF of pieces of a law that is known by its distribution function, u being a
/// coordinate x = origin + spacing · u.
///
/// By parts, ∫ uᵐ dF = [uᵐ (F − F₀)] − m ∫ uᵐ⁻¹ (F − F₀) du; the last integral is taken with ten
/// Gauss points on pieces that are halved until the integral of F settles to 10⁻¹⁵, so that steps and
/// kinks are met.
struct LawMoments {
  private typealias Points = SIMD16<Double>

  private static let deepest = 50
  private static let settled = 1e-15
  /// A piece with less probability than this is taken for a point.
  private static let negligible = 1e-18

  private let cumulative: (Double) -> Double
  private let rule = GaussRule()
  private var origin = 0.0
  private var spacing = 1.0
  /// The moments of all pieces since ``begin(origin:spacing:)``, of orders 0, 1, ….
  private(set) var values: [Double]

  init(count: Int, cumulative: @escaping (Double) -> Double) {
    self.cumulative = cumulative
    values = [Double](repeating: 0, count: count)
  }

  /// Forgets all pieces and sets the coordinate.
  mutating func begin(origin: Double, spacing: Double) {
    (self.origin, self.spacing) = (origin, spacing)
    for order in values.indices { values[order] = 0 }
  }

  /// Adds the piece between two points; returns whether it holds any probability.
  mutating func add(from lower: Double, to upper: Double) -> Bool {
    let below = cumulative(lower)
    let content = cumulative(upper) - below
    guard content != 0 else { return false }
    let (first, last) = ((lower - origin) / spacing, (upper - origin) / spacing)
    let isPoint = abs(content) < Self.negligible
    var power = content
    for order in values.indices {
      values[order] += power
      power *= isPoint ? (first + last) / 2 : last
    }
    if !isPoint {
      refine(first, last, below, sample(first, last, below).sum(), Self.deepest)
    }
    return true
  }

  /// F − F₀ at the nodes of an interval, times the weights.
  private func sample(_ lower: Double, _ upper: Double, _ below: Double) -> Points {
    let places = rule.places(lower, upper)
    var values = Points.zero
    for index in 0..<GaussRule.count {
      values[index] = cumulative(origin + spacing * places[index]) - below
    }
    return values * rule.weights * ((upper - lower) / 2)
  }

  private mutating func refine(
    _ lower: Double, _ upper: Double, _ below: Double, _ whole: Double, _ depth: Int
  ) {
    let middle = (lower + upper) / 2
    let (left, right) = (sample(lower, middle, below), sample(middle, upper, below))
    let (leftSum, rightSum) = (left.sum(), right.sum())
    if abs(leftSum + rightSum - whole) <= Self.settled || depth == 0 {
      subtract(left, rule.places(lower, middle))
      subtract(right, rule.places(middle, upper))
    } else {
      refine(lower, middle, below, leftSum, depth - 1)
      refine(middle, upper, below, rightSum, depth - 1)
    }
  }

  /// Subtracts m ∫ uᵐ⁻¹ (F − F₀) du.
  private mutating func subtract(_ weighted: Points, _ places: Points) {
    var power = weighted
    for order in 1..<values.count {
      values[order] -= Double(order) * power.sum()
      power *= places
    }
  }
}

/// The rule of Gauss and Legendre with ten points, in the first lanes of a vector.
private struct GaussRule {
  static let count = 10
  private let nodes = SIMD16<Double>(
    -0.973_906_528_517_171_72, -0.865_063_366_688_984_51, -0.679_409_568_299_024_41,
    -0.433_395_394_129_247_19, -0.148_874_338_981_631_21, 0.148_874_338_981_631_21,
    0.433_395_394_129_247_19, 0.679_409_568_299_024_41, 0.865_063_366_688_984_51,
    0.973_906_528_517_171_72, 0, 0, 0, 0, 0, 0)
  let weights = SIMD16<Double>(
    0.066_671_344_308_688_14, 0.149_451_349_150_580_59, 0.219_086_362_515_982_04,
    0.269_266_719_309_996_36, 0.295_524_224_714_752_87, 0.295_524_224_714_752_87,
    0.269_266_719_309_996_36, 0.219_086_362_515_982_04, 0.149_451_349_150_580_59,
    0.066_671_344_308_688_14, 0, 0, 0, 0, 0, 0)

  func places(_ lower: Double, _ upper: Double) -> SIMD16<Double> {
    (lower + upper) / 2 + (upper - lower) / 2 * nodes
  }
}
