import Foundation
import Synchronization

/// Shows on standard error how far the work is: a bar on a terminal, a few plain lines elsewhere.
final class ProgressReporter: Sendable {
  private struct State {
    var title = ""
    var start = ContinuousClock.now
    var lastShown = ContinuousClock.now
    var isOpen = false
  }

  private let isQuiet: Bool
  private let isTerminal: Bool
  private let state = Mutex(State())

  init(isQuiet: Bool) {
    self.isQuiet = isQuiet
    isTerminal = isatty(STDERR_FILENO) == 1
  }

  /// Begins a piece of work.
  func begin(_ title: String) {
    state.withLock {
      $0 = State(title: title)
      $0.isOpen = true
    }
    if !isTerminal { write("\(title) …\n") }
  }

  /// Shows the fraction that is done, at most a few times a second.
  ///
  /// - Parameters:
  ///   - fraction: The fraction that is done.
  ///   - first: The part of it that was done before the work was resumed and took no time now.
  ///   - whole: How much the whole work is and in what units, to show a rate; nothing shows none.
  ///   - detail: What else is shown.
  func update(
    _ fraction: Double, from first: Double = 0, of whole: (amount: Double, units: String) = (0, ""),
    detail: String = ""
  ) {
    let line = state.withLock { state -> String? in
      let now = ContinuousClock.now
      let interval: Duration = isTerminal ? .milliseconds(100) : .seconds(10)
      guard state.isOpen, now - state.lastShown >= interval else { return nil }
      state.lastShown = now
      let seconds = Self.seconds(now - state.start)
      let speed = (fraction - first) / seconds
      let rate =
        whole.amount > 0 ? [Self.rate(speed * whole.amount) + " \(whole.units)/s"] : []
      let left = fraction - first > 0.005 ? ["\(Self.clock((1 - fraction) / speed)) left"] : []
      return Self.line(state.title, fraction, (detail.isEmpty ? [] : [detail]) + rate + left)
    }
    guard let line else { return }
    write(isTerminal ? "\r\u{1B}[K\(line)" : "\(line)\n")
  }

  /// Ends the piece of work and says what came of it.
  func finish(_ summary: String) {
    let seconds = state.withLock { state -> Double in
      state.isOpen = false
      return Self.seconds(ContinuousClock.now - state.start)
    }
    let time = seconds < 60 ? String(format: "%.1f s", seconds) : Self.clock(seconds)
    write("\(isTerminal ? "\r\u{1B}[K" : "")\(summary) (\(time))\n")
  }

  /// Writes a line of its own, broken for a terminal.
  func note(_ text: String) {
    write(isTerminal ? "\r\u{1B}[K\(wrapped(text, width: 80))\n" : "\(text)\n")
  }

  private func write(_ text: String) {
    guard !isQuiet else { return }
    writeToStandardError(text)
  }

  private static func line(
    _ title: String, _ fraction: Double, _ details: [String]
  ) -> String {
    let width = 24
    let filled = Int((min(1, max(0, fraction)) * Double(width)).rounded(.down))
    let bar =
      String(repeating: "█", count: filled) + String(repeating: "░", count: width - filled)
    return (["\(title) \(bar) \(Int(fraction * 100)) %"] + details).joined(separator: ", ")
  }

  /// A rate with three digits, such as 18 200 or 0.512.
  private static func rate(_ value: Double) -> String {
    value >= 1000
      ? "\(Int((value / 1000).rounded())) thousand"
      : String(format: value >= 10 ? "%.0f" : "%.2f", value)
  }

  private static func seconds(_ duration: Duration) -> Double {
    Double(duration.components.seconds) + Double(duration.components.attoseconds) * 1e-18
  }

  private static func clock(_ seconds: Double) -> String {
    let whole = Int(seconds.rounded())
    let (hours, minutes) = (whole / 3600, whole / 60 % 60)
    return hours > 0
      ? String(format: "%d:%02d:%02d", hours, minutes, whole % 60)
      : String(format: "%d:%02d", minutes, whole % 60)
  }
}
