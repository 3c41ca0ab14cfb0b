internal import Grids

/// The mixed part 2 ∂²(Dₓ_y p)/∂x∂y in a conservative form, by central differences.
///
/// The current through a face across x is −∂(Dₓ_y p)/∂y, averaged over both sides, and the other way
/// round; none passes through the walls.
struct MixedDerivative {
  let x: Axis
  let y: Axis
  /// Dₓ_y at the middles, x being the slow index.
  let diffusion: CellVector
  private let product: CellVector
  var isPresent = false

  init(x: Axis, y: Axis) {
    self.x = x
    self.y = y
    diffusion = CellVector(count: x.cellCount * y.cellCount)
    product = CellVector(count: x.cellCount * y.cellCount)
  }

  /// Adds factor · 2 ∂²(Dₓ_y p)/∂x∂y to a field.
  func add(of p: CellVector, times factor: Double, to target: CellVector) {
    guard isPresent else { return }
    let (nx, ny) = (x.cellCount, y.cellCount)
    let (q, out) = (product.pointer, target.pointer)
    for cell in 0..<nx * ny { q[cell] = diffusion.pointer[cell] * p.pointer[cell] }
    let scale = factor / (x.spacing * y.spacing)
    for i in 0..<nx - 1 {
      for j in 0..<ny {
        let (up, down) = (min(j + 1, ny - 1), max(j - 1, 0))
        let weight = 0.5 / Double(up - down)
        let slope =
          q[i * ny + up] - q[i * ny + down] + q[(i + 1) * ny + up] - q[(i + 1) * ny + down]
        // −J, which enters cell i and leaves cell i + 1.
        let inward = scale * weight * slope
        out[i * ny + j] += inward
        out[(i + 1) * ny + j] -= inward
      }
    }
    for i in 0..<nx {
      let (right, left) = (min(i + 1, nx - 1), max(i - 1, 0))
      let weight = 0.5 / Double(right - left)
      for j in 0..<ny - 1 {
        let slope =
          q[right * ny + j] - q[left * ny + j] + q[right * ny + j + 1] - q[left * ny + j + 1]
        let inward = scale * weight * slope
        out[i * ny + j] += inward
        out[i * ny + j + 1] -= inward
      }
    }
  }
}
