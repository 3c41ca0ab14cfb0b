import Archives
import Figures
import Foundation

/// A run as one page: what was run, what was found and how sure it is, with its figures.
///
/// A file that is missing or cannot be read leaves its part out and becomes a warning, so that a run
/// that is under way has a report too.
struct RunReport {
  private let run: RunDirectory
  private let files: RunFiles
  private let configuration: ExperimentConfiguration
  private let settings: ReportSettings
  private let summaries: ReportSummaries
  /// Whether the run began with the log of another program, without patterns and losses.
  private let isImported: Bool
  /// What could not be shown, and why.
  private var omissions: [String]

  init(_ run: RunDirectory) throws {
    self.run = run
    files = RunFiles(path: run.path)
    configuration = try run.readConfiguration()
    settings = ReportSettings(configuration, run)
    isImported = try run.isImported
    summaries = try ReportSummaries(run, configuration)
    omissions = summaries.omissions
  }

  /// The page.
  mutating func page() throws -> Page {
    let body = informationPart() + gradientPart() + fitPart() + densityPart() + verdictPart()
    return Page(
      configuration.title, summary: settings.summary,
      blocks: foundPart() + settings.blocks + body + methodPart() + [
        .section("All settings"),
        .foldedCode(
          try ConfigurationReader<ExperimentConfiguration>.text(of: configuration),
          title: "experiment.yml"),
      ],
      footer: "Made by fokker \(fokkerVersion) from the files of \(run.name); the numbers of the "
        + "tables stand in these files with all their digits.")
  }

  // MARK: - Parts

  private func foundPart() -> [PageBlock] {
    let found = summaries.comparison.map { ReportFindings($0).sentences } ?? []
    let warnings =
      ReportWarnings(configuration, summaries.comparison, summaries.fit).sentences + omissions
    return [.section("What was found")]
      + (found.isEmpty
        ? [.paragraph("There is no comparison yet, so nothing is concluded.")]
        : found.map { .notice($0, .finding) })
      + warnings.map { .notice($0, .warning) }
      + [
        .paragraph(
          "In every figure: hover for values, drag a box to zoom, double-click to see everything "
            + "again. With the keyboard, + and − zoom, arrows move and 0 shows everything. The "
            + "buttons above hide a layer in all figures, and the slider moves all of them to the "
            + "nearest epoch that each of them shows.")
      ]
  }

  private mutating func informationPart() -> [PageBlock] {
    guard !isImported else { return [] }
    return [
      .section("The information plane"),
      .paragraph(
        "Every point is a layer of one network: how many bits its activity tells about the input, "
          + "I(X;T), and about the label, I(T;Y). Fitting moves layers up; compression moves them "
          + "to the left. How far depends on how the activity is binned."),
    ] + figure(.informationMovie, "All networks at the epoch of the slider.")
      + figure(.informationPlane, "The mean way of every layer, coloured by the epoch.")
      + figure(.information, "The same numbers against the epoch.")
      + table(summaries.comparison.flatMap { ComparisonReport(summary: $0).informationTable })
      + figure(.bound, "The layers below the information-bottleneck bound.", isOptional: true)
  }

  private mutating func gradientPart() -> [PageBlock] {
    [
      .section("Gradients: drift or diffusion"),
      .paragraph(
        "The mean of a layer's gradient over mini-batches moves all networks alike (drift); its "
          + "standard deviation scatters them (diffusion). Where their ratio SNR is below 1 noise "
          + "dominates."),
    ] + figure(.learning, "Loss and accuracy of the networks.", isOptional: isImported)
      + figure(.gradients, "Gradient mean, noise and their ratio, with the transitions.")
      + table(summaries.gradients.map { GradientReport(summary: $0).transitions })
  }

  private mutating func fitPart() -> [PageBlock] {
    [
      .section("Fitted drift and diffusion"),
      .paragraph(
        "Per unit of learning time s, the number of steps times the learning rate: "
          + "∂p/∂s = −∂(a p)/∂w + ∂^{2}(D p)/∂w^{2}, with a from the means of the gradients and D "
          + "from their standard deviations."),
    ] + figure(.coefficients, "Drift and diffusion of every layer, with intervals over networks.")
      + figure(.drift, "Drift against the weight at the epoch of the slider.")
      + figure(.diffusion, "Diffusion against the weight at the epoch of the slider.")
      + table(summaries.fit.map { FitReport(summary: $0).assumptions })
      + figure(.assumptions, "What the data say of the assumptions behind the equation.")
  }

