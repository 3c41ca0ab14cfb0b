internal import RealModule

/// The weights of ETDRK4 for every mode and one step.
struct DifferencingWeights {
  let decay: CellVector
  let halfDecay: CellVector
  let stage: CellVector
  let first: CellVector
  let middle: CellVector
  let last: CellVector

  init(modeCount: Int) {
    func modes() -> CellVector { CellVector(count: modeCount) }
    (decay, halfDecay, stage, first, middle, last) = (
      modes(), modes(), modes(), modes(), modes(), modes()
    )
  }

  /// Computes the weights of modes that decay at a rate, for a step.
  func set(_ modes: Range<Int>, decay rate: Double, step: Double) {
    let z = -rate * step
    let phi = ExponentialQuotients(z)
    let half = ExponentialQuotients(z / 2).first
    for m in modes {
      decay.pointer[m] = Double.exp(z)
      halfDecay.pointer[m] = Double.exp(z / 2)
      stage.pointer[m] = 0.5 * step * half
      first.pointer[m] = step * (phi.first - 3 * phi.second + 4 * phi.third)
      middle.pointer[m] = step * (phi.second - 2 * phi.third)
      last.pointer[m] = step * (4 * phi.third - phi.second)
    }
  }

  /// The modes at the end of a step, from those at its start and the four slopes.
  func combine(_ modes: CellVector, _ slopes: [CellVector], into target: CellVector) {
    let (n0, n1) = (slopes[0].pointer, slopes[1].pointer)
    let (n2, n3) = (slopes[2].pointer, slopes[3].pointer)
    for m in 0..<modes.count {
      target.pointer[m] =
        decay.pointer[m] * modes.pointer[m] + first.pointer[m] * n0[m]
        + 2 * middle.pointer[m] * (n1[m] + n2[m]) + last.pointer[m] * n3[m]
    }
  }
}

/// The functions φ₁ = (eᶻ − 1)/z, φ₂ = (φ₁ − 1)/z and φ₃ = (φ₂ − ½)/z for z ≤ 0, to a few units in
/// the last place: by their quotients away from zero, by the series of φ₃ near it.
struct ExponentialQuotients {
  let first: Double
  let second: Double
  let third: Double

  init(_ z: Double) {
    if z < -1 {
      first = Double.expMinusOne(z) / z
      second = (first - 1) / z
      third = (second - 0.5) / z
      return
    }
    // φ₃ = Σ zᵏ/(k + 3)!; the first term left out is below 10⁻¹⁷.
    var series = 0.0
    for k in stride(from: 16, through: 0, by: -1) { series = (1 + series * z) / Double(k + 3) }
    third = 0.5 * series
    second = 0.5 + z * third
    first = 1 + z * second
  }
}
