internal import LinearAlgebra
internal import RealModule

/// Newton's step for all p(t, y) at once, in their logarithms.
///
/// Without the condition Σ p(t, y) = 1 the objective is −Σ p(x) ln Z(x) + Σ p(t, y) − 1, which has
/// its minimum where the sum is 1. With z = ln p(t, y), q = Σ_y p(t, y), r = p(t, y)/q and
/// v = (1 − β) r + β p(y|x) its second derivatives are
///
/// ```
/// H = diag p(t, y) + (β − 1) Σ_t N_t (diag r − r rᵀ) − Σ_x p(x) [Σ_t p(t|x) v vᵀ − v̄ v̄ᵀ]
/// ```
///
/// with N_t = Σ p(x) p(t|x) and v̄ = Σ_t p(t|x) v. The first two parts are positive definite and
/// are what plain steps amount to; μ of them are added where H alone does not lower the objective
/// (K. Levenberg, Quart. Appl. Math. 2 (1944) 164-168).
struct BottleneckNewton {
  /// The clusters at which the step begins.
  let law: ClusterLaw
  /// The image of the clusters.
  let image: ClusterLaw
  let beta: Double
  /// The places in `joint` that move; those of vanishing p(y|t) that falls follow the plain step.
  private let places: [Int]
  private var hessian: Matrix
  private var bound: Matrix

  /// p(y|t) below this follows the plain step.
  private static let least = 1e-9
  /// The largest change of a ln p(t, y) in one step.
  private static let reach = 2.0

  /// Finds the derivatives at the law that a step was last applied to.
  init(_ step: BottleneckStep, law: ClusterLaw, image: ClusterLaw, beta: Double) {
    (self.law, self.image, self.beta) = (law, image, beta)
    places = law.joint.indices.filter { place in
      law.joint[place] > Self.least * law.weight(of: place / law.labelCount)
        || (law.joint[place] > 1e-30 && image.joint[place] > 1.01 * law.joint[place])
    }
    hessian = Matrix(rowCount: places.count, columnCount: places.count)
    bound = hessian
    addPlainPart()
    addClassPart(step)
  }

  /// The law after a step with μ parts of the plain step's matrix added.
  ///
  /// - Parameter damping: μ ≥ 0.
  /// - Returns: The law, or nil when the matrix is not positive definite.
  func step(damping: Double) -> ClusterLaw? {
    let gradient = places.map { place -> Double in
      let cluster = place / law.labelCount
      let share = image.weight(of: cluster) / law.weight(of: cluster)
      return (law.joint[place] * (1 - (1 - beta) * share) - beta * image.joint[place])
        / law.joint[place].squareRoot()
    }
    let matrix = damping > 0 ? hessian + damping * bound : hessian
    guard let factors = try? CholeskyFactorization(matrix),
      let change = try? factors.solve(gradient)
    else { return nil }
    var result = image
    for (place, change) in zip(places, change) {
      let change = -change / law.joint[place].squareRoot()
      guard change.isFinite else { return nil }
      result.joint[place] =
        law.joint[place] * Double.exp(min(Self.reach, max(-Self.reach, change)))
    }
    result.normalise()
    return result
  }

  /// Adds what does not depend on how classes share their clusters, relative to √(p p′).
  private mutating func addPlainPart() {
    for (row, i) in places.enumerated() {
      let cluster = i / law.labelCount
      let weight = law.weight(of: cluster)
      let factor = (beta - 1) * image.weight(of: cluster) / weight
      for (column, j) in places.prefix(row + 1).enumerated() where j / law.labelCount == cluster {
        bound[row, column] =
          (row == column ? 1 + factor : 0)
          - factor * (law.joint[i] * law.joint[j]).squareRoot() / weight
      }
    }
    hessian = bound
  }

  /// Subtracts Σ_x p(x) [Σ_t p(t|x) v vᵀ − v̄ v̄ᵀ], relative to √(p p′).
  private mutating func addClassPart(_ step: BottleneckStep) {
    let (labels, clusters) = (law.labelCount, law.count)
    let columns = places.map { place in
      (
        cluster: place / labels, label: place % labels,
        own: (1 - beta) * law.joint[place].squareRoot() / law.weight(of: place / labels),
        class: beta / law.joint[place].squareRoot()
      )
    }
    var means = Matrix(rowCount: step.classes.count, columnCount: places.count)
    var row = [Double](repeating: 0, count: places.count)
    for index in 0..<step.classes.count {
      let weight = step.classes.weights[index]
      for (number, column) in columns.enumerated() {
        let p = step.classes.labelProbabilities[index &* labels &+ column.label]
        row[number] = column.own + column.class * p
        let share = step.encoder[index &* clusters &+ column.cluster]
        means[index, number] = weight.squareRoot() * share * row[number]
      }
      for (first, column) in columns.enumerated() {
        let share = step.encoder[index &* clusters &+ column.cluster]
        guard share > 1e-20 else { continue }
        var second = first
        while second >= 0, columns[second].cluster == column.cluster {
          hessian[first, second] -= weight * share * row[first] * row[second]
          second -= 1
        }
      }
    }
    hessian = hessian + means.transposed * means
  }
}
