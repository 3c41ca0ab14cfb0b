import Archives
import ArgumentParser
import Foundation
import InformationTheory
import NeuralNetworks

struct Bound: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Compute the information-bottleneck curve and place layers against it.",
    discussion: """
      The curve is the largest I(T;Y) that any T made from X has at a given I(X;T), both in bits. \
      β is the multiplier of I(X;T) − β I(T;Y), a pure number; the curve's slope is 1/β. β₂ is that \
      of I(T;Y) − β₂ I(X;T)², per bit, which tells the points of a straight curve apart.

      Without a run: the curve of a rule, of a table of p(y|x), or single points of it. With a run: \
      every layer of every network at one epoch; makes RUN/bound.nc and RUN/bound.svg.

      Examples:
        fokker bound --rule soft --softness 0.91431
        fokker bound --rule soft --softness 0.91431 --beta 5.024 --format json
        fokker bound --rule hard --squared-beta 0.8
        fokker bound --law table.csv --output curve.nc
        fokker bound my-run --epoch 9000
      """)

  @Argument(help: "A run directory, whose layers are placed against the curve of its rule.")
  var run: String?

  @OptionGroup(title: "Rule") var rule: BoundRuleOptions
  @OptionGroup(title: "Curve") var curve: BoundCurveOptions

  @Option(help: "With a run: the recorded epoch; by default the last one.")
  var epoch: Int?

  @Option(
    name: [.customLong("output"), .customShort("o")],
    help: ArgumentHelp(
      "Without a run: a file for the curve, .nc, .npz or .csv.", valueName: "file"))
  var output: String?

  @Option(help: "How the result is printed: text or json.")
  var format: ResultFormat = .text

  @OptionGroup var common: CommonOptions

  mutating func validate() throws {
    if run != nil {
      guard rule.isEmpty, output == nil, !curve.asksForPoints else {
        throw ValidationError(
          "With a run, the rule is that of the run and the result goes into its directory; leave "
            + "out --rule, --softness, --law, --beta, --squared-beta and --output.")
      }
    } else if epoch != nil {
      throw ValidationError("--epoch needs a run directory, such as: fokker bound my-run --epoch 9")
    }
  }

  func run() async throws {
    let command = self
    try await common.perform { progress in
      if let run = command.run {
        try await command.placeLayers(of: RunDirectory(opening: run), progress)
      } else {
        try command.computeCurve(progress)
      }
    }
  }

  // MARK: - Without a run

  private func computeCurve(_ progress: ProgressReporter) throws {
    let source = try rule.source()
    let solver = try BottleneckSolver(source.classes, configuration: curve.configuration())
    if curve.asksForPoints, output == nil {
      return try printPoints(try curve.points(of: solver), source.title)
    }
    if let output { try refuseToReplace(output, common) }
    let curve = try annealed(solver, progress)
    if let output {
      try Archive.write(
        try curve.dataset(title: source.title), to: output, overwrite: common.force)
    }
    try printSummary(BoundSummary(title: source.title, curve: curve))
  }

  private func annealed(
    _ solver: BottleneckSolver, _ progress: ProgressReporter
  ) throws -> BottleneckCurve {
    progress.begin("annealing \(solver.classes.count) classes")
    let curve = try solver.curve { progress.update($0) }
    progress.finish("computed \(curve.points.count) points of the curve")
    return curve
  }

  // MARK: - With a run

  private func placeLayers(of run: RunDirectory, _ progress: ProgressReporter) async throws {
    let context = StageContext(
      run: run, configuration: try run.readConfiguration(), threads: common.threads,
      progress: progress)
    let file = "\(run.path)/bound.nc"
    try refuseToReplace(file, common)
    let snapshot = try LayerSnapshot(context, epoch: epoch)
    let solver = try BottleneckSolver(
      snapshot.classes, configuration: curve.configuration())
    let curve = try annealed(solver, progress)
    progress.begin("placing layers")
    let places = try await snapshot.places(on: curve, threads: common.threads) {
      progress.update($0)
    }
    progress.finish("placed \(snapshot.layerCount) layers of \(places.count) networks")
    let title = "\(context.configuration.title), epoch \(snapshot.epoch)"
    let summary = BoundSummary(title: title, curve: curve, places: places, epoch: snapshot.epoch)
    var dataset = try curve.dataset(title: title, configuration: context.configuration)
    try dataset.add(places, epoch: snapshot.epoch)
    try NetCDF.write(dataset, to: file, overwrite: true)
    try context.draw(.bound)
    try printSummary(summary)
  }

  // MARK: - Printing

  private func printPoints(_ points: [BottleneckPoint], _ title: String) throws {
    switch format {
    case .text: try show("\(title)\n\n\(BoundReport.table(of: points))")
    case .json: try show(jsonText(of: points))
    }
  }

  private func printSummary(_ summary: BoundSummary) throws {
    switch format {
    case .text: try show(BoundReport(summary: summary).text)
    case .json: try show(jsonText(of: summary))
    }
  }
}
