#if canImport(Darwin)
internal import Darwin
#else
internal import Glibc
#endif

/// A time in seconds since 1970 as headers give it, such as `Sat, 28 Nov 2026 01:40:41 GMT`.
func httpDate(_ seconds: Double) -> String {
  var time = time_t(seconds)
  var date = tm()
  gmtime_r(&time, &date)
  let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
  let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]
  let clock = [date.tm_hour, date.tm_min, date.tm_sec].map { twoDigits(Int($0)) }
  return "\(days[Int(date.tm_wday)]), \(twoDigits(Int(date.tm_mday))) "
    + "\(months[Int(date.tm_mon)]) \(date.tm_year + 1900) \(clock.joined(separator: ":")) GMT"
}

/// A time in seconds since 1970 as the reader's clock shows it, such as `2026-11-28 01:40`.
func localTime(_ seconds: Double) -> String {
  var time = time_t(seconds)
  var date = tm()
  localtime_r(&time, &date)
  return "\(date.tm_year + 1900)-\(twoDigits(Int(date.tm_mon) + 1))-"
    + "\(twoDigits(Int(date.tm_mday))) \(twoDigits(Int(date.tm_hour))):"
    + twoDigits(Int(date.tm_min))
}

/// The present in seconds since 1970.
func secondsNow() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_REALTIME, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
}

private func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
