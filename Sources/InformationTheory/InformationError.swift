/// What is wrong with activations, labels, samples or their description.
public enum InformationError: Error, Hashable, Sendable {
  /// A parameter has no meaning; the remedy says which values do.
  case invalidParameter(String, value: Double, remedy: String)
  /// The list of estimators is empty or names one twice.
  case estimatorList([String])
  /// The number of activations is not the number of units times the number of patterns.
  case wrongActivationCount(units: Int, patterns: Int, found: Int)
  /// An activation is not a finite number.
  case activationNotFinite(unit: Int, pattern: Int)
  /// The class probabilities of a pattern are not a probability law.
  case notAProbability(pattern: Int, sum: Double)
  /// A label lies outside the classes.
  case labelOutOfRange(pattern: Int, label: Int, classes: Int)
  /// There are no patterns, samples or counts.
  case empty(String)
  /// The bins are too many to number.
  case tooManyBins(width: Double, range: Double)
  /// An estimator needs more samples.
  case tooFewSamples(estimator: String, found: Int, needed: Int)
  /// A sample is not a finite number.
  case sampleNotFinite(index: Int)
  /// So many samples have one value that the estimate is minus infinity.
  case repeatedValue(Double, copies: Int)
  /// The task was cancelled.
  case cancelled
}

extension InformationError: CustomStringConvertible {
  /// The failure and its remedy as a sentence.
  public var description: String {
    switch self {
    case .invalidParameter(let name, let value, let remedy):
      "The parameter \(name) is \(value); \(remedy)."
    case .estimatorList(let names):
      "The list of estimators is [\(names.joined(separator: ", "))]; name at least one and each "
        + "only once, such as [binned, kernelDensity]."
    case .wrongActivationCount(let units, let patterns, let found):
      "\(units) units and \(patterns) patterns need \(units * patterns) activations in the order "
        + "[unit][pattern], but \(found) were given."
    case .activationNotFinite(let unit, let pattern):
      "The activation of unit \(unit) for pattern \(pattern) is not a finite number; the training "
        + "has diverged, so lower the learning rate or take an earlier snapshot."
    case .notAProbability(let pattern, let sum):
      "The class probabilities of pattern \(pattern) are negative or sum to \(sum); they must be "
        + "at least 0 and sum to 1."
    case .labelOutOfRange(let pattern, let label, let classes):
      "Pattern \(pattern) has the label \(label), but the \(classes) classes are numbered from 0."
    case .empty(let what): "There are no \(what); give at least one."
    case .tooManyBins(let width, let range):
      "Bins of width \(width) over activations that span \(range) are more than a million; widen "
        + "the bins."
    case .tooFewSamples(let estimator, let found, let needed):
      "The \(estimator) estimate needs at least \(needed) samples, but \(found) were "
        + "given."
    case .sampleNotFinite(let index): "Sample \(index) is not a finite number; remove it."
    case .repeatedValue(let value, let copies):
      "\(copies) samples have the value \(value), so their spacing is 0 and the entropy estimate "
        + "minus infinity; use the histogram estimate or wider spacings."
    case .cancelled: "The work was cancelled."
    }
  }
}
