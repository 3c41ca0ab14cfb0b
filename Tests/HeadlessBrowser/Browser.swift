public import Foundation

/// A Chromium without a window, driven through its DevTools protocol over two pipes.
///
/// A page's requests, console messages and exceptions are kept, so that a test can say that there
/// were none.
public final class Browser {
  private let process = Process()
  private let input = Pipe()
  private let output = Pipe()
  private let profile: URL
  private var buffer = Data()
  private var lastNumber = 0
  private var session = ""
  /// The addresses that the page asked for, its own among them.
  public private(set) var requests: [String] = []
  /// What the page's console was told as an error or warning, and exceptions that nobody caught.
  public private(set) var complaints: [String] = []

  /// Where a Chromium is installed, or nil.
  public static let program: String? = ["chromium", "chromium-browser", "google-chrome"]
    .map { "/usr/bin/\($0)" }.first { FileManager.default.isExecutableFile(atPath: $0) }

  /// Starts a browser with a window of the given size.
  public init(width: Int, height: Int) throws {
    guard let program = Self.program else { throw BrowserError.notInstalled }
    signal(SIGPIPE, SIG_IGN)
    profile = FileManager.default.temporaryDirectory.appending(
      path: "browser-\(UUID().uuidString)")
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    // The browser reads commands from descriptor 3 and answers on 4.
    process.arguments = [
      "-c", "exec \"$0\" \"$@\" 3<&0 4>&1 </dev/null >/dev/null 2>/dev/null", program,
      "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
      "--remote-debugging-pipe", "--user-data-dir=\(profile.path)",
      "--window-size=\(width),\(height)", "--force-prefers-reduced-motion", "--hide-scrollbars",
    ]
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    let target = try call("Target.createTarget", ["url": "about:blank"])
    let attached = try call(
      "Target.attachToTarget", ["targetId": target["targetId"] ?? "", "flatten": true])
    session = attached["sessionId"] as? String ?? ""
    for domain in ["Page", "Runtime", "Log", "Network"] { _ = try call("\(domain).enable") }
    _ = try call(
      "Emulation.setDeviceMetricsOverride",
      ["width": width, "height": height, "deviceScaleFactor": 1, "mobile": false])
  }

  /// Ends the browser.
  public func close() {
    _ = try? call("Browser.close")
    process.waitUntilExit()
    try? FileManager.default.removeItem(at: profile)
  }

  /// Opens a page and waits until it has been loaded.
  public func open(_ address: URL) throws {
    _ = try call("Page.navigate", ["url": address.absoluteString])
    try wait(for: "document.readyState === 'complete'")
  }

  /// The value of an expression, as what JSON makes of it.
  public func evaluate(_ expression: String) throws -> Any? {
    let answer = try call(
      "Runtime.evaluate",
      ["expression": expression, "returnByValue": true, "awaitPromise": true])
    if let details = answer["exceptionDetails"] as? [String: Any] {
      throw BrowserError.script("\(expression): \(details)")
    }
    return (answer["result"] as? [String: Any])?["value"]
  }

  /// The value of an expression that is a number.
  public func number(_ expression: String) throws -> Double {
    guard let value = try evaluate(expression) as? NSNumber else {
      throw BrowserError.script("\(expression) is not a number")
    }
    return value.doubleValue
  }

  /// The value of an expression that is a text.
  public func text(_ expression: String) throws -> String {
    guard let value = try evaluate(expression) as? String else {
      throw BrowserError.script("\(expression) is not a text")
    }
    return value
  }

  /// The number of elements that a selector finds.
  public func count(_ selector: String) throws -> Int {
    Int(try number("document.querySelectorAll(\(quoted(selector))).length"))
  }

  /// The text within the first element that a selector finds.
  public func content(_ selector: String) throws -> String {
    try text("document.querySelector(\(quoted(selector))).textContent")
  }

  /// The attribute of the first element that a selector finds.
  public func attribute(_ name: String, of selector: String) throws -> String {
    try text("document.querySelector(\(quoted(selector))).getAttribute(\(quoted(name)))")
  }

