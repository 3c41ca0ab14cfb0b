import Figures
import Foundation
import HeadlessBrowser
import Testing

@Suite(
  "fokker report", .serialized,
  .enabled(if: (try? VegaLibrary()) != nil && Browser.program != nil, "needs Vega and Chromium"))
struct ReportTests {
  /// Makes a small run, whose report opens in a browser.
  private func browse(_ body: (FokkerProcess, Browser) throws -> Void) throws {
    let fokker = try FokkerProcess()
    defer { fokker.remove() }
    try fokker.write(tinyExperiment, to: "tiny.yml")
    let run = try fokker.run("run", "tiny.yml", "-o", "run")
    #expect(run.status == 0 && run.error.contains("run/report.html"), "\(run.error)")
    let browser = try Browser(width: 1280, height: 20_000)
    defer { browser.close() }
    try browser.open(fokker.directory.appending(path: "run/report.html"))
    try browser.wait(
      for: "document.querySelectorAll('.chart').length > 10"
        + " && document.querySelectorAll('.chart svg').length"
        + " === document.querySelectorAll('.chart').length", seconds: 60)
    try body(fokker, browser)
    #expect(browser.complaints.isEmpty)
    #expect(browser.requests.allSatisfy { $0.hasPrefix("data:") || $0.hasSuffix("report.html") })
  }

  @Test("makes one page that opens without an error or a request, and moves")
  func page() throws {
    try browse { fokker, browser throws in
      #expect(try fokker.bytes("run/report.html").count < 5_000_000)
      let places = """
        Array.from(document.querySelectorAll('#figure-1 .mark-symbol path'))
          .map((mark) => mark.getAttribute('transform')).join(';')
        """
      let last = try browser.text(places)
      #expect(!last.isEmpty)
      _ = try browser.evaluate(
        "(() => { const slider = document.querySelector('.time input'); slider.value = 0;"
          + " slider.dispatchEvent(new Event('input')); })()")
      #expect(try browser.content(".time output") == "0")
      #expect(try browser.text(places) != last, "the information plane moved")
      let moments = try browser.text(
        "Array.from(document.querySelectorAll('.moment')).map((m) => m.textContent).join(';')")
      #expect(Set(moments.split(separator: ";")) == ["epoch 0"], "all figures moved together")
      let marks = try browser.count("#figure-1 .mark-symbol path")
      try browser.click("[data-toggle-layer='0']")
      #expect(try browser.count("#figure-1 .mark-symbol path") < marks)
      try browser.click(".time button")
      try browser.wait(for: "document.querySelector('.time output').textContent !== '0'")
      for heading in ["What was found", "What was run", "How it was made, and how sure it is"] {
        #expect(
          try browser.text("document.body.textContent").contains(heading), "\(heading)")
      }
    }
  }

  @Test("names what is missing, and refuses to replace another file")
  func partial() throws {
    let fokker = try FokkerProcess()
    defer { fokker.remove() }
    try fokker.write(tinyExperiment, to: "tiny.yml")
    #expect(try fokker.run("train", "tiny.yml", "-o", "run").status == 0)
    #expect(try fokker.run("report", "run").output == "run/report.html\n")
    let page = String(decoding: try fokker.bytes("run/report.html"), as: UTF8.self)
    #expect(page.contains("comparison.nc is not there; 'fokker compare run' makes it."))
    #expect(page.contains("nothing is concluded"))
    let other = try fokker.run("report", "run", "-o", "tiny.yml")
    #expect(other.status == 74 && other.error.contains("--force"))
    let missing = try fokker.run("report", "run", "--vega", "nowhere")
    #expect(missing.status == 1 && missing.error.contains("apt-get install libjs-vega"))
    #expect(try fokker.run("report", "nowhere").status == 74)
  }
}
