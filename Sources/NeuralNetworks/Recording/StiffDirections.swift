internal import LinearAlgebra

/// The directions of the loss at given weights, from the whole Hessian.
///
/// Its columns are central differences of the gradient, so it takes two gradients of the training set
/// for every parameter.
struct StiffDirections<Scalar: NetworkScalar> {
  private let decomposition: SymmetricEigenDecomposition?

  /// Measures the Hessian of the mean loss over the given samples.
  init(_ kernel: DenseNetwork<Scalar>, _ tokens: TokenList, at parameters: [Double]) {
    let count = parameters.count
    let step = Scalar.ulpOfOne > 1e-10 ? 4e-3 : 1e-4
    let moved = AlignedBuffer<Scalar>(count: kernel.paddedCount, repeating: 0)
    let gradient = AlignedBuffer<Scalar>(count: kernel.paddedCount, repeating: 0)
    for (index, value) in parameters.enumerated() { moved.pointer[index] = Scalar(value) }
    func slopes(_ index: Int, _ displacement: Double) -> [Double] {
      moved.pointer[index] = Scalar(parameters[index] + displacement)
      kernel.sumGradient(tokens.pointer, count: tokens.count, moved.pointer)
      kernel.reduce(into: gradient.pointer, scale: 1 / Scalar(tokens.count))
      moved.pointer[index] = Scalar(parameters[index])
      return (0..<count).map { Double(gradient.pointer[$0]) }
    }
    var hessian = Matrix(rowCount: count, columnCount: count)
    for index in 0..<count {
      let (ahead, behind) = (slopes(index, step), slopes(index, -step))
      for other in 0..<count {
        let value = (ahead[other] - behind[other]) / (4 * step)
        hessian[index, other] += value
        hessian[other, index] += value
      }
    }
    decomposition = try? SymmetricEigenDecomposition(hessian)
  }

  /// The orthonormal directions whose curvature exceeds a fraction of the largest, in size; none when
  /// the Hessian is not finite.
  func directions(above fraction: Double) -> [[Double]] {
    guard let decomposition else { return [] }
    let values = decomposition.eigenvalues
    let bound = fraction * values.reduce(0) { max($0, abs($1)) }
    let order = values.count
    return values.indices.filter { abs(values[$0]) > bound }.map { column in
      (0..<order).map { decomposition.eigenvectors[$0, column] }
    }
  }
}
