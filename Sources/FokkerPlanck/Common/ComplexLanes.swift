/// Eight complex numbers.
struct ComplexLanes {
  var real: Lanes
  var imaginary: Lanes

  static var zero: ComplexLanes { ComplexLanes(real: .zero, imaginary: .zero) }

  @inline(__always)
  init(real: Lanes, imaginary: Lanes) {
    self.real = real
    self.imaginary = imaginary
  }

  @inline(__always)
  init(at pointer: UnsafeMutablePointer<Lanes>) {
    self.init(real: pointer[0], imaginary: pointer[1])
  }

  @inline(__always)
  func store(at pointer: UnsafeMutablePointer<Lanes>) {
    pointer[0] = real
    pointer[1] = imaginary
  }

  @inline(__always)
  var reciprocal: ComplexLanes {
    let scale = 1 / multiplyAdd(real, real, imaginary * imaginary)
    return ComplexLanes(real: real * scale, imaginary: -imaginary * scale)
  }

  @inline(__always)
  static func * (a: ComplexLanes, b: ComplexLanes) -> ComplexLanes {
    ComplexLanes(
      real: multiplyAdd(a.real, b.real, -(a.imaginary * b.imaginary)),
      imaginary: multiplyAdd(a.real, b.imaginary, a.imaginary * b.real))
  }

  @inline(__always)
  static func * (a: ComplexLanes, b: Double) -> ComplexLanes {
    ComplexLanes(real: a.real * b, imaginary: a.imaginary * b)
  }

  /// self − a b.
  @inline(__always)
  func subtracting(_ a: ComplexLanes, times b: ComplexLanes) -> ComplexLanes {
    ComplexLanes(
      real: multiplyAdd(a.imaginary, b.imaginary, multiplyAdd(-a.real, b.real, real)),
      imaginary: multiplyAdd(-a.imaginary, b.real, multiplyAdd(-a.real, b.imaginary, imaginary)))
  }

  @inline(__always)
  static func + (a: ComplexLanes, b: Double) -> ComplexLanes {
    ComplexLanes(real: a.real + b, imaginary: a.imaginary)
  }

  @inline(__always)
  static func + (a: ComplexLanes, b: ComplexLanes) -> ComplexLanes {
    ComplexLanes(real: a.real + b.real, imaginary: a.imaginary + b.imaginary)
  }

  @inline(__always)
  static func - (a: ComplexLanes, b: ComplexLanes) -> ComplexLanes {
    ComplexLanes(real: a.real - b.real, imaginary: a.imaginary - b.imaginary)
  }

  /// The sum of the real parts of the products with `weights`.
  @inline(__always)
  func realSum(_ weights: ComplexLanes) -> Double {
    let products = multiplyAdd(real, weights.real, -(imaginary * weights.imaginary))
    let four = products.lowHalf + products.highHalf
    let two = four.lowHalf + four.highHalf
    return two[0] + two[1]
  }
}
