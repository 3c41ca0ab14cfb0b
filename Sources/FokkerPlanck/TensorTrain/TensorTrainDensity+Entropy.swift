internal import RealModule
internal import TensorTrains

/// The entropy of a joint density with what is known about its error.
public struct TensorTrainEntropy: Hashable, Codable, Sendable {
  /// −∫ p ln p dx in nats.
  public let value: Double
  /// The part of the value that was interpolated, −∫ p (ln p − ℓ) dx: small where the variables
  /// are joined nearly as by a normal law.
  public let interpolatedPart: Double
  /// The difference to the value from an interpolation with ten times the tolerance.
  public let estimatedError: Double
  /// The largest rank of the interpolant.
  public let rank: Int
  /// The number of values that were computed.
  public let evaluations: Int
}

extension TensorTrainDensity {
  /// The differential entropy −∫ p ln p dx of all variables together, in nats.
  ///
  /// ```
  /// S = −∫ p ℓ dx − ∫ p (ln p − ℓ) dx
  /// ```
  ///
  /// ℓ consists of the logarithms of the marginal densities and a quadratic form that joins the
  /// variables as a normal law would; its mean is exact. The rest, zero for independent variables and
  /// for normal laws, is interpolated by crosses. Below the tolerance times the maximum of p, where a
  /// train has noise of either sign, both logarithms are levelled smoothly.
  ///
  /// - Parameters:
  ///   - tolerance: The error of the interpolation, relative to the maximum of p; not below the
  ///     accuracy that p itself has, which would be interpolating its noise.
  ///   - maximumRank: The largest rank of the interpolant.
  /// - Returns: The entropy, from p divided by its mass.
  /// - Throws: ``FokkerPlanckError/numericalFailure(reason:)`` when the rank does not suffice.
  public func entropy(
    tolerance: Double = 1e-5, maximumRank: Int = 200
  ) throws(FokkerPlanckError) -> TensorTrainEntropy {
    guard tolerance > 0, tolerance < 0.1 else {
      throw .invalidParameter(
        name: "tolerance", value: tolerance, remedy: "give a number between 0 and 0.1, as 1e-5")
    }
    let reference = try EntropyReference(self, level: tolerance)
    let fine = try reference.interpolatedPart(tolerance: tolerance, maximumRank: maximumRank)
    let coarse = try reference.interpolatedPart(
      tolerance: 10 * tolerance, maximumRank: maximumRank)
    return TensorTrainEntropy(
      value: reference.entropy + fine.integral, interpolatedPart: fine.integral,
      estimatedError: abs(fine.integral - coarse.integral), rank: fine.rank,
      evaluations: fine.evaluations + coarse.evaluations)
  }
}

extension EntropyReference {
  /// −∫ p (ln p − ℓ) dx, levelled and interpolated to a tolerance relative to the maximum of p.
  func interpolatedPart(
    tolerance: Double, maximumRank: Int
  ) throws(FokkerPlanckError) -> (integral: Double, rank: Int, evaluations: Int) {
    let scale = places.map { abs(density[$0]) }.max() ?? 0
    let level = tolerance * tolerance * scale * scale
    let integrand = TrainPairFunction(density, logarithm) { p, logarithm in
      0.5 * p * (Double.log(Double.exp(2 * logarithm) + level) - Double.log(p * p + level))
    }
    var method = CrossInterpolation(tolerance: tolerance)
    method.scale = scale
    method.maximumRank = maximumRank
    let result: CrossInterpolant
    do {
      result = try method.interpolate(integrand, startingAt: places)
    } catch {
      switch error {
      case .onlyZeros: return (0, 0, 0)
      case .cancelled: throw .cancelled(time: .nan)
      default: throw .numericalFailure(reason: error.description)
      }
    }
    guard result.pivotError <= tolerance else {
      throw .numericalFailure(
        reason: "p ln p needs a rank above \(maximumRank) for the tolerance \(tolerance): the "
          + "density is less accurate than that, or maximumRank is too small.")
    }
    return (
      result.train.contracted(with: weights), result.train.maximumRank, result.evaluations
    )
  }
}
