public import RealModule
public import StochasticProcesses

/// How strongly noise acts on several variables.
public enum TypedNoiseMatrix: Hashable, Codable, Sendable {
  /// The symmetric diffusion matrix D, all its rows.
  case diffusion([[String]])
  /// The matrix B of dX = a dt + B dW, a row per variable and a column per Wiener process; D = B
  /// Bᵀ/2.
  case noise([[String]])
}

/// A diffusion in several variables whose coefficients are typed as expressions.
///
/// ```swift
/// let rotor = try TypedMultivariateProcess(
///   variables: ["x", "y"], drift: ["-x - w*y", "w*x - y"],
///   noise: .diffusion([["0.2", "0.05"], ["0.05", "0.1"]]), parameters: ["w": 2])
/// ```
public struct TypedMultivariateProcess: NoiseMatrixProcess {
  /// The names of the variables.
  public let variables: [String]
  /// The drift, an expression for each variable.
  public let drift: [TypedExpression]
  /// The rows of D or B.
  private let rows: [[TypedExpression]]
  /// Whether the rows are those of B.
  private let isNoiseMatrix: Bool

  /// Creates a process from expressions in the variables and the time `t`.
  ///
  /// - Parameters:
  ///   - variables: The names of the variables.
  ///   - drift: The drift, one expression for each variable.
  ///   - noise: The matrix D or B.
  ///   - parameters: Named constants.
  /// - Throws: ``TypedProcessError``.
  public init(
    variables: [String], drift: [String], noise: TypedNoiseMatrix,
    parameters: [String: Double] = [:]
  ) throws(TypedProcessError) {
    let order = variables.count
    guard order > 0 else { throw .wrongCount(role: "list of variables", expected: 1, found: 0) }
    guard drift.count == order else {
      throw .wrongCount(role: "drift", expected: order, found: drift.count)
    }
    self.variables = variables
    self.drift = try Self.read(drift, role: "drift", variables, parameters)
    switch noise {
    case .diffusion(let texts):
      isNoiseMatrix = false
      try Self.checkSymmetry(texts, order: order)
      rows = try Self.read(texts, role: "diffusion", variables, parameters)
    case .noise(let texts):
      isNoiseMatrix = true
      let columns = texts.first?.count ?? 0
      guard texts.count == order, columns > 0 else {
        throw .wrongCount(role: "noise matrix", expected: order, found: texts.count)
      }
      if let row = texts.first(where: { $0.count != columns }) {
        throw .wrongCount(role: "row of the noise matrix", expected: columns, found: row.count)
      }
      rows = try Self.read(texts, role: "noise", variables, parameters)
    }
  }

  private static func read(
    _ texts: [String], role: String, _ variables: [String], _ parameters: [String: Double]
  ) throws(TypedProcessError) -> [TypedExpression] {
    var result: [TypedExpression] = []
    for text in texts {
      result.append(
        try TypedExpression(text, role: role, variables: variables, parameters: parameters))
    }
    return result
  }

  private static func read(
    _ texts: [[String]], role: String, _ variables: [String], _ parameters: [String: Double]
  ) throws(TypedProcessError) -> [[TypedExpression]] {
    var result: [[TypedExpression]] = []
    for row in texts { result.append(try read(row, role: role, variables, parameters)) }
    return result
  }

  private static func checkSymmetry(
    _ texts: [[String]], order: Int
  ) throws(TypedProcessError) {
    guard texts.count == order else {
      throw .wrongCount(role: "diffusion matrix", expected: order, found: texts.count)
    }
    for row in texts where row.count != order {
      throw .wrongCount(role: "row of the diffusion matrix", expected: order, found: row.count)
    }
    for row in 0..<order {
      for column in 0..<row {
        let (upper, lower) = (texts[column][row], texts[row][column])
        guard upper.filter({ $0 != " " }) == lower.filter({ $0 != " " }) else {
          throw .notSymmetric(row: column + 1, column: row + 1, upper, lower)
        }
      }
    }
  }

  /// The number of variables.
  public var dimension: Int { variables.count }

  /// Whether no coefficient uses the time.
  public var isAutonomous: Bool { (drift + rows.joined()).allSatisfy { !$0.usesTime } }

  /// Whether D uses no variable.
  public var hasHomogeneousDiffusion: Bool {
    rows.joined().allSatisfy { $0.usedVariables.isEmpty }
  }

