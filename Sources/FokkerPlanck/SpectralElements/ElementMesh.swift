internal import Grids

/// A division of an axis into elements, and the points of all of them from left to right.
///
/// Neighbours share the point between them: point j of element e has the index e m + j, where m is
/// the degree. On a ring the first and the last point are one, but keep an entry each.
final class ElementMesh {
  let element: ReferenceElement
  /// The ends of the elements, one more than there are elements.
  let edges: [Double]
  let isRing: Bool
  let points: CellVector

  init(_ element: ReferenceElement, edges: [Double], isRing: Bool) {
    self.element = element
    self.edges = edges
    self.isRing = isRing
    let m = element.degree
    points = CellVector(count: (edges.count - 1) * m + 1)
    for e in 0..<edges.count - 1 {
      let (middle, half) = (0.5 * (edges[e] + edges[e + 1]), 0.5 * (edges[e + 1] - edges[e]))
      for j in 1..<m { points.pointer[e * m + j] = middle + half * element.points[j] }
      points.pointer[e * m] = edges[e]
    }
    points.pointer[points.count - 1] = edges[edges.count - 1]
  }

  /// Equal elements on an axis.
  convenience init(_ element: ReferenceElement, axis: Axis, elementCount: Int, isRing: Bool) {
    let edges = (0...elementCount).map { index in
      index == elementCount
        ? axis.upperBound
        : axis.lowerBound + axis.length * Double(index) / Double(elementCount)
    }
    self.init(element, edges: edges, isRing: isRing)
  }

  var elementCount: Int { edges.count - 1 }

  func width(_ index: Int) -> Double { edges[index + 1] - edges[index] }

  /// The mesh with the marked elements halved, and the element of this mesh that each came from.
  func halved(_ marked: [Bool]) -> (mesh: ElementMesh, parents: [Int]) {
    var (finer, parents) = ([edges[0]], [Int]())
    for e in 0..<elementCount {
      if marked[e] {
        finer.append(0.5 * (edges[e] + edges[e + 1]))
        parents.append(e)
      }
      finer.append(edges[e + 1])
      parents.append(e)
    }
    return (ElementMesh(element, edges: finer, isRing: isRing), parents)
  }

  /// Carries a function to a mesh made by ``halved(_:)``; exact, since polynomials stay what they
  /// are.
  func carry(_ values: CellVector, to finer: ElementMesh, parents: [Int]) -> CellVector {
    let (n, m) = (element.count, element.degree)
    let result = CellVector(count: finer.points.count)
    for (child, parent) in parents.enumerated() {
      let source = values.pointer + parent * m
      let target = result.pointer + child * m
      let isLeft = child + 1 < parents.count && parents[child + 1] == parent
      let isRight = child > 0 && parents[child - 1] == parent
      guard isLeft || isRight else {
        target.update(from: source, count: n)
        continue
      }
      let matrix = isLeft ? element.halves.left : element.halves.right
      for i in 0..<n {
        target[i] = (0..<n).reduce(0) { $0 + matrix[i * n + $1] * source[$1] }
      }
      // The ends are shared: they keep their values to the last bit.
      if isLeft { target[0] = source[0] } else { target[m] = source[m] }
    }
    return result
  }

  /// ∫ u dx of a function with these values.
  func integral(_ values: CellVector) -> Double { integral { values.pointer[$0] } }

  /// ∫ |u| dx by the quadrature.
  func integralOfMagnitude(_ values: CellVector) -> Double { integral { abs(values.pointer[$0]) } }

  private func integral(_ value: (Int) -> Double) -> Double {
    var total = 0.0
    for e in 0..<elementCount {
      var sum = 0.0
      for j in 0..<element.count { sum += element.weights[j] * value(e * element.degree + j) }
      total += 0.5 * width(e) * sum
    }
    return total
  }
}
