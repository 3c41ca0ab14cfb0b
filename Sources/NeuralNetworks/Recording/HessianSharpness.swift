internal import LinearAlgebra
internal import RandomStreams

/// The largest eigenvalue of the Hessian of the training loss, by the iteration of Lanczos.
///
/// Products with the Hessian H are central differences of the gradient,
///
/// ```
/// H v ≈ (∇L(w + ε v) − ∇L(w − ε v)) / 2 ε,   |v| = 1
/// ```
///
/// and the tridiagonal matrix of the Krylov space gives the eigenvalue. The iteration starts from one
/// random direction, always the same, and ends when the eigenvalue changes by less than a thousandth:
/// after about fifteen products where a few directions are stiff, as in these networks.
///
/// ## Reference
///
/// C. Lanczos, *Journal of Research of the National Bureau of Standards* 45 (1950) 255-282,
/// [doi:10.6028/jres.045.026](https://doi.org/10.6028/jres.045.026).
final class HessianSharpness<Scalar: NetworkScalar> {
  /// The relative change of the eigenvalue that ends the iteration.
  private static var tolerance: Double { 1e-3 }
  /// The largest number of products.
  private static var maximumProducts: Int { 30 }
  /// The length ε of a displacement: large enough for the rounding of the gradient, small enough for
  /// the curvature to be that of the point.
  private static var displacement: Double { Scalar.ulpOfOne > 1e-10 ? 4e-3 : 1e-4 }

  private let kernel: DenseNetwork<Scalar>
  private let count: Int
  private let moved: AlignedBuffer<Scalar>
  private let gradient: AlignedBuffer<Scalar>
  private let start: [Double]

  /// Prepares the memory; the first direction is drawn from a stream.
  init(_ kernel: DenseNetwork<Scalar>, parameterCount: Int, stream: RandomStream) {
    self.kernel = kernel
    count = parameterCount
    moved = AlignedBuffer(count: kernel.paddedCount, repeating: 0)
    gradient = AlignedBuffer(count: kernel.paddedCount, repeating: 0)
    var stream = stream
    let direction = (0..<parameterCount).map { _ in stream.normal() }
    let norm = direction.reduce(0) { $0 + $1 * $1 }.squareRoot()
    start = direction.map { $0 / norm }
  }

  /// The largest eigenvalue at the given parameters over the given samples; not a number when the
  /// gradient is not finite.
  func largestEigenvalue(_ tokens: TokenList, _ parameters: AlignedBuffer<Scalar>) -> Double {
    var basis = [start]
    var (diagonal, side) = ([Double](), [Double]())
    var last = Double.nan
    while diagonal.count < min(Self.maximumProducts, count) {
      let direction = basis[basis.count - 1]
      var image = product(direction, tokens, parameters)
      diagonal.append(dot(image, direction))
      guard let value = Self.largest(diagonal, side) else { return .nan }
      if abs(value - last) <= Self.tolerance * abs(value) { return value }
      last = value
      // Twice is enough to keep the basis orthogonal.
      for _ in 0..<2 {
        for vector in basis { subtract(dot(image, vector), of: vector, from: &image) }
      }
      let norm = dot(image, image).squareRoot()
      guard norm > 1e-6 * abs(value) else { return value }
      side.append(norm)
      basis.append(image.map { $0 / norm })
    }
    return last
  }

  private static func largest(_ diagonal: [Double], _ side: [Double]) -> Double? {
    try? SymmetricTridiagonalEigenDecomposition(
      diagonal: diagonal, offDiagonal: side, count: 1
    ).eigenvalues.first
  }

  private func product(
    _ direction: [Double], _ tokens: TokenList, _ parameters: AlignedBuffer<Scalar>
  ) -> [Double] {
    let step = Self.displacement
    var image = gradients(tokens, parameters, direction, step)
    let behind = gradients(tokens, parameters, direction, -step)
    for index in image.indices { image[index] = (image[index] - behind[index]) / (2 * step) }
    return image
  }

  private func gradients(
    _ tokens: TokenList, _ parameters: AlignedBuffer<Scalar>, _ direction: [Double], _ step: Double
  ) -> [Double] {
    for index in 0..<count {
      moved.pointer[index] = Scalar(Double(parameters.pointer[index]) + step * direction[index])
    }
    kernel.sumGradient(tokens.pointer, count: tokens.count, moved.pointer)
    kernel.reduce(into: gradient.pointer, scale: 1 / Scalar(tokens.count))
    return (0..<count).map { Double(gradient.pointer[$0]) }
  }

  private func dot(_ a: [Double], _ b: [Double]) -> Double {
    var sum = 0.0
    for index in 0..<count { sum += a[index] * b[index] }
    return sum
  }

  private func subtract(_ factor: Double, of vector: [Double], from sum: inout [Double]) {
    for index in 0..<count { sum[index] -= factor * vector[index] }
  }
}
