/// What is wrong with a transform.
public enum FourierError: Error, Hashable, Sendable {
  /// The number of samples is not between 1 and 2³¹ − 1.
  case invalidCount(Int)
  /// FFTW made no plan, or gave no memory, for this number of samples.
  case noPlan(count: Int)
}

extension FourierError: CustomStringConvertible {
  /// The failure and its remedy as a sentence.
  public var description: String {
    switch self {
    case .invalidCount(let count):
      "A transform needs between 1 and 2147483647 samples, not \(count)."
    case .noPlan(let count):
      "FFTW could not plan a transform of \(count) samples; free some memory or use fewer."
    }
  }
}
