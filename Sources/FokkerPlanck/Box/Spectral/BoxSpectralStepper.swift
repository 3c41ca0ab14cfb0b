/// A one-step method for the modes of a density on a periodic box.
protocol BoxSpectralStepper: StateStepper {
  var state: BoxSpectralState { get }
  /// The coefficients at the present time.
  var start: BoxNodeCoefficients { get }
}

extension BoxSpectralStepper {
  func inspect() -> StateInspection { state.inspect() }
}
