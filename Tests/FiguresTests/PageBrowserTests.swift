import Figures
import Foundation
import HeadlessBrowser
import Testing

@Suite(
  "Pages in a browser", .serialized,
  .enabled(if: hasVega && Browser.program != nil, "needs Vega and Chromium"))
struct PageBrowserTests {
  /// Two layers in five frames, a line of each layer, a heat map and arrows.
  private let page: Page = {
    let epochs = [0.0, 10, 100, 1000, 9000]
    var points: [Series] = []
    for (frame, epoch) in epochs.enumerated() {
      for layer in 0..<2 {
        points.append(
          Series(
            "layer \(layer + 1)",
            .points(
              x: [1, 2, 3].map { $0 + Double(layer) }, y: [1, 2, 3].map { $0 * (1 + epoch) }),
            layer: layer, frame: frame))
      }
    }
    let plane = Figure(
      "Plane", panels: [Panel(x: AxisStyle("x", unit: "bit"), y: AxisStyle("y"), series: points)],
      frames: FigureFrames("epoch", values: epochs))
    let lines = (0..<2).map { layer in
      Series(
        "layer \(layer + 1)", .line(x: [1, 10, 100], y: [1, 2, 4].map { $0 + Double(layer) }),
        layer: layer)
    }
    let curves = Figure(
      "Curves",
      panels: [
        Panel(x: AxisStyle("epoch", scale: .logarithmic), y: AxisStyle("SNR"), series: lines)
      ])
    let map = Figure(
      "Map",
      panels: [
        Panel(
          x: AxisStyle("s"), y: AxisStyle("w"),
          series: [
            Series("", .heatMap(xEdges: [0, 1, 2], yEdges: [0, 1, 3], values: [1, 2, 3, 4])),
            Series("current", .arrows(x: [0.5], y: [0.5], dx: [0.5], dy: [0.5])),
          ])
      ], colorScale: AxisStyle("density"))
    return Page(
      "Test",
      blocks: [
        .figure(plane, caption: ""), .figure(curves, caption: ""), .figure(map, caption: ""),
      ])
  }()

  /// Opens the page, runs a test on it, and checks that nothing was asked for or complained about.
  private func browse(_ page: Page? = nil, _ body: (Browser) throws -> Void) throws {
    let page = page ?? self.page
    let directory = try ScratchDirectory()
    let path = directory.path("page.html")
    try page.html(vega: try VegaLibrary()).write(toFile: path, atomically: true, encoding: .utf8)
    let browser = try Browser(width: 1280, height: 3000)
    defer { browser.close() }
    try browser.open(URL(fileURLWithPath: path))
    try browser.wait(
      for: "document.querySelectorAll('.chart svg').length"
        + " === document.querySelectorAll('.chart').length")
    try body(browser)
    #expect(browser.complaints.isEmpty)
    #expect(browser.requests.allSatisfy { $0.hasPrefix("data:") || $0.hasSuffix("page.html") })
  }

  private func marks(_ browser: Browser, _ figure: Int) throws -> [String] {
    let script = """
      Array.from(document.querySelectorAll('#figure-\(figure) .mark-symbol path'))
        .map((mark) => mark.getAttribute('transform')).join(';')
      """
    return try browser.text(script).split(separator: ";").map(String.init)
  }

  @Test("draw every figure, ask for nothing, and complain of nothing")
  func draws() throws {
    try browse { browser throws in
      #expect(try browser.count(".chart svg") == 3)
      #expect(try marks(browser, 1).count == 6)
      #expect(try browser.count("#figure-2 .mark-line path") == 2)
      #expect(try browser.count("#figure-3 .mark-image image") == 1)
      #expect(try browser.count("#figure-3 .mark-rule line") > 0)
    }
  }

  @Test("move their figures by the slider and by the play button")
  func slider() throws {
    try browse { browser throws in
      let last = try marks(browser, 1)
      #expect(try browser.content(".time output") == "9000")
      _ = try browser.evaluate(
        "(() => { const slider = document.querySelector('.time input'); slider.value = 1;"
          + " slider.dispatchEvent(new Event('input')); })()")
      let second = try marks(browser, 1)
      #expect(second.count == 6 && second != last)
      #expect(try browser.content(".time output") == "10")
      #expect(try browser.content("#figure-1 .moment") == "epoch 10")
      try browser.click(".time button")
      #expect(try browser.attribute("aria-label", of: ".time button") == "Pause")
      try browser.wait(for: "document.querySelector('.time output').textContent === '9000'")
      #expect(try marks(browser, 1) == last)
      try browser.wait(for: "document.querySelector('.time button').ariaLabel === 'Play'")
    }
  }

  @Test("hide a layer in all figures at once, and a series in its own")
  func toggles() throws {
    try browse { browser throws in
      try browser.click("[data-toggle-layer='1']")
      #expect(try marks(browser, 1).count == 3)
      #expect(try browser.count("#figure-2 .mark-line path") == 1)
      #expect(try browser.attribute("aria-pressed", of: "[data-toggle-layer='1']") == "false")
      try browser.click("[data-toggle-layer='1']")
      #expect(try marks(browser, 1).count == 6)
      try browser.click("#figure-2 .legend button")
      #expect(try browser.count("#figure-2 .mark-line path") == 1)
      #expect(try marks(browser, 1).count == 6, "the legend of one figure is its own")
    }
  }