  /// Clicks on the first element that a selector finds.
  public func click(_ selector: String) throws {
    _ = try evaluate("document.querySelector(\(quoted(selector))).click()")
  }

  private func quoted(_ text: String) -> String {
    "'" + text.replacing("\\", with: "\\\\").replacing("'", with: "\\'") + "'"
  }

  /// Waits until an expression is true.
  public func wait(for expression: String, seconds: Double = 20) throws {
    let end = Date.now.addingTimeInterval(seconds)
    while Date.now < end {
      if (try? evaluate(expression)) as? Bool == true { return }
      Thread.sleep(forTimeInterval: 0.03)
    }
    throw BrowserError.timeout(expression)
  }

  /// Presses a key, which goes to the element that has the focus.
  public func press(_ key: String) throws {
    for type in ["keyDown", "keyUp"] {
      var event: [String: Any] = ["type": type, "key": key]
      if key.count == 1, type == "keyDown" { event["text"] = key }
      _ = try call("Input.dispatchKeyEvent", event)
    }
  }

  /// Moves, presses or releases the pointer at a place of the window.
  public func pointer(_ type: PointerEvent, x: Double, y: Double) throws {
    _ = try call(
      "Input.dispatchMouseEvent",
      [
        "type": type.rawValue, "x": x, "y": y, "button": type == .move ? "none" : "left",
        "clickCount": 1, "pointerType": "mouse",
      ])
  }

  /// A picture of the window.
  public func screenshot() throws -> Data {
    let answer = try call("Page.captureScreenshot", ["format": "png"])
    return Data(base64Encoded: answer["data"] as? String ?? "") ?? Data()
  }

  // MARK: Messages

  private func call(_ method: String, _ parameters: [String: Any] = [:]) throws -> [String: Any] {
    lastNumber += 1
    let number = lastNumber
    var message: [String: Any] = ["id": number, "method": method, "params": parameters]
    if !session.isEmpty { message["sessionId"] = session }
    try input.fileHandleForWriting.write(
      contentsOf: try JSONSerialization.data(withJSONObject: message) + Data([0]))
    while true {
      let answer = try nextMessage()
      guard answer["id"] as? Int == number else {
        note(answer)
        continue
      }
      if let error = answer["error"] as? [String: Any] {
        throw BrowserError.script("\(method): \(error["message"] ?? "")")
      }
      return answer["result"] as? [String: Any] ?? [:]
    }
  }

  /// Messages end in a zero byte.
  private func nextMessage() throws -> [String: Any] {
    while true {
      if let end = buffer.firstIndex(of: 0) {
        let message = buffer[buffer.startIndex..<end]
        buffer = Data(buffer[buffer.index(after: end)...])
        return try JSONSerialization.jsonObject(with: Data(message)) as? [String: Any] ?? [:]
      }
      let more = output.fileHandleForReading.availableData
      if more.isEmpty { throw BrowserError.ended }
      buffer.append(more)
    }
  }

  private func note(_ event: [String: Any]) {
    let parameters = event["params"] as? [String: Any] ?? [:]
    switch event["method"] as? String {
    case "Network.requestWillBeSent":
      let request = parameters["request"] as? [String: Any]
      requests.append(request?["url"] as? String ?? "")
    case "Runtime.exceptionThrown": complaints.append("\(parameters)")
    case "Runtime.consoleAPICalled" where parameters["type"] as? String != "log":
      complaints.append("\(parameters)")
    case "Log.entryAdded":
      let entry = parameters["entry"] as? [String: Any]
      if entry?["level"] as? String != "info" { complaints.append("\(entry ?? [:])") }
    default: break
    }
  }
}

/// What a pointer does.
public enum PointerEvent: String, Sendable {
  case move = "mouseMoved"
  case press = "mousePressed"
  case release = "mouseReleased"
}

/// Why a browser did not do what it was told.
public enum BrowserError: Error {
  case notInstalled
  case ended
  case script(String)
  case timeout(String)
}
