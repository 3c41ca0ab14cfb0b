internal import Fourier
internal import Grids
internal import RealModule

/// The Fourier modes of a density on a periodic box, and the transforms between modes and nodes.
///
/// Nodes are the middles of the cells, with phases counted from the first node. Modes are scaled so
/// that p = Σ c e^{ik·x}, and lie as pairs of real and imaginary part; of the last axis only the
/// wavenumbers from zero upwards are kept.
final class BoxModeSpace {
  let nodeCount: Int
  /// The number of doubles that hold the modes.
  let modeCount: Int
  let volume: Double
  /// The modes that products are cut to: below two thirds of the highest wavenumber of every axis.
  let kept: [ModeRow]
  /// All modes but those at the highest wavenumber of an even number, whose sign is undefined.
  let signed: [ModeRow]
  private let plan: BoxFourierTransform
  private var samples: TransformBuffer
  private var modes: TransformBuffer

  /// Modes that differ in the wavenumber of the last axis only.
  struct ModeRow {
    /// The place of the real part of the first mode.
    let base: Int
    /// The wavenumbers of the other axes; that of the last axis is zero.
    let wave: [Double]
    /// How many modes there are.
    let count: Int
    /// The product of sin(kh/2)/(kh/2) over the other axes.
    let averaging: Double
  }

  /// The wavenumber of the second mode along the last axis.
  let lastWavenumber: Double
  /// sin(kh/2)/(kh/2) for every wavenumber of the last axis.
  private let lastAveraging: [Double]

  init(axes: [Axis], rigor: PlanningRigor) throws(FokkerPlanckError) {
    let counts = axes.map(\.cellCount)
    nodeCount = counts.reduce(1, *)
    volume = axes.reduce(1) { $0 * $1.length }
    let last = axes[axes.count - 1]
    lastWavenumber = 2 * .pi / last.length
    let half = lastWavenumber * last.spacing / 2
    lastAveraging = (0...last.cellCount / 2).map { Self.sinc(Double($0) * half) }
    kept = Self.rows(axes) { 3 * $0 <= $1 }
    signed = Self.rows(axes) { 2 * $0 < $1 }
    do {
      plan = try BoxFourierTransform(counts: counts, rigor: rigor)
      samples = try TransformBuffer(count: plan.sampleCount)
      modes = try TransformBuffer(count: plan.modeBufferCount)
    } catch {
      throw .numericalFailure(reason: error.description)
    }
    modeCount = plan.modeBufferCount
  }

  /// The rows of modes whose numbers along every axis pass a test against the number of cells.
  private static func rows(_ axes: [Axis], _ passes: (Int, Int) -> Bool) -> [ModeRow] {
    let last = axes[axes.count - 1].cellCount
    let width = last / 2 + 1
    let count = (0..<width).prefix { passes($0, last) }.count
    let others = axes.dropLast()
    let rowCount = others.reduce(1) { $0 * $1.cellCount }
    return (0..<rowCount).compactMap { row in
      var (rest, wave, averaging) = (row, [0.0], 1.0)
      for axis in others.reversed() {
        let place = rest % axis.cellCount
        rest /= axis.cellCount
        let number = 2 * place <= axis.cellCount ? place : place - axis.cellCount
        guard passes(abs(number), axis.cellCount) else { return nil }
        let k = 2 * .pi * Double(number) / axis.length
        averaging *= sinc(k * axis.spacing / 2)
        wave.insert(k, at: 0)
      }
      return ModeRow(base: 2 * row * width, wave: wave, count: count, averaging: averaging)
    }
  }

  /// sin(x)/x.
  private static func sinc(_ x: Double) -> Double { x == 0 ? 1 : Double.sin(x) / x }

  // MARK: Transforms

  /// The node values of modes: all of them, the kept ones, or those of the cell averages.
  func values(of source: CellVector, _ selection: Selection, into target: CellVector) {
    modes.withUnsafeMutableBuffer { modes in
      guard let out = modes.baseAddress else { return }
      out.update(repeating: 0, count: modeCount)
      for row in selection == .kept ? kept : signed {
        let (from, to) = (source.pointer + row.base, out + row.base)
        if selection == .averages {
          for j in 0..<row.count {
            let factor = row.averaging * lastAveraging[j]
            to[2 * j] = factor * from[2 * j]
            to[2 * j + 1] = factor * from[2 * j + 1]
          }
        } else {
          for index in 0..<2 * row.count { to[index] = from[index] }
        }
      }
    }
    plan.backward(&modes, into: &samples)
    samples.withUnsafeBuffer { samples in
      guard let from = samples.baseAddress else { return }
      target.pointer.update(from: from, count: nodeCount)
    }
  }

  /// Which modes are transformed.
  enum Selection {
    case kept
    case averages
  }

  /// The modes of the point values whose cell averages are given.
  func modes(ofAverages averages: CellVector, into target: CellVector) {
    forward { index in averages.pointer[index] }
    let scale = 1 / plan.roundTripFactor
    target.pointer.update(repeating: 0, count: modeCount)
    modes.withUnsafeBuffer { modes in
      for row in signed {
        for j in 0..<row.count {
          let factor =
            scale / (row.averaging * lastAveraging[j])
          target.pointer[row.base + 2 * j] = factor * modes[row.base + 2 * j]
          target.pointer[row.base + 2 * j + 1] = factor * modes[row.base + 2 * j + 1]
        }
      }
    }
  }

