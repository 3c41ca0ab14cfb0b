internal import Grids
internal import RealModule

/// The closed equations for the means and variances of all layers in the mean-field closure.
///
/// ```
/// m_k′ = α_k(s; q) + β_k(s; q) m_k,   v_k′ = 2 β_k(s; q) v_k + 2 D_k(s)
/// ```
///
/// An affine drift whose rates depend on first and second moments closes at the moments. Classical
/// Runge-Kutta steps of order 4, halved until the result of each recorded interval does not change.
struct MomentEquations {
  let rates: FieldRates
  let diffusions: [PiecewiseLinear]

  /// The means and variances of all layers.
  struct State {
    var means: [Double]
    var variances: [Double]

    var moments: [WeightMoments] {
      zip(means, variances).map { mean, variance in
        WeightMoments(mean: mean, secondMoment: mean * mean + variance)
      }
    }

    func advanced(by step: Double, along slope: State) -> State {
      State(
        means: zip(means, slope.means).map { $0 + step * $1 },
        variances: zip(variances, slope.variances).map { $0 + step * $1 })
    }

    /// The largest difference of a mean or a standard deviation, in standard deviations.
    func distance(to other: State) -> Double {
      var largest = 0.0
      for index in means.indices {
        let width = max(variances[index], .leastNormalMagnitude).squareRoot()
        let change = abs(means[index] - other.means[index]) / width
        let spread = abs(variances[index] - other.variances[index]) / (width * width)
        guard (change + spread).isFinite else { return .infinity }
        largest = max(largest, change, spread)
      }
      return largest
    }
  }

  /// The rates of every layer along the solution, at ascending times.
  struct Solution {
    var times: [Double]
    /// Shape [time][layer].
    var rates: [[AffineRates]]
  }

  /// Solves from a state at the first of some times through all others.
  func solution(from start: State, times: [Double]) -> Solution {
    var state = start
    var solution = Solution(times: [times[0]], rates: [rates(at: times[0], state)])
    for (before, after) in zip(times, times.dropFirst()) {
      var count = 8
      var states = steps(from: before, to: after, count: count, state)
      while count < 8192 {
        let finer = steps(from: before, to: after, count: 2 * count, state)
        let change = finer[2 * count - 1].distance(to: states[count - 1])
        (states, count) = (finer, 2 * count)
        if change < 1e-9 { break }
      }
      for (index, next) in states.enumerated() {
        let isLast = index == count - 1
        let time =
          isLast ? after : before + (after - before) * Double(index + 1) / Double(count)
        solution.times.append(time)
        solution.rates.append(rates(at: time, next))
      }
      state = states[count - 1]
    }
    return solution
  }

  private func steps(
    from start: Double, to end: Double, count: Int, _ first: State
  ) -> [State] {
    let step = (end - start) / Double(count)
    var states: [State] = []
    var state = first
    for index in 0..<count {
      let time = start + (end - start) * Double(index) / Double(count)
      let first = slope(at: time, state)
      let second = slope(at: time + step / 2, state.advanced(by: step / 2, along: first))
      let third = slope(at: time + step / 2, state.advanced(by: step / 2, along: second))
      let fourth = slope(at: time + step, state.advanced(by: step, along: third))
      state = state.advanced(by: step / 6, along: first).advanced(by: step / 3, along: second)
        .advanced(by: step / 3, along: third).advanced(by: step / 6, along: fourth)
      states.append(state)
    }
    return states
  }

  private func slope(at time: Double, _ state: State) -> State {
    let rates = rates(at: time, state)
    return State(
      means: zip(rates, state.means).map { $0.intercept + $0.slope * $1 },
      variances: rates.indices.map { layer in
        2 * rates[layer].slope * state.variances[layer] + 2 * diffusions[layer](time)
      })
  }

  private func rates(at time: Double, _ state: State) -> [AffineRates] {
    let moments = state.moments
    return (0..<rates.layerCount).map { rates.rates(ofLayer: $0, at: time, moments: moments) }
  }
}
