import Synchronization

/// An expression in named variables, read once and evaluated at any number of points.
///
/// ```swift
/// let force = try TypedExpression("x - k*x^3", parameters: ["k": 2.5])
/// force([0.5], time: 0)   // 0.1875
/// ```
///
/// Operators are `+ - * / ^`, comparisons, `&&`, `||` and `(condition) ? a : b`; constants `pi` and
/// `e`; functions those of docs/methods/typed-processes.md. A value takes some tens of nanoseconds.
/// Values may be evaluated from any number of threads.
public struct TypedExpression: Sendable {
  /// The expression as it was given.
  public let text: String
  /// The names of the variables, the time not among them.
  public let variables: [String]
  /// The indices of the variables that the expression uses.
  public let usedVariables: [Int]
  /// Whether the expression uses the time t.
  public let usesTime: Bool
  private let hasTime: Bool
  private let pool: EvaluatorPool
  /// The value of an expression without variables.
  let constant: Double?

  /// Reads an expression.
  ///
  /// - Parameters:
  ///   - text: The expression.
  ///   - role: What it stands for, for messages.
  ///   - variables: The names of the variables.
  ///   - hasTime: Whether the name `t` means the time.
  ///   - parameters: Named constants.
  /// - Throws: ``TypedProcessError/expression(_:)`` and ``TypedProcessError/badName(_:reason:)``.
  public init(
    _ text: String, role: String = "expression", variables: [String] = ["x"], hasTime: Bool = true,
    parameters: [String: Double] = [:]
  ) throws(TypedProcessError) {
    let names = variables + (hasTime ? ["t"] : [])
    let vocabulary = ExpressionVocabulary(variables: names, parameters: parameters)
    if let misnamed = vocabulary.misnamed() {
      throw .badName(misnamed.name, reason: misnamed.reason)
    }
    let normalized = ExpressionText.normalized(text)
    func failure(_ problem: ExpressionError.Problem, _ position: Int?) -> TypedProcessError {
      .expression(
        ExpressionError(role: role, expression: text, position: position, problem: problem))
    }
    if let position = ExpressionText.assignment(in: normalized) {
      throw failure(.assignment, position)
    }
    let evaluator = ExpressionEvaluator(normalized, vocabulary)
    let (complaint, used) = evaluator.inspect()
    if let complaint {
      let (problem, position) = complaint.problem(in: text, vocabulary)
      throw failure(problem, position)
    }
    self.text = text
    self.variables = variables
    self.hasTime = hasTime
    usedVariables = variables.indices.filter { used.contains(variables[$0]) }
    usesTime = hasTime && used.contains("t")
    constant = used.isEmpty ? evaluator.value(time: nil) : nil
    pool = EvaluatorPool(normalized, vocabulary, first: evaluator)
  }

  /// The value at one point.
  ///
  /// - Parameters:
  ///   - point: One number per variable.
  ///   - time: The time.
  /// - Returns: The value; not a number where the expression has none.
  public func callAsFunction(_ point: [Double], time: Double = 0) -> Double {
    precondition(point.count == variables.count, "one number per variable")
    var result = 0.0
    point.withUnsafeBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return }
      evaluate(at: start, count: 1, time: time, into: &result)
    }
    return result
  }

  /// The value at one point of an expression in one variable.
  func value(at x: Double, time: Double) -> Double {
    var (point, result) = (x, 0.0)
    evaluate(at: &point, count: 1, time: time, into: &result)
    return result
  }

  /// Evaluates at points stored variable by variable, `count` numbers each.
  func evaluate(
    at points: UnsafePointer<Double>, count: Int, time: Double,
    into result: UnsafeMutablePointer<Double>
  ) {
    if let constant {
      result.update(repeating: constant, count: count)
      return
    }
    let evaluator = pool.take()
    let time = hasTime ? time : nil
    if usedVariables.isEmpty {
      result.update(repeating: evaluator.value(time: time), count: count)
    } else {
      evaluator.evaluate(
        at: points, count: count, stride: count, used: usedVariables, time: time, into: result)
    }
    pool.giveBack(evaluator)
  }
}

/// The evaluators of one expression, one for each thread that needs one at the same time.
private final class EvaluatorPool: Sendable {
  private let expression: String
  private let vocabulary: ExpressionVocabulary
  private let idle: Mutex<[ExpressionEvaluator]>

  init(_ expression: String, _ vocabulary: ExpressionVocabulary, first: ExpressionEvaluator) {
    self.expression = expression
    self.vocabulary = vocabulary
    idle = Mutex([first])
  }

  func take() -> ExpressionEvaluator {
    idle.withLock { $0.popLast() } ?? ExpressionEvaluator(expression, vocabulary)
  }

  func giveBack(_ evaluator: ExpressionEvaluator) {
    idle.withLock { $0.append(evaluator) }
  }
}
