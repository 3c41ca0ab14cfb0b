import Foundation
import Testing

/// What `fokker solve --format json` says about an equation.
struct SolvedEquation: Decodable {
  struct Moment: Decodable {
    var time: Double
    var mass: Double
    private var meanOfOne: Double?
    private var varianceOfOne: Double?
    var entropy: Double
    var error: Double?

    /// The mean of a single variable.
    var mean: Double { meanOfOne ?? .nan }
    /// The variance of a single variable.
    var variance: Double { varianceOfOne ?? .nan }

    private enum CodingKeys: String, CodingKey {
      case time, mass, entropy, error
      case meanOfOne = "mean"
      case varianceOfOne = "variance"
    }
  }

  struct Box: Decodable {
    var covariances: [[[Double]]]
    var entropyProduction: [Double]?
  }

  struct BoxState: Decodable {
    var covariances: [[Double]]
    var entropy: Double
    var entropyProduction: Double
  }

  struct BoxRate: Decodable {
    var rate: Double
    var frequency: Double
    var error: Double
  }

  struct BoxPassage: Decodable {
    var mean: Double
    var meanError: Double
  }

  struct Solution: Decodable {
    var method: String
    var cells: Int
    var acceptedSteps: Int
    /// Not a number, which no comparison passes, where it is not told.
    var smallestDensity: Double { smallest ?? .nan }
    var largestMassError: Double { massError ?? .nan }
    private var smallest: Double?
    private var massError: Double?
    var largestError: Double?
    var moments: [Moment]

    private enum CodingKeys: String, CodingKey {
      case method, cells, acceptedSteps, largestError, moments
      case smallest = "smallestDensity"
      case massError = "largestMassError"
    }
  }

  struct Stationary: Decodable {
    var mean: Double
    var variance: Double
    var entropy: Double
    var current: Double
    var entropyProduction: Double
    var error: Double
  }

  struct Value: Decodable {
    var value: Double
    var error: Double
  }

  struct Rate: Decodable {
    var rate: Double
    var error: Double
  }

  struct Passage: Decodable {
    var meanTime: Value?
    var upperProbability: Value?
    var times: [Double]
    var survival: [Double]
    var density: [Double]
  }

  struct Pair: Decodable {
    var first: String
    var second: String
    var distance: Double
    var allowed: Double
  }

  struct Populations: Decodable {
    struct Moment: Decodable {
      var population: String
      var mean: Double
      var variance: Double
    }

    struct State: Decodable {
      var averages: [Double]
      var growingModes: Int
    }

    var averages: [String]
    var moments: [Moment]
    var fields: [[Double]]
    var states: [State]?
  }

  struct CrossCheck: Decodable {
    var pairs: [Pair]
  }

  var equation: String
  var solution: Solution?
  var box: Box?
  var boxStationary: BoxState?
  var boxSpectrum: [BoxRate]?
  var boxPassage: BoxPassage?
  var stationary: Stationary?
  var spectrum: [Rate]?
  var firstPassage: Passage?
  var crossCheck: CrossCheck?
  var populations: Populations?

  /// The last moment of the solution.
  var last: Moment {
    get throws { try #require(solution?.moments.last) }
  }
}

/// What `fokker simulate --format json` says about an equation.
struct SimulatedEquation: Decodable {
  struct Moment: Decodable {
    var time: Double
    var survival: Double
    var mean: Double
    var meanError: Double
    var variance: Double
    var varianceError: Double
  }

  var steps: Int
  var exits: Int
  var meanExitTime: Double?
  var moments: [Moment]
}

extension FokkerProcess {
  /// Solves an equation and reads what is printed.
  func solved(_ arguments: [String]) throws -> SolvedEquation {
    try decoded(["solve"] + arguments)
  }

  /// Simulates an equation and reads what is printed.
  func simulated(_ arguments: [String]) throws -> SimulatedEquation {
    try decoded(["simulate"] + arguments)
  }

  private func decoded<Result: Decodable>(_ arguments: [String]) throws -> Result {
    let output = try run(arguments + ["--format", "json", "--quiet"])
    #expect(output.status == 0, "\(arguments): \(output.error)")
    return try JSONDecoder().decode(Result.self, from: Data(output.output.utf8))
  }

  /// The path of an equation file of the documentation.
  static func exampleEquation(_ name: String) -> String {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("docs/examples/equations/\(name)").path
  }

  /// Moves the command to a directory of its own and removes it afterwards.
  static func use<Result>(_ body: (FokkerProcess) throws -> Result) throws -> Result {
    let fokker = try FokkerProcess()
    defer { fokker.remove() }
    return try body(fokker)
  }
}
