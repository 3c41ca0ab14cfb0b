import Figures
import Testing

@Suite("Numbers as texts")
struct NumberTextTests {
  @Test(
    "have the digits that the uncertainty leaves them",
    arguments: [
      (-0.131, 0.012, "-0.131 ± 0.012"), (1.23456, 0.0996, "1.23 ± 0.10"),
      (1.23456, 0.099_49, "1.235 ± 0.099"), (1234.5, 56, "1235 ± 56"),
      (0, 0.0012, "0.0000 ± 0.0012"), (1.31e-7, 1.2e-8, "(1.31 ± 0.12)e-07"),
      (-4.2e9, 3e7, "(-4.200 ± 0.030)e+09"), (9.996, 0.01, "9.996 ± 0.010"),
      (2, 0, "2.000 ± 0"), (2.02, 1e-15, "2.020 ± 1.0e-15"), (2, .nan, "2.000 ± nan"),
      (.nan, 1, "nan ± 1.0"),
      (0.5, 3, "0.5 ± 3.0"), (12_345, 678, "(1.235 ± 0.068)e+04"),
    ])
  func uncertain(value: Double, error: Double, expected: String) {
    #expect(NumberText.uncertain(value, error) == expected)
    #expect(NumberText.uncertain(value, -error) == expected)
  }

  @Test(
    "have the significant digits that are asked for",
    arguments: [
      (0.123456, 3, "0.123"), (123.456, 4, "123.5"), (123_456, 2, "123456"), (0, 4, "0"),
      (9.9996, 4, "10.00"), (1.5e-9, 3, "1.50e-09"), (-2e300, 2, "-2.0e+300"),
      (.infinity, 2, "inf"), (-.infinity, 2, "-inf"), (0.000123, 2, "0.00012"),
      (.leastNonzeroMagnitude, 1, "5e-324"),
    ])
  func significant(value: Double, digits: Int, expected: String) {
    #expect(NumberText.significant(value, digits: digits) == expected)
  }
}

@Suite("Tables")
struct TableTests {
  private let table = Table(
    "Compression",
    columns: [
      TableColumn("layer"), TableColumn("slope", alignment: .decimal),
      TableColumn("count", alignment: .trailing),
    ],
    rows: [["first", "-0.131 ± 0.012", "9"], ["second", "12.5 ± 1.0", "1234"], ["third"]])

  @Test("align texts, numbers and decimal points")
  func alignment() {
    #expect(
      table.text() == """
        Compression

        layer            slope  count
        ──────  ──────────────  ─────
        first   -0.131 ± 0.012      9
        second  12.5 ± 1.0       1234
        third

        """)
  }

  @Test("break long texts between words to fit the width", arguments: [40, 60, 80])
  func breaking(width: Int) {
    var long = table
    long.rows.append([String(repeating: "many words ", count: 20), "1.0 ± 0.1", "2"])
    let lines = long.text(width: width).split(separator: "\n")
    #expect(lines.allSatisfy { $0.count <= width })
    #expect(lines.joined().replacing(" ", with: "").contains("manywords"))
  }

  @Test("continue below when there are too many columns")
  func manyColumns() {
    let columns =
      [TableColumn("layer")]
      + (0..<20).map {
        TableColumn("column\($0)", alignment: .trailing)
      }
    let rows = [["first"] + (0..<20).map { "\($0).12345" }]
    let text = Table(columns: columns, rows: rows).text(width: 80)
    let lines = text.split(separator: "\n")
    #expect(lines.allSatisfy { $0.count <= 80 })
    #expect(lines.count { $0.hasPrefix("first") } >= 2)
    for column in 0..<20 { #expect(text.contains("column\(column)")) }
  }

  @Test("raise and lower characters where Unicode has them")
  func markup() {
    let columns = [TableColumn("R^{2}"), TableColumn("I(X;T_{k})"), TableColumn("T_{1}")]
    #expect(Table(columns: columns).text().hasPrefix("R²  I(X;T_k)  T₁\n"))
  }

  @Test("may be empty")
  func empty() {
    #expect(Table(columns: []).text() == "")
    #expect(Table("t", columns: [TableColumn("a")]).text() == "t\n\na\n─\n")
  }
}