  /// Where a part of a chart's panel is in the window; both parts count from the upper left corner.
  private func place(
    _ browser: Browser, _ figure: Int, across: Double, down: Double
  ) throws -> (x: Double, y: Double) {
    let found = try browser.text(
      """
      (() => {
        const host = document.querySelector('#figure-\(figure) .chart'), panel = host.chart.panels[0];
        const frame = host.getBoundingClientRect(), scale = frame.width / host.chart.width;
        return (frame.left + scale * (panel.x + \(across) * panel.width)) + ' '
          + (frame.top + scale * (panel.y + \(down) * panel.height));
      })()
      """)
    let numbers = found.split(separator: " ").compactMap { Double($0) }
    return (numbers[0], numbers[1])
  }

  @Test("show values under the pointer, of lines and of cells")
  func hover() throws {
    try browse { browser throws in
      // The middle of the axis from 1 to 100 is 10, where the layers have 2 and 3 of 1 to 5.
      let middle = try place(browser, 2, across: 0.5, down: 0.75)
      try browser.pointer(.move, x: middle.x, y: middle.y)
      let lines = try browser.content("#figure-2 .tip")
      for line in ["epoch: 10", "layer 1: 2", "layer 2: 3"] { #expect(lines.contains(line)) }
      let corner = try place(browser, 3, across: 0.02, down: 0.02)
      try browser.pointer(.move, x: corner.x, y: corner.y)
      let cell = try browser.content("#figure-3 .tip")
      #expect(cell.contains("density: 3"))
    }
  }

  @Test("zoom into a box, by keys, and show everything again")
  func zoom() throws {
    try browse { browser throws in
      let chart = "document.querySelector('#figure-2 .chart').chart"
      let domain = { try browser.text("\(chart).domains[0][0].join(' ')") }
      let whole = try domain()
      let (start, end) = (
        try place(browser, 2, across: 0.25, down: 0.2),
        try place(browser, 2, across: 0.75, down: 0.8)
      )
      try browser.pointer(.move, x: start.x, y: start.y)
      try browser.pointer(.press, x: start.x, y: start.y)
      try browser.pointer(.move, x: end.x, y: end.y)
      try browser.pointer(.release, x: end.x, y: end.y)
      let zoomed = try domain().split(separator: " ").compactMap { Double($0) }
      // Half of the decades of an axis from 10^-0.08 to 10^2.08, which has margins of 4 %.
      #expect(abs(log10(zoomed[1] / zoomed[0]) - 1.08) < 0.02)
      #expect(
        try browser.evaluate("document.querySelector('#figure-2 .reset').hidden") as? Bool == false)
      try browser.click("#figure-2 .reset")
      #expect(try domain() == whole)
      try browser.press("+")
      #expect(try domain() != whole)
      try browser.press("0")
      #expect(try domain() == whole)
    }
  }

  @Test("list their values as a table, of what is shown")
  func values() throws {
    try browse { browser throws in
      _ = try browser.evaluate("document.querySelector('#figure-2 details.values').open = true")
      try browser.wait(for: "document.querySelectorAll('#figure-2 tbody tr').length === 6")
      try browser.click("[data-toggle-layer='0']")
      try browser.wait(for: "document.querySelectorAll('#figure-2 tbody tr').length === 3")
      #expect(try browser.content("#figure-2 tbody tr").contains("layer 2"))
    }
  }

  @Test("write every name of an axis, and numbers that are small or large in few characters")
  func axisLabels() throws {
    let names = (0..<9).map { AxisName(Double($0), "name \($0)") }
    let x = (0..<9).map { Double($0) }
    let panels = [1e-8, 1e7].map { size in
      Panel(
        x: AxisStyle("D"), y: AxisStyle("", names: names),
        series: [Series("", .points(x: x.map { $0 * size }, y: x))])
    }
    let figure = Figure(panels: panels, columns: 2, panelWidth: 200, panelHeight: 120)
    let labels = try axisLabels(of: figure)
    for name in names {
      let count = labels.filter { $0 == name.name }.count
      #expect(count == 2, "\(name.name)")
    }
    let numbers = labels.filter { !$0.hasPrefix("name") }
    #expect(numbers.count >= 4)
    for number in numbers { #expect(number.count <= 5, "\(number)") }
  }

  /// The labels of a figure's axes that can be seen.
  private func axisLabels(of figure: Figure) throws -> [String] {
    var labels: [String] = []
    try browse(Page("Axes", blocks: [.figure(figure, caption: "")])) { browser throws in
      labels = try browser.text(
        """
        Array.from(document.querySelectorAll('.role-axis-label text'))
          .filter((label) => label.getAttribute('opacity') !== '0')
          .map((label) => label.textContent).join(';')
        """
      ).split(separator: ";").map(String.init)
    }
    return labels
  }
}
