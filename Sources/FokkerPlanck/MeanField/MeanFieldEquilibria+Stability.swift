internal import ComplexModule
internal import RealModule
internal import StochasticProcesses

extension MeanFieldEquilibria {
  /// The number of independent small deviations from a state that grow faster than a rate.
  ///
  /// By the argument principle: the number of times the characteristic function det(1 − χ(s)) winds
  /// about zero along a line parallel to the imaginary axis (Nyquist's criterion). Pairs of complex
  /// rates are two modes. Modes that neither grow nor decay, as a rotation of all phases, are not
  /// counted.
  ///
  /// - Parameters:
  ///   - state: A stationary state of the system.
  ///   - rate: The growth rate, per unit of time; by default 10⁻⁶ of the rate at which the field
  ///     acts back on itself.
  /// - Returns: Zero for a stable state.
  /// - Throws: ``FokkerPlanckError/numericalFailure(reason:)`` when the winding cannot be followed,
  ///   and the errors of coefficients.
  public func growingModeCount(
    in state: StationaryMeanField, fasterThan rate: Double? = nil
  ) throws(FokkerPlanckError) -> Int {
    let function = try CharacteristicFunction(map, at: state)
    guard function.couplingRate > 0 else { return 0 }
    return try function.zeroCount(rightOf: rate ?? 1e-6 * function.couplingRate)
  }

  /// The growth rate of the fastest deviation from a state; negative when all decay.
  ///
  /// - Parameter state: A stationary state of the system.
  /// - Returns: The largest real part of all rates; no less than minus the slowest decay rate in
  ///   the field held fixed, and nil where all deviations decay on a ring, whose decay rates are
  ///   not known.
  /// - Throws: ``FokkerPlanckError``.
  public func growthRate(
    in state: StationaryMeanField
  ) throws(FokkerPlanckError) -> Double? {
    let function = try CharacteristicFunction(map, at: state)
    let neutral = 1e-6 * function.couplingRate
    var (low, high) = (neutral, max(neutral, function.couplingRate))
    if function.couplingRate > 0, try function.zeroCount(rightOf: neutral) > 0 {
      while try function.zeroCount(rightOf: high) > 0 { high *= 2 }
    } else {
      guard !map.walls.contains(.periodic) else { return nil }
      var slowest = Double.infinity
      for generator in try map.generators(in: state.averages) {
        slowest = min(slowest, try generator.relaxationModes(count: 2)[1].rate)
      }
      (low, high) = (-slowest * (1 - 1e-6), neutral)
      guard function.couplingRate > 0, try function.zeroCount(rightOf: low) > 0 else {
        return -slowest
      }
    }
    while high - low > 1e-9 * max(abs(high), abs(low), function.couplingRate) {
      let middle = (low + high) / 2
      if try function.zeroCount(rightOf: middle) > 0 { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }
}

extension CharacteristicFunction {
  /// The number of zeros with a real part above `rate`.
  func zeroCount(rightOf rate: Double) throws(FokkerPlanckError) -> Int {
    func value(_ frequency: Double) -> Complex<Double> { self(Complex(rate, frequency)) }
    var winding = Winding(value: value)
    var frequency = 1e-4 * couplingRate
    try winding.advance(to: frequency)
    var quietCount = 0
    while quietCount < 3 {
      frequency *= 2
      try winding.advance(to: frequency)
      // Response below the rate of coupling may cancel for a while.
      let isQuiet = frequency > 10 * couplingRate && (winding.last - .one).length < 0.05
      quietCount = isQuiet ? quietCount + 1 : 0
      guard frequency < 1e12 * couplingRate else {
        throw .numericalFailure(reason: "the field's response does not fade at high frequencies.")
      }
    }
    // The phase ends at zero but for the rest below 0.05.
    return Int((-winding.phase / .pi).rounded())
  }
}

/// The phase of a function along a line, followed from zero frequency upwards.
private struct Winding {
  private typealias Sample = (frequency: Double, value: Complex<Double>)

  let value: (Double) -> Complex<Double>
  private var frequency = 0.0
  private(set) var last: Complex<Double>
  private(set) var phase = 0.0

  init(value: @escaping (Double) -> Complex<Double>) {
    self.value = value
    last = value(0)
  }

  /// Follows the phase to a higher frequency, in parts on which the function is nearly straight.
  ///
  /// The value in the middle of a part must lie near the mean of those at its ends: so a zero close
  /// to the line is seen even where several of them turn the phase by a whole round.
  mutating func advance(to end: Double) throws(FokkerPlanckError) {
    var ends: [Sample] = [(end, value(end))]
    while let next = ends.last {
      let middle = (frequency + next.frequency) / 2
      guard ends.count < 100, middle > frequency, middle < next.frequency else {
        throw .numericalFailure(reason: "a mode has just the rate whose excess is asked for.")
      }
      let between = value(middle)
      let bend = (between - (last + next.value) / Complex(2)).length
      guard bend < 0.2 * min(last.length, next.value.length) else {
        ends.append((middle, between))
        continue
      }
      phase += (between / last).phase + (next.value / between).phase
      (frequency, last) = next
      ends.removeLast()
    }
  }
}