  @inline(__always)
  private func forward(_ value: (Int) -> Double) {
    samples.withUnsafeMutableBuffer { samples in
      guard let out = samples.baseAddress else { return }
      for index in 0..<nodeCount { out[index] = value(index) }
    }
    plan.forward(&samples, into: &modes)
  }

  /// Adds the kept modes of −∂(a p)/∂x along an axis.
  func addTransport(
    of p: CellVector, drift: UnsafePointer<Double>, along axis: Int, to target: CellVector
  ) {
    let values = p.pointer
    forward { index in drift[index] * values[index] }
    let scale = 1 / plan.roundTripFactor
    modes.withUnsafeBuffer { modes in
      guard let base = modes.baseAddress else { return }
      for row in kept {
        let (from, to) = (base + row.base, target.pointer + row.base)
        let (k, step) = wavenumber(row, axis)
        for j in 0..<row.count {
          // −ik (re + i im) = k im − i k re.
          let factor = scale * (k + Double(j) * step)
          to[2 * j] += factor * from[2 * j + 1]
          to[2 * j + 1] -= factor * from[2 * j]
        }
      }
    }
  }

  /// Adds the kept modes of `weight` ∂²((D − D̄) p)/∂a∂b.
  func addDiffusion(
    of p: CellVector, diffusion: UnsafePointer<Double>, reference: Double,
    axes: (Int, Int), weight: Double, to target: CellVector
  ) {
    let values = p.pointer
    forward { index in (diffusion[index] - reference) * values[index] }
    let scale = -weight / plan.roundTripFactor
    modes.withUnsafeBuffer { modes in
      guard let base = modes.baseAddress else { return }
      for row in kept {
        let (from, to) = (base + row.base, target.pointer + row.base)
        let (first, second) = (wavenumber(row, axes.0), wavenumber(row, axes.1))
        for j in 0..<row.count {
          let k = first.start + Double(j) * first.step
          let factor = scale * k * (second.start + Double(j) * second.step)
          to[2 * j] += factor * from[2 * j]
          to[2 * j + 1] += factor * from[2 * j + 1]
        }
      }
    }
  }

  /// The wavenumber of an axis in a row, as its start and its growth from mode to mode.
  @inline(__always)
  private func wavenumber(_ row: ModeRow, _ axis: Int) -> (start: Double, step: Double) {
    axis == row.wave.count - 1 ? (0, lastWavenumber) : (row.wave[axis], 0)
  }
}

// MARK: - Diagonal parts

extension BoxModeSpace {
  /// Calls a function with the place of every mode and the quadratic form kᵀ M k of its wavenumbers.
  func forEachMode(form matrix: [Double], _ body: (Int, Double) -> Void) {
    for row in signed {
      let last = row.wave.count - 1
      var (constant, linear) = (0.0, 0.0)
      var place = 0
      for a in 0...last {
        for b in a...last {
          let element = matrix[place] * (a == b ? 1 : 2)
          place += 1
          if b < last { constant += element * row.wave[a] * row.wave[b] }
          if b == last, a < last { linear += element * row.wave[a] * lastWavenumber }
        }
      }
      let square = matrix[matrix.count - 1] * lastWavenumber * lastWavenumber
      for j in 0..<row.count {
        let number = Double(j)
        body(row.base + 2 * j, constant + number * (linear + number * square))
      }
    }
  }

  /// Sets exp(−kᵀ Θ k) for every mode, where Θ = ∫ D dt is the spread.
  func setDecay(spread: [Double], into target: CellVector) {
    forEachMode(form: spread) { index, form in target.pointer[index] = -form }
    exponentiate(target.buffer)
    for pair in stride(from: 0, to: modeCount, by: 2) {
      target.pointer[pair + 1] = target.pointer[pair]
    }
  }

  /// Multiplies each mode by exp(−kᵀ Θ k − i k·s).
  func propagate(_ source: CellVector, spread: [Double], shift: [Double], into target: CellVector) {
    setDecay(spread: spread, into: target)
    for row in signed {
      let start = zip(row.wave, shift).reduce(0) { $0 + $1.0 * $1.1 }
      for j in 0..<row.count {
        let angle = start + Double(j) * lastWavenumber * shift[shift.count - 1]
        let (cosine, sine) = (Double.cos(angle), Double.sin(angle))
        let place = row.base + 2 * j
        let (re, im) = (source.pointer[place], source.pointer[place + 1])
        target.pointer[place] *= cosine * re + sine * im
        target.pointer[place + 1] *= cosine * im - sine * re
      }
    }
  }

  /// The integral of the function with these modes.
  func mass(of modes: CellVector) -> Double { volume * modes.pointer[0] }

  /// A bound of ∫|e| dx from the modes of e, √V times the L2 norm.
  func l1Bound(of modes: CellVector) -> Double {
    var sum = 0.0
    for index in 0..<modeCount { sum += modes.pointer[index] * modes.pointer[index] }
    return volume * (2 * sum).squareRoot()
  }
}
