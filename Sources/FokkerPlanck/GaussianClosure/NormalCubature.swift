/// Points and weights that integrate polynomials of degree 5 exactly over the standard normal law.
///
/// 2 N² + 1 points: the origin, two on every axis, four in every plane of two axes.
struct NormalCubature {
  /// The points, variable by variable: N × count numbers.
  let points: [Double]
  let weights: [Double]
  var count: Int { weights.count }

  init(dimension: Int) {
    let n = Double(dimension)
    let (far, near) = ((n + 2).squareRoot(), ((n + 2) / 2).squareRoot())
    var list: [[Double]] = [[Double](repeating: 0, count: dimension)]
    var weights = [2 / (n + 2)]
    for first in 0..<dimension {
      for sign in [-1.0, 1] {
        var point = list[0]
        point[first] = sign * far
        list.append(point)
        weights.append((4 - n) / (2 * (n + 2) * (n + 2)))
        for second in 0..<first {
          for other in [-1.0, 1] {
            var point = list[0]
            point[first] = sign * near
            point[second] = other * near
            list.append(point)
            weights.append(1 / ((n + 2) * (n + 2)))
          }
        }
      }
    }
    self.weights = weights
    points = (0..<dimension).flatMap { variable in list.map { $0[variable] } }
  }
}
