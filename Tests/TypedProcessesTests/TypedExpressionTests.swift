import Foundation
import Testing
import TypedProcesses

@Suite("Typed expressions")
struct TypedExpressionTests {
  @Test(
    "have the values of ordinary mathematics",
    arguments: [
      ("x - x^3", -6.0), ("-x^2", -4), ("2^3^2", 512), ("2^-1", 0.5), ("x*(t + k)", 11),
      ("-2^2 + x", -2), ("x > 1 ? 10 : 20", 10), ("x < 0 ? -1 : x > 5 ? 1 : 0", 0),
      ("(x >= 2 && t != 0) ? 1 : 0", 1), ("min(x, 3, 1)", 1), ("max(x, t)", 3), ("sign(-x)", -1),
      ("abs(-x)", 2), ("sqrt(2*x)", 2), ("log(e)", 1), ("ln(e^2)", 2), ("log10(100)", 2),
      ("cos(pi)", -1), ("cos(π)", -1), ("tanh(0) + exp(0) + sin(0)", 1), ("1e-3*x", 0.002),
      ("erf(0) + floor(2.7)", 2), ("2 − x·x", -2), ("x\n + 1", 3), ("θ_1 * 2", 3), ("x÷4", 0.5),
    ])
  func values(_ text: String, _ expected: Double) throws {
    let expression = try TypedExpression(text, parameters: ["k": 2.5, "θ_1": 1.5])
    #expect(abs(expression([2], time: 3) - expected) < 1e-14)
  }

  @Test("know what they depend on")
  func dependence() throws {
    let both = try TypedExpression("y*sin(t)", variables: ["x", "y"])
    #expect(both.usedVariables == [1] && both.usesTime)
    let constant = try TypedExpression("k^2", parameters: ["k": 3])
    #expect(constant.usedVariables.isEmpty && !constant.usesTime && constant([0]) == 9)
    let law = try TypedExpression("exp(-x^2)", hasTime: false)
    #expect(!law.usesTime)
  }

  @Test("evaluate on many threads at once")
  func threads() async throws {
    let expression = try TypedExpression("sin(x) + t*x^2")
    let sums = await withTaskGroup(of: Bool.self) { group in
      for task in 0..<16 {
        group.addTask {
          (0..<2000).allSatisfy { index in
            let x = Double(task) + Double(index) * 1e-3
            return expression([x], time: 2) == sin(x) + 2 * (x * x)
          }
        }
      }
      return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
    }
    #expect(sums == 16)
  }

  @Test(
    "tell what is wrong and where",
    arguments: [
      ("x - k*y", 6, "did you mean"), ("x - x^^3", 6, "operator '^'"), ("sni(x)", 0, "'sin'"),
      ("1 +", 3, "ends"), ("(x", 2, "match"), ("x)", 1, "match"), ("2x", 1, "written with *"),
      ("x x", 2, "operator is needed"), ("x**2", 2, "powers with ^"), ("sin x", 0, "sin(x)"),
      ("max()", 5, "number of arguments"), ("x = 3", 2, "'=='"), ("1 + x # 2", 6, "'#'"),
      ("x·x + foo", 6, "'foo'"), ("θx + 1", 0, "'θx'"), ("(x<0) ? 1", -1, "condition"),
      ("", -1, "empty"), ("   ", -1, "empty"), ("1,5*x", -1, "2 values"), ("x, 1", -1, "2 values"),
      ("X", 0, "'x'"), ("sin(x", 5, "match"), ("3(x)", 1, "operator"),
      ("x +* 2", 3, "operator '*'"),
      ("x + \"a\"", 4, "no meaning"), ("f(x)", 0, "'f'"), ("tan(x))", 6, "match"),
      (")", 0, "match"), ("atan2(x)", 7, "number of arguments"),
    ])
  func mistakes(_ text: String, _ position: Int, _ words: String) {
    guard let mistake = mistake(in: text) else {
      Issue.record("'\(text)' was read")
      return
    }
    #expect((mistake.position ?? -1) == position, "\(mistake)")
    let expected = words == "written with *" ? "write products with *" : words
    #expect(mistake.description.contains(expected), "\(mistake)")
    #expect(mistake.description.hasPrefix("The drift"))
    guard position >= 0 else { return }
    let caret = "\n  " + String(repeating: " ", count: position) + "^"
    #expect(mistake.description.hasSuffix(caret), "\(mistake)")
  }

  private func mistake(in text: String) -> ExpressionError? {
    do throws(TypedProcessError) {
      _ = try TypedExpression(text, role: "drift", parameters: ["k": 1])
    } catch {
      if case .expression(let mistake) = error { return mistake }
    }
    return nil
  }

  @Test(
    "refuse names that would be ambiguous",
    arguments: ["x", "t", "pi", "sin", "2k", "a b", "", "k-1"])
  func names(_ name: String) {
    #expect(throws: TypedProcessError.self) { try TypedExpression("x", parameters: [name: 1]) }
  }
}
