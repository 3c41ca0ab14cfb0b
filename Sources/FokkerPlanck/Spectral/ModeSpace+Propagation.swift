internal import RealModule

extension ModeSpace {
  /// Sets exp(−k² θ) for every mode, where θ = ∫ D dt is the spread.
  func setDecay(spread: Double, into target: CellVector) {
    let whole = modeCount / 8 * 8
    let limit = Lanes(repeating: 700)
    wavenumbers.withUnsafeBufferPointer { wavenumbers in
      guard let k = wavenumbers.baseAddress else { return }
      for index in stride(from: 0, to: whole, by: 8) {
        let lanes = loadLanes(k + index)
        let decay = exponentialOfNegative(smaller(lanes * lanes * spread, limit))
        storeLanes(decay, at: target.pointer + index)
      }
    }
    for index in whole..<modeCount {
      target.pointer[index] = Double.exp(-wavenumbers[index] * wavenumbers[index] * spread)
    }
  }

  /// Multiplies each mode by exp(−k² θ − i k s): diffusion by the spread θ and, on a ring, a shift
  /// by s.
  func propagate(_ source: CellVector, spread: Double, shift: Double, into target: CellVector) {
    setDecay(spread: spread, into: target)
    for index in 0..<modeCount { target.pointer[index] *= source.pointer[index] }
    guard shift != 0, ends == .ring else { return }
    for pair in stride(from: 0, to: modeCount, by: 2) {
      let angle = wavenumbers[pair] * shift
      let (cosine, sine) = (Double.cos(angle), Double.sin(angle))
      let (re, im) = (target.pointer[pair], target.pointer[pair + 1])
      target.pointer[pair] = cosine * re + sine * im
      target.pointer[pair + 1] = cosine * im - sine * re
    }
  }

  /// The probability that homogeneous diffusion without drift takes through each absorbing wall
  /// between two states: ∫ D |∂p/∂x| dt, mode by mode (S − S⁺)/k.
  func diffusiveLoss(
    from before: CellVector, to after: CellVector
  ) -> (lower: Double, upper: Double) {
    var (lower, upper) = (0.0, 0.0)
    for index in 0..<modeCount {
      let weight = index == modeCount - 1 ? 1.0 : 2.0
      let term = weight * (before.pointer[index] - after.pointer[index]) / wavenumbers[index]
      lower += term
      upper += index % 2 == 0 ? term : -term
    }
    return (lower, upper)
  }

  /// A bound of ∫ |∂²p/∂x²| dx.
  func secondDerivativeBound(of modes: CellVector) -> Double {
    var sum = 0.0
    for index in 0..<modeCount {
      let k = wavenumbers[index]
      let term = k * k * modes.pointer[index]
      sum += term * term
    }
    return length * (2 * sum).squareRoot()
  }
}