  private mutating func densityPart() -> [PageBlock] {
    [
      .section("Weights: measured and predicted"),
      .paragraph(
        "The equation is solved from the measured density of the first epoch on, by two solvers "
          + "and an ensemble of particles, and laid over the weights of the trained networks."),
    ] + figure(.densities, "Densities of the weights at the epoch of the slider.")
      + figure(.densityMap, "Densities over epoch and weight.")
      + figure(.ensemble, "The particles laid over the solved density.")
      + figure(.weights, "Histograms of the weights of the networks.")
      + figure(.distance, "Wasserstein-1 distance of predicted and measured weights.")
  }

  private mutating func verdictPart() -> [PageBlock] {
    var blocks: [PageBlock] = [
      .section("Does the growth of entropy explain the compression?"),
      .list([
        "H1: the growing entropy of the weights causes the loss of I(X;T).",
        "H2: the growing gain of the units, which saturate, causes it.",
        "H3: both only follow the time of training.",
      ]),
    ]
    blocks += figure(.entropy, "Change of the weights' entropy, predicted and measured.")
    blocks += figure(
      .compression, "The weights' entropy beside the information about the input.",
      isOptional: isImported)
    if let comparison = summaries.comparison {
      let verdict = VerdictReport(verdict: comparison.verdict)
      blocks += table(ComparisonReport(summary: comparison).entropyTable)
      blocks += figure(.forecast, "Skill of the forecasts over no change.", isOptional: true)
      blocks += table(
        ForecastReport(forecasts: comparison.forecasts, what: "held-out networks").table)
      blocks += figure(
        .hypotheses, "Share of the fall that each cause explains.", isOptional: true)
      blocks += table(verdict.lawTable) + table(verdict.causeTable)
    }
    return blocks
  }

  private func methodPart() -> [PageBlock] {
    let sentences = summaries.comparison.map { ComparisonReport(summary: $0).agreementSentences }
    return [.section("How it was made, and how sure it is")]
      + (sentences.map { [.list($0)] } ?? [])
      + [
        .subsection("To make it again"), .code(settings.commands),
        .subsection("Files"), .facts(fileFacts),
      ]
  }

  private var fileFacts: [Fact] {
    Stage.allCases.filter { run.holds($0) }.map { stage in
      Fact(stage.fileName, "made by \(stage.activity) (fokker \(stage))")
    }
  }

  // MARK: - Pieces

  /// A figure, or nothing with a warning when it cannot be made.
  private mutating func figure(
    _ figure: RunFigure, _ caption: String, isOptional: Bool = false
  ) -> [PageBlock] {
    guard figure.missingFiles(in: files).isEmpty else { return [] }
    do {
      let value = try figure.figure(of: files).thinned(toFrames: Self.mostFrames(of: figure))
      return [.figure(value, caption: caption)]
    } catch {
      if !isOptional {
        omissions.append(
          "The figure '\(figure.rawValue)' is missing: \(CommandFailure(error).description)")
      }
      return []
    }
  }

  /// How many frames a figure of the page has, so that it can be sent by mail.
  private static func mostFrames(of figure: RunFigure) -> Int {
    figure == .informationMovie ? 100 : 25
  }

  private func table(_ table: Table?) -> [PageBlock] {
    table.map { $0.rows.isEmpty ? [] : [.table($0)] } ?? []
  }
}

extension RunDirectory {
  /// The last part of the path.
  var name: String { URL(fileURLWithPath: path).lastPathComponent }

  /// The page that explains the run.
  var report: String { "\(path)/report.html" }
}

/// Makes the page of a run, whole or not at all.
func writeReport(of run: RunDirectory, to path: String, vega: VegaLibrary) throws {
  var report = try RunReport(run)
  try writeText(try report.page().html(vega: vega), to: path)
}
