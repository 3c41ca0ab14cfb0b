/// A function of hidden units, as the kernels need it.
protocol ActivationFunction {
  /// The output for a weighted input.
  static func value<Lanes: LaneVector>(_ input: Lanes) -> Lanes
  /// The derivative of the output with respect to the weighted input, as a function of the output.
  static func slope<Lanes: LaneVector>(output: Lanes) -> Lanes
}

/// tanh z, slope 1 − h².
enum HyperbolicTangent: ActivationFunction {
  @inline(__always)
  static func value<Lanes: LaneVector>(_ input: Lanes) -> Lanes { input.hyperbolicTangent }

  @inline(__always)
  static func slope<Lanes: LaneVector>(output: Lanes) -> Lanes { .one - output * output }
}

/// max(z, 0), slope 1 for positive z.
enum RectifiedLinear: ActivationFunction {
  @inline(__always)
  static func value<Lanes: LaneVector>(_ input: Lanes) -> Lanes { input.maximum(.zero) }

  @inline(__always)
  static func slope<Lanes: LaneVector>(output: Lanes) -> Lanes { output.indicator(above: .zero) }
}

/// z for positive z and z/100 otherwise.
enum LeakyRectifiedLinear: ActivationFunction {
  @inline(__always)
  static func value<Lanes: LaneVector>(_ input: Lanes) -> Lanes {
    input.maximum(input * Lanes(repeating: 0.01))
  }

  @inline(__always)
  static func slope<Lanes: LaneVector>(output: Lanes) -> Lanes {
    Lanes(repeating: 0.01).plusProduct(output.indicator(above: .zero), Lanes(repeating: 0.99))
  }
}

/// z, slope 1.
enum Identity: ActivationFunction {
  @inline(__always)
  static func value<Lanes: LaneVector>(_ input: Lanes) -> Lanes { input }

  @inline(__always)
  static func slope<Lanes: LaneVector>(output: Lanes) -> Lanes { .one }
}

/// z/(1 + |z|), slope (1 − |h|)².
enum Softsign: ActivationFunction {
  @inline(__always)
  static func value<Lanes: LaneVector>(_ input: Lanes) -> Lanes {
    input / (Lanes.one + input.absolute)
  }

  @inline(__always)
  static func slope<Lanes: LaneVector>(output: Lanes) -> Lanes {
    let root = Lanes.one - output.absolute
    return root * root
  }
}

/// ln(1 + exp z), slope 1 − exp(−h).
enum Softplus: ActivationFunction {
  @inline(__always)
  static func value<Lanes: LaneVector>(_ input: Lanes) -> Lanes { input.softplus }

  @inline(__always)
  static func slope<Lanes: LaneVector>(output: Lanes) -> Lanes {
    .one - (Lanes.zero - output).exponential
  }
}

/// 1/(1 + exp(−z)), slope h (1 − h).
enum Logistic: ActivationFunction {
  @inline(__always)
  static func value<Lanes: LaneVector>(_ input: Lanes) -> Lanes { input.logistic }

  @inline(__always)
  static func slope<Lanes: LaneVector>(output: Lanes) -> Lanes { output * (.one - output) }
}
