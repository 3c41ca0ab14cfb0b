import Figures
import Testing

@Suite("Colours")
struct ColorTests {
  @Test("are written as six hexadecimal digits")
  func hexadecimal() {
    #expect(Color(0x0072B2).hexadecimal == "#0072b2")
    #expect(Color(0).hexadecimal == "#000000")
  }

  @Test("of viridis have known ends and clamp beyond them")
  func ends() {
    #expect(ColorMap.viridis.color(at: 0) == Color(0x440154))
    #expect(ColorMap.viridis.color(at: 1) == Color(0xFDE725))
    #expect(ColorMap.viridis.color(at: -2) == Color(0x440154))
    #expect(ColorMap.viridis.color(at: 7) == Color(0xFDE725))
    #expect(ColorMap.viridis.color(at: .nan) == Color(0x440154))
    #expect(ColorMap.viridis.color(at: 0.5) == Color(0x21918C))
  }

  @Test("of viridis grow lighter evenly")
  func lightness() {
    func luminance(_ color: Color) -> Double {
      let weights: [(UInt32, Double)] = [(16, 0.2126), (8, 0.7152), (0, 0.0722)]
      return weights.reduce(0) { $0 + $1.1 * Double(color.rgb >> $1.0 & 0xFF) }
    }
    let values = (0...100).map { luminance(ColorMap.viridis.color(at: Double($0) / 100)) }
    for (lower, upper) in zip(values, values.dropFirst()) { #expect(upper > lower - 0.6) }
    #expect(values[100] - values[0] > 180)
  }

  @Test("of the palette differ")
  func palette() {
    #expect(Set(Color.okabeIto).count == Color.okabeIto.count)
  }
}
