internal import Grids
internal import StochasticProcesses

/// Advances a density on spectral elements: exactly where the coefficients are constant, and by a
/// commutator-free Magnus method of fourth order where they depend on time.
///
/// With A₁, A₂ the operators at the two Gauss points of the step h,
///
/// ```
/// p⁺ = e^{h (a₂ A₁ + a₁ A₂)} e^{h (a₁ A₁ + a₂ A₂)} p,     a₁, a₂ = ¼ ± √3/6
/// ```
///
/// With an adaptive step it is compared with two half steps: their difference over 15 is the error
/// estimate, and is added to the two half steps.
///
/// ## Reference
///
/// M. Thalhammer, "A fourth-order commutator-free exponential integrator for nonautonomous
/// differential equations", *SIAM Journal on Numerical Analysis* 44 (2006) 851-864,
/// [doi:10.1137/05063042](https://doi.org/10.1137/05063042).
struct SpectralElementStepper: TimeStepper {
  /// Five for the Magnus method; the error of one exponential falls about as the eighth power.
  var localErrorOrder: Double { isAutonomous ? 8 : 5 }
  let axis: Axis
  let boundaries: BoundaryConditions
  let stepControl: StepControl
  let elementControl: ElementControl
  let largestElementCount: Int
  let makeSampler: (CellVector) -> CoefficientSampler
  var mesh: ElementMesh
  var exponential: ElementExponential
  var sampler: CoefficientSampler
  var density: CellVector
  private var candidate: CellVector
  private var exited = ExitProbability()
  private var candidateExited = ExitProbability()
  private var averages: [Double]
  /// The errors in space that the data of the start excuse, per element; empty after a step.
  var roughness: [Double]
  var isAutonomous = true
  private let duration: Double
  /// Grows slowly after a rejected step, since the error of an exponential rises suddenly with its
  /// time.
  private(set) var longestStep = Double.greatestFiniteMagnitude
  private var growth = 1.0
  private var candidateSpatialError = 0.0
  /// The largest estimate of the error in space of one step.
  private(set) var spatialError = 0.0

  init<Process: DiffusionProcess>(
    _ process: Process, from initial: Density, duration: Double, _ solver: SpectralElementSolver
  ) where Process.Scalar == Double {
    axis = initial.axis
    self.duration = duration
    boundaries = solver.boundaries
    stepControl = solver.stepControl
    elementControl = solver.elementControl
    largestElementCount = solver.largestElementCount
    makeSampler = { CoefficientSampler(process, at: $0) }
    let start = InitialElements(
      initial, element: ReferenceElement(degree: solver.degree), control: solver.elementControl,
      isRing: solver.boundaries == .periodic)
    (mesh, density, roughness) = (start.mesh, start.density, start.roughness)
    candidate = CellVector(count: density.count)
    exponential = ElementExponential(mesh: start.mesh, boundaries: solver.boundaries)
    sampler = makeSampler(start.mesh.points)
    averages = initial.values
  }

  var elementCount: Int { mesh.elementCount }

  func initialStep(tolerance: Double) -> Double { .greatestFiniteMagnitude }

  mutating func attemptStep(
    from time: Double, by step: Double
  ) throws(FokkerPlanckError) -> Double {
    while true {
      if Task.isCancelled { throw .cancelled(time: time) }
      let trial = try trial(from: time, by: step)
      (candidate, candidateExited) = (trial.density, exited)
      candidateExited.lower += trial.exited.lower
      candidateExited.upper += trial.exited.upper
      let spatialError = trial.spatialErrors.reduce(0, +)
      candidateSpatialError = spatialError
      guard spatialError.isFinite, trial.timeError.isFinite else { return .nan }
      if case .adaptive(let tolerance) = stepControl, trial.timeError > tolerance {
        guard step > 1e-7 * duration else { throw .stepTooSmall(time: time, step: step) }
        (longestStep, growth) = (0.8 * step, 1)
        return trial.timeError
      }
      if case .adaptive(let tolerance) = elementControl, spatialError > tolerance,
        try refine(trial.spatialErrors, allowed: tolerance, time: time)
      {
        continue
      }
      return stepControl.isAdaptive || trial.timeError < 1e-4 ? trial.timeError : .nan
    }
  }

  mutating func acceptStep() {
    swap(&density, &candidate)
    exited = candidateExited
    spatialError = max(spatialError, candidateSpatialError)
    averages = mesh.cellAverages(of: density, on: axis)
    roughness = []
    growth *= 1.05
    longestStep *= growth
  }

  func inspect() -> StateInspection {
    StateInspection(
      mass: mesh.integral(density), smallestDensity: averages.min() ?? 0, exited: exited)
  }

  func cellAverages() -> [Double] { averages }

  func edgeMass(of cellAverages: [Double]) -> Double {
    max(cellAverages[0], cellAverages[cellAverages.count - 1]) * axis.spacing
  }
}
