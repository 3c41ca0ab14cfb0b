/// The drift and the diffusion coefficient at the points of a mesh.
struct PointCoefficients {
  let drift: CellVector
  let diffusion: CellVector

  init(count: Int) {
    drift = CellVector(count: count)
    diffusion = CellVector(count: count)
  }

  /// u x + v y, the coefficients multiplied by times.
  init(_ u: Double, _ x: PointCoefficients, _ v: Double = 0, _ y: PointCoefficients? = nil) {
    self.init(count: x.drift.count)
    combine(into: drift, u, x.drift, v, (y ?? x).drift)
    combine(into: diffusion, u, x.diffusion, v, (y ?? x).diffusion)
  }

  /// Whether both are the same at all points.
  func equals(_ other: PointCoefficients) -> Bool {
    for i in 0..<drift.count
    where drift.pointer[i] != other.drift.pointer[i]
      || diffusion.pointer[i] != other.diffusion.pointer[i]
    {
      return false
    }
    return true
  }
}