  /// Whether the matrix B is known: it was given, or D is diagonal with B = √(2 D).
  public var hasNoiseMatrix: Bool { isNoiseMatrix || isDiagonal }

  private var isDiagonal: Bool {
    rows.indices.allSatisfy { row in
      rows[row].indices.allSatisfy { column in
        row == column || rows[row][column].constant == 0
      }
    }
  }

  /// The number of columns of B.
  public var noiseCount: Int { rows[0].count }

  /// Evaluates drift and diffusion.
  public func evaluate(
    at points: Span<Double>, time t: Double, drift: inout MutableSpan<Double>,
    diffusion: inout MutableSpan<Double>
  ) {
    let count = points.count / dimension
    points.withUnsafeBufferPointer { source in
      guard let source = source.baseAddress else { return }
      drift.withUnsafeMutableBufferPointer { result in
        guard let start = result.baseAddress else { return }
        for row in 0..<dimension {
          self.drift[row].evaluate(at: source, count: count, time: t, into: start + row * count)
        }
      }
    }
    evaluateDiffusion(at: points, time: t, workspace: &drift, diffusion: &diffusion)
  }

  /// Evaluates the diffusion matrix alone; the workspace is left as it is.
  public func evaluateDiffusion(
    at points: Span<Double>, time t: Double, workspace: inout MutableSpan<Double>,
    diffusion: inout MutableSpan<Double>
  ) {
    let count = points.count / dimension
    points.withUnsafeBufferPointer { source in
      guard let source = source.baseAddress else { return }
      diffusion.withUnsafeMutableBufferPointer { result in
        guard let start = result.baseAddress else { return }
        if isNoiseMatrix {
          multiply(source, count, t, into: start)
        } else {
          fill(source, count, t, into: start)
        }
      }
    }
  }

  /// The upper triangle of D from its expressions.
  private func fill(
    _ points: UnsafePointer<Double>, _ count: Int, _ t: Double,
    into result: UnsafeMutablePointer<Double>
  ) {
    for row in 0..<dimension {
      for column in row..<dimension {
        let place = MatrixTriangle.index(row, column, dimension: dimension) * count
        rows[row][column].evaluate(at: points, count: count, time: t, into: result + place)
      }
    }
  }

  /// The upper triangle of B Bᵀ/2.
  private func multiply(
    _ points: UnsafePointer<Double>, _ count: Int, _ t: Double,
    into result: UnsafeMutablePointer<Double>
  ) {
    withUnsafeTemporaryAllocation(of: Double.self, capacity: dimension * noiseCount * count) {
      memory in
      guard let noise = memory.baseAddress else { return }
      noise.initialize(repeating: 0, count: memory.count)
      fillNoise(points, count, t, into: noise)
      for row in 0..<dimension {
        for column in row..<dimension {
          let place = MatrixTriangle.index(row, column, dimension: dimension) * count
          for index in 0..<count {
            var sum = 0.0
            for wiener in 0..<noiseCount {
              sum +=
                noise[(row * noiseCount + wiener) * count + index]
                * noise[(column * noiseCount + wiener) * count + index]
            }
            result[place + index] = sum / 2
          }
        }
      }
    }
  }

  /// Evaluates B; only where ``hasNoiseMatrix``.
  public func evaluateNoise(
    at points: Span<Double>, time t: Double, noise: inout MutableSpan<Double>
  ) {
    precondition(hasNoiseMatrix, "D alone does not tell B")
    let count = points.count / dimension
    points.withUnsafeBufferPointer { source in
      noise.withUnsafeMutableBufferPointer { result in
        guard let source = source.baseAddress, let start = result.baseAddress else { return }
        fillNoise(source, count, t, into: start)
        guard !isNoiseMatrix else { return }
        for index in result.indices { result[index] = (2 * result[index]).squareRoot() }
      }
    }
  }

  private func fillNoise(
    _ points: UnsafePointer<Double>, _ count: Int, _ t: Double,
    into result: UnsafeMutablePointer<Double>
  ) {
    for (row, entries) in rows.enumerated() {
      for (column, entry) in entries.enumerated() {
        entry.evaluate(
          at: points, count: count, time: t,
          into: result + (row * noiseCount + column) * count)
      }
    }
  }
}
