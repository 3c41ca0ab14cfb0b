import Grids
import Testing

@Suite("An axis")
struct AxisTests {
  @Test("has equal cells between its bounds")
  func cells() throws {
    let axis = try Axis(-1...3, cellCount: 8)
    #expect(axis.spacing == 0.5)
    #expect(axis.center(ofCell: 0) == -0.75)
    #expect(axis.faces == [-1, -0.5, 0, 0.5, 1, 1.5, 2, 2.5, 3])
  }

  @Test("finds the cell of a point and none outside", arguments: [(-1.0, 0), (0.49, 2), (3.0, 7)])
  func lookup(point: Double, cell: Int) throws {
    let axis = try Axis(-1...3, cellCount: 8)
    #expect(axis.cell(containing: point) == cell)
    #expect(axis.cell(containing: 3.1) == nil)
    #expect(axis.cell(containing: .nan) == nil)
  }

  @Test("rejects too few cells and an empty or infinite domain")
  func rejection() {
    #expect(throws: GridError.tooFewCells(1)) { try Axis(0...1, cellCount: 1) }
    #expect(throws: GridError.emptyDomain(2, 2)) { try Axis(2...2, cellCount: 4) }
    #expect(throws: GridError.self) { try Axis(0...Double.infinity, cellCount: 4) }
  }
}
