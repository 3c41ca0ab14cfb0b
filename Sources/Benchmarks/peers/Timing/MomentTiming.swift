import ArgumentParser
import Foundation
import Grids
import KramersMoyal

/// Estimates the first four moments of increments along a path.
struct MomentTiming: ParsableCommand {
  enum Method: String, CaseIterable, ExpressibleByArgument {
    case binned, kernel
  }

  /// The times of one repetition and the moments, a row per order.
  struct Answer: Encodable {
    var wall: Double
    var processor: Double
    var estimates: [[Double]]
  }

  static let configuration = CommandConfiguration(
    commandName: "moments", abstract: "Times the moments of the increments of a path.")

  @Argument(help: "The estimator.")
  var method: Method
  @Argument(help: "The file of the path, little-endian numbers of 64 bits.")
  var file: String
  @Option(help: "The lower end of the cells.")
  var lower: Double
  @Option(help: "The upper end of the cells.")
  var upper: Double
  @Option(help: "The number of cells.")
  var cells: Int
  @Option(help: "The width of the Epanechnikov kernel.")
  var bandwidth = 0.05
  @Option(help: "How often the moments are taken for each line; the least time is printed.")
  var repetitions = 1

  func run() throws {
    let data = try Data(contentsOf: URL(filePath: file))
    let path = data.withUnsafeBytes { Array($0.bindMemory(to: Double.self)) }
    let axis = try Axis(lower...upper, cellCount: cells)
    while readLine() != nil {
      var answer = Answer(wall: .infinity, processor: .infinity, estimates: [])
      for _ in 0..<repetitions {
        let start = ElapsedTime.now()
        answer.estimates = try estimates(path, axis)
        let elapsed = ElapsedTime.since(start, per: 1)
        answer.wall = min(answer.wall, elapsed.wall)
        answer.processor = min(answer.processor, elapsed.processor)
      }
      try send(answer)
    }
  }

  private func estimates(_ path: [Double], _ axis: Axis) throws -> [[Double]] {
    let moments = try BinnedMoments(path: path, step: 1, axis: axis)
    let rows: [[Double]]
    switch method {
    case .binned: rows = (1...4).map(moments.moment)
    case .kernel:
      let smooth = KernelMoments.rawMoments(smoothing: moments, bandwidth: bandwidth)
      rows = (0..<4).map { order in smooth.map { $0[order] } }
    }
    // JSON has no NaN, which an empty cell has.
    return rows.map { $0.map { $0.isFinite ? $0 : 0 } }
  }
}
