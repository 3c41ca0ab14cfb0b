import KramersMoyal
import Testing

@Suite("Samples of increments")
struct IncrementSampleTests {
  @Test("come from trajectories with equal steps, disjoint or overlapping")
  func trajectories() throws {
    let first = try Trajectory([0, 1, 3, 6, 10], step: 0.5)
    let single = try IncrementSample([first])
    #expect(single.positions == [[0, 1, 3, 6]] && single.increments == [[1, 2, 3, 4]])
    #expect(single.lags.common == 0.5 && single.clusterCount == 1 && single.overlap == 1)
    let disjoint = try IncrementSample([first], lagSteps: 2)
    #expect(disjoint.positions == [[0, 3]] && disjoint.increments == [[3, 7]])
    let overlapping = try IncrementSample([first], lagSteps: 2, overlap: .overlapping)
    #expect(overlapping.increments == [[3, 5, 7]] && overlapping.overlap == 2)
    #expect(overlapping.lags.common == 1)
  }

  @Test("keep clusters together and sequences apart")
  func clusters() throws {
    let paths = try [
      Trajectory([0, 1, 2], step: 1, cluster: 7), Trajectory([5, 6], step: 1),
      Trajectory([9, 8, 7], step: 1, cluster: 7),
    ]
    let sample = try IncrementSample(paths)
    #expect(sample.positions == [[0, 1, 9, 8, 5]])
    #expect(sample.clusterBounds == [0, 4, 5] && sample.sequenceBounds == [0, 2, 4, 5])
    let part = sample.restricted(toClusters: [1, 0, 0])
    #expect(part.positions == [[5, 0, 1, 9, 8, 0, 1, 9, 8]])
    #expect(part.clusterBounds == [0, 1, 5, 9] && part.sequenceBounds == [0, 1, 3, 5, 7, 9])
    let blocks = try IncrementSample([Trajectory(Array(repeating: 0, count: 11), step: 1)])
      .dividedIntoBlocks(4)
    #expect(blocks.clusterBounds == [0, 2, 5, 7, 10] && blocks.sequenceCount == 4)
  }

  @Test("are sorted by label, stably, with their lags")
  func labels() throws {
    let sample = try IncrementSample(
      positions: [[1, 2, 3, 4]], increments: [[0.1, 0.2, 0.3, 0.4]],
      lags: .individual([1, 2, 3, 4]), clusters: [5, 2, 5, 2], isOrdered: true)
    #expect(sample.positions == [[2, 4, 1, 3]] && sample.lags == .individual([2, 4, 1, 3]))
    #expect(sample.clusterBounds == [0, 2, 4] && sample.sequenceBounds == [0, 2, 4])
    #expect(sample.meanLag == 2.5)
  }

  @Test("with times of their own have a lag each")
  func irregular() throws {
    let path = try Trajectory(variables: [[0, 1, 4]], times: .irregular([0, 0.5, 2]))
    let sample = try IncrementSample([path])
    #expect(sample.lags == .individual([0.5, 1.5]))
  }

  @Test("refuse missing values with their place")
  func missing() throws {
    func thrown(_ body: () throws -> Void) -> KramersMoyalError? {
      do { try body() } catch { return error as? KramersMoyalError }
      return nil
    }
    let gap = thrown { _ = try Trajectory([0, 1, 2, .nan, 4, 5, 6, 7, 8, 9], step: 1) }
    guard case .missingValue(.position, variable: 0, index: 3, value: let value) = gap else {
      Issue.record("the gap was not found: \(String(describing: gap))")
      return
    }
    #expect(value.isNaN && "\(gap.map(\.description) ?? "")".contains("position 3 of variable 0"))
    let infinite = thrown {
      _ = try Trajectory(variables: [[0, 1], [0, .infinity]], times: .uniform(step: 1))
    }
    #expect(
      infinite == .missingValue(.position, variable: 1, index: 1, value: .infinity))
    #expect(
      thrown { _ = try Trajectory(variables: [[0, 1, 2]], times: .irregular([0, 2, 2])) }
        == .timesNotAscending(index: 2))
    #expect(thrown { _ = try Trajectory([1], step: 1) } == .tooFewSamples(needed: 2, found: 1))
    #expect(thrown { _ = try Trajectory([1, 2], step: 0) } == .badLag(0))
    #expect(
      thrown { _ = try IncrementSample(positions: [1, 2], increments: [1], lag: 1) }
        == .countMismatch(.increment, expected: 2, found: 1))
    #expect(
      thrown {
        _ = try IncrementSample(
          positions: [[1, 2]], increments: [[1, 1]], lags: .individual([1, -1]))
      } == .badLag(-1))
  }
}
