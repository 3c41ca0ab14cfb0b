import InformationTheory
import RealModule
import Testing

@Suite("A binned normal variable")
struct StandardNormalPartitionTests {
  @Test("Two halves are one bit")
  func halves() {
    let partition = StandardNormalPartition(thresholds: [0])
    #expect(partition.probabilities == [0.5, 0.5])
    #expect(partition.entropy == 1)
  }

  @Test("Fine bins have the differential entropy minus the logarithm of the width")
  func fineBins() {
    let width = 0.01
    let partition = StandardNormalPartition(thresholds: (-1000...1000).map { Double($0) * width })
    let expected = 0.5 * Double.log2(2 * Double.pi * Double.exp(1)) - Double.log2(width)
    // The midpoint rule errs by O(width²).
    #expect(abs(partition.entropy - expected) < 1e-5)
    #expect(abs(partition.probabilities.reduce(0, +) - 1) < 1e-12)
  }

  @Test("Far cells keep their digits on both sides")
  func tails() {
    let partition = StandardNormalPartition(thresholds: [-9, -8, 8, 9])
    let far = partition.probabilities
    // P(8 < X < 9) from the asymptotic series of the normal tail.
    #expect(abs(far[3] / 6.2195e-16 - 1) < 1e-3)
    #expect(far[1] == far[3] && far[0] == far[4])
  }
}
