/// An opaque colour of the sRGB space.
public struct Color: Hashable, Sendable {
  /// The red, green and blue components in the bits 16–23, 8–15 and 0–7.
  public let rgb: UInt32

  /// Creates a colour from its hexadecimal notation, such as `0x0072B2`.
  public init(_ rgb: UInt32) { self.rgb = rgb & 0xFFFFFF }

  /// The notation of SVG and CSS, such as `#0072b2`.
  public var hexadecimal: String {
    let digits = String(rgb, radix: 16)
    return "#" + String(repeating: "0", count: 6 - digits.count) + digits
  }

  /// The colour between this one and another, by linear interpolation of the components.
  func mixed(with other: Color, fraction: Double) -> Color {
    var result: UInt32 = 0
    for shift in [16, 8, 0] as [UInt32] {
      let from = Double(rgb >> shift & 0xFF)
      let to = Double(other.rgb >> shift & 0xFF)
      result |= UInt32((from + (to - from) * fraction).rounded()) << shift
    }
    return Color(result)
  }
}

extension Color {
  /// Seven colours that readers with any kind of colour vision tell apart.
  ///
  /// The eighth of the original set, a yellow, is left out since it fades on a white ground.
  ///
  /// ## Reference
  ///
  /// M. Okabe and K. Ito, "Color universal design: how to make figures and presentations that are
  /// friendly to colorblind people" (2008), <https://jfly.uni-koeln.de/color/>.
  public static let okabeIto = [
    Color(0x0072B2), Color(0xD55E00), Color(0x009E73), Color(0xCC79A7),
    Color(0xE69F00), Color(0x56B4E9), Color(0x000000),
  ]
}
