import StochasticProcesses

/// dX = velocity dt + √(2 diffusion) dW.
struct DriftedBrownianMotion: DiffusionProcess {
  var velocity = 0.0
  var coefficient = 0.25

  func drift(at x: Double, time t: Double) -> Double { velocity }
  func diffusion(at x: Double, time t: Double) -> Double { coefficient }
}

/// dX = −rate (X − center) dt + √(2 (base + growth t)) dW.
struct OrnsteinUhlenbeck: DiffusionProcess {
  var rate = 1.0
  var center = 0.0
  var base = 0.5
  var growth = 0.0

  func drift(at x: Double, time t: Double) -> Double { -rate * (x - center) }
  func diffusion(at x: Double, time t: Double) -> Double { base + growth * t }
}

/// dX = a X dt + σ X dW.
struct GeometricBrownianMotion: DiffusionProcess {
  var growth = 0.1
  var volatility = 0.4

  func drift(at x: Double, time t: Double) -> Double { growth * x }
  func diffusion(at x: Double, time t: Double) -> Double { 0.5 * volatility * volatility * x * x }
}

/// dX = (X − X³) dt + √(2 D) dW in single precision.
struct SingleDoubleWell: DiffusionProcess {
  func drift(at x: Float, time t: Float) -> Float { x - x * x * x }
  func diffusion(at x: Float, time t: Float) -> Float { 0.1 }
}

/// dX = (X − X³) dt + √(2 D) dW.
struct DoubleWell: DiffusionProcess {
  var coefficient = 0.1

  func drift(at x: Double, time t: Double) -> Double { x - x * x * x }
  func diffusion(at x: Double, time t: Double) -> Double { coefficient }
}

/// dX = −rate (X − center) dt + σ √X dW of Cox, Ingersoll and Ross, as in R8.
struct SquareRootProcess: DiffusionProcess {
  var rate = 1.5
  var center = 0.8
  var volatility = 0.6

  func drift(at x: Double, time t: Double) -> Double { rate * (center - x) }
  func diffusion(at x: Double, time t: Double) -> Double { 0.5 * volatility * volatility * x }
}

/// dX = −(X − center) dt + √(2 · 0.2 X (1 − X)) dW of Jacobi, as in R9.
struct JacobiProcess: DiffusionProcess {
  var center = 0.3
  var strength = 0.2

  func drift(at x: Double, time t: Double) -> Double { center - x }
  func diffusion(at x: Double, time t: Double) -> Double { strength * x * (1 - x) }
}
