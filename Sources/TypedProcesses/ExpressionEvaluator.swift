internal import CMuParser
internal import RealModule
import Synchronization

/// Reading an expression uses state that all handles of muParser share.
private let reading = Mutex<Void>(())

/// One handle of muParser with the memory of its variables.
///
/// It is called in a plain loop: muParser's own bulk mode wakes a team of threads for every call,
/// which takes 30 to 500 µs where a value takes 0.03.
final class ExpressionEvaluator: @unchecked Sendable {
  // Sendable because the pool that owns it hands it to one user at a time.

  private let parser: muParserHandle_t?
  private let arguments: UnsafeMutablePointer<Double>
  private let argumentCount: Int

  /// Reads an expression; ``complaint`` tells whether it could be read.
  ///
  /// - Parameters:
  ///   - expression: The expression in muParser's characters.
  ///   - vocabulary: The names it may use.
  init(_ expression: String, _ vocabulary: ExpressionVocabulary) {
    argumentCount = vocabulary.variables.count
    arguments = .allocate(capacity: max(1, argumentCount))
    arguments.initialize(repeating: 0, count: max(1, argumentCount))
    let address = reading.withLock { [arguments] _ -> UInt in
      guard let parser = mupCreate(muBASETYPE_FLOAT) else { return 0 }
      Self.define(vocabulary, arguments, parser)
      mupSetExpr(parser, expression)
      return UInt(bitPattern: parser)
    }
    parser = muParserHandle_t(bitPattern: address)
  }

  deinit {
    let address = parser.map { UInt(bitPattern: $0) } ?? 0
    reading.withLock { _ in mupRelease(muParserHandle_t(bitPattern: address)) }
    arguments.deallocate()
  }

  private static func define(
    _ vocabulary: ExpressionVocabulary, _ arguments: UnsafeMutablePointer<Double>,
    _ parser: muParserHandle_t
  ) {
    // Letters of other alphabets are bytes above 127.
    let ascii = "0123456789_abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ".utf8
    let characters = (ascii + Array(0x80...0xFF) + [0]).map { CChar(bitPattern: $0) }
    mupDefineNameChars(parser, characters)
    for (index, name) in vocabulary.variables.enumerated() {
      mupDefineVar(parser, name, arguments + index)
    }
    mupClearConst(parser)
    for (name, value) in ExpressionVocabulary.constants { mupDefineConst(parser, name, value) }
    for (name, value) in vocabulary.parameters { mupDefineConst(parser, name, value) }
    mupDefineFun1(parser, "erf", { Double.erf($0) }, 1)
    mupDefineFun1(parser, "floor", { $0.rounded(.down) }, 1)
  }

  /// What muParser has against the expression, and the variables that it uses.
  func inspect() -> (complaint: ParserComplaint?, used: [String]) {
    reading.withLock { _ in
      var count: Int32 = 0
      _ = mupEvalMulti(parser, &count)
      guard mupError(parser) == 0 else {
        return (
          ParserComplaint(
            code: Int(mupGetErrorCode(parser)), position: Int(mupGetErrorPos(parser)),
            token: String(cString: mupGetErrorToken(parser)),
            message: String(cString: mupGetErrorMsg(parser))), []
        )
      }
      guard count == 1 else {
        return (ParserComplaint(code: -1, position: -1, token: "\(count)", message: ""), [])
      }
      var used: [String] = []
      for index in 0..<mupGetExprVarNum(parser) {
        var name: UnsafePointer<CChar>?
        var value: UnsafeMutablePointer<Double>?
        mupGetExprVar(parser, UInt32(index), &name, &value)
        if let name { used.append(String(cString: name)) }
      }
      return (nil, used)
    }
  }

  /// Evaluates at points whose values of variable v are at `v · stride` of `points`.
  ///
  /// - Parameters:
  ///   - points: The variables but the time, each `stride` numbers.
  ///   - count: The number of points.
  ///   - stride: The distance between variables.
  ///   - used: The indices of the variables that the expression uses, time aside.
  ///   - time: The value of the last variable; nil when there is none.
  ///   - result: Receives `count` values.
  func evaluate(
    at points: UnsafePointer<Double>, count: Int, stride: Int, used: [Int], time: Double?,
    into result: UnsafeMutablePointer<Double>
  ) {
    if let time { arguments[argumentCount - 1] = time }
    if used.count == 1 {
      let (argument, column) = (arguments + used[0], points + used[0] * stride)
      for index in 0..<count {
        argument.pointee = column[index]
        result[index] = mupEval(parser)
      }
      return
    }
    for index in 0..<count {
      for variable in used { arguments[variable] = points[variable * stride + index] }
      result[index] = mupEval(parser)
    }
  }

  /// The value where no variable but the time matters.
  func value(time: Double?) -> Double {
    if let time { arguments[argumentCount - 1] = time }
    return mupEval(parser)
  }
}

/// What muParser says about an expression that it cannot read.
struct ParserComplaint: Hashable, Sendable {
  /// Its error code; −1 when the expression has several values.
  let code: Int
  /// The byte at which it stopped, or −1.
  let position: Int
  /// What stands there; the number of values when there are several.
  let token: String
  /// Its message.
  let message: String
}
