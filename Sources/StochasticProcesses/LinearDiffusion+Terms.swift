internal import LinearAlgebra

extension LinearDiffusion: SeparableDiffusionProcess {
  /// The terms −Aᵢⱼ (xⱼ − μⱼ) that are not zero.
  public func driftTerms(of variable: Int, time: Double) -> [ProductTerm] {
    (0..<dimension).compactMap { column in
      let (rate, middle) = (relaxation[variable, column], center[column])
      return rate == 0 ? nil : ProductTerm(-rate, [column: { $0 - middle }])
    }
  }

  /// The constant Dᵢⱼ, unless it is zero.
  public func diffusionTerms(_ row: Int, _ column: Int, time: Double) -> [ProductTerm] {
    let constant = diffusionMatrix[row, column]
    return constant == 0 ? [] : [ProductTerm(constant)]
  }
}
