/// Eight double-precision numbers, the width of a vector register.
typealias Lanes = SIMD8<Double>

/// a b + c, fused where the processor does it in one instruction.
@inline(__always)
func multiplyAdd(_ a: Lanes, _ b: Lanes, _ c: Lanes) -> Lanes {
  #if FOKKER_NATIVE
  c.addingProduct(a, b)
  #else
  a * b + c
  #endif
}

/// The larger number of each pair; the standard library's is not inlined.
@inline(__always)
func larger(_ a: Lanes, _ b: Lanes) -> Lanes { a.replacing(with: b, where: b .> a) }

/// The smaller number of each pair; the standard library's is not inlined.
@inline(__always)
func smaller(_ a: Lanes, _ b: Lanes) -> Lanes { a.replacing(with: b, where: b .< a) }

/// Loads eight neighbouring numbers at any address.
@inline(__always)
func loadLanes(_ pointer: UnsafePointer<Double>) -> Lanes {
  UnsafeRawPointer(pointer).loadUnaligned(as: Lanes.self)
}

/// Loads eight neighbouring numbers at any address.
@inline(__always)
func loadLanes(_ pointer: UnsafeMutablePointer<Double>) -> Lanes {
  UnsafeRawPointer(pointer).loadUnaligned(as: Lanes.self)
}

/// Stores eight neighbouring numbers at any address.
@inline(__always)
func storeLanes(_ lanes: Lanes, at pointer: UnsafeMutablePointer<Double>) {
  UnsafeMutableRawPointer(pointer).storeBytes(of: lanes, as: Lanes.self)
}

/// exp(−m) for 0 ≤ m ≤ 700, to about two units in the last place.
@inline(__always)
func exponentialOfNegative(_ magnitude: Lanes) -> Lanes {
  // Adding 1.5·2⁵² leaves the nearest integer in the low bits.
  let shifter = Lanes(repeating: 6_755_399_441_055_744)
  let shifted = multiplyAdd(magnitude, Lanes(repeating: -1.442_695_040_888_963_4), shifter)
  let rounded = shifted - shifter
  var rest = multiplyAdd(rounded, Lanes(repeating: -0.693_147_180_369_123_8), -magnitude)
  rest = multiplyAdd(rounded, Lanes(repeating: -1.908_214_929_270_587_7e-10), rest)
  var series = Lanes(repeating: 1.0 / 6_227_020_800)
  series = multiplyAdd(series, rest, Lanes(repeating: 1.0 / 479_001_600))
  series = multiplyAdd(series, rest, Lanes(repeating: 1.0 / 39_916_800))
  series = multiplyAdd(series, rest, Lanes(repeating: 1.0 / 3_628_800))
  series = multiplyAdd(series, rest, Lanes(repeating: 1.0 / 362_880))
  series = multiplyAdd(series, rest, Lanes(repeating: 1.0 / 40_320))
  series = multiplyAdd(series, rest, Lanes(repeating: 1.0 / 5040))
  series = multiplyAdd(series, rest, Lanes(repeating: 1.0 / 720))
  series = multiplyAdd(series, rest, Lanes(repeating: 1.0 / 120))
  series = multiplyAdd(series, rest, Lanes(repeating: 1.0 / 24))
  series = multiplyAdd(series, rest, Lanes(repeating: 1.0 / 6))
  series = multiplyAdd(series, rest, Lanes(repeating: 0.5))
  series = multiplyAdd(series, rest, Lanes(repeating: 1))
  series = multiplyAdd(series, rest, Lanes(repeating: 1))
  let exponent = unsafeBitCast(shifted, to: SIMD8<Int64>.self) &+ 1023
  return series * unsafeBitCast(exponent &<< 52, to: Lanes.self)
}

/// Replaces each number x by eˣ to about two units in the last place; beyond ±700 x is cut off.
package func exponentiate(_ values: UnsafeMutableBufferPointer<Double>) {
  guard let pointer = values.baseAddress else { return }
  let whole = values.count / 8 * 8
  for index in stride(from: 0, to: whole, by: 8) {
    storeLanes(exponential(loadLanes(pointer + index)), at: pointer + index)
  }
  guard whole < values.count else { return }
  var rest = Lanes.zero
  for index in whole..<values.count { rest[index - whole] = pointer[index] }
  rest = exponential(rest)
  for index in whole..<values.count { pointer[index] = rest[index - whole] }
}

@inline(__always)
private func exponential(_ x: Lanes) -> Lanes {
  let bound = Lanes(repeating: 700)
  return exponentialOfNegative(-smaller(larger(x, -bound), bound))
}
