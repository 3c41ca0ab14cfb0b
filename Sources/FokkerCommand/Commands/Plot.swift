import ArgumentParser
import Figures
import Foundation

struct Plot: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Draw a figure of a run, of a study, or of a solved or simulated equation.",
    discussion: """
      Without a figure, lists those that can be drawn and what the others need. A figure is drawn \
      into DIRECTORY/figures/FIGURE.svg, or beside the file as FILE-FIGURE.svg.

      A figure with frames shows its last one; --epoch or --time choose another, and as a GIF it \
      moves.

      Examples:
        fokker plot my-run
        fokker plot my-run information-plane
        fokker plot my-run information-movie --format gif
        fokker plot my-run densities --layer 3 --epoch 400 --output layer-3.pdf --keep-source
        fokker plot my-run all --format png --output pictures
      """)

  @Argument(help: "A run directory, the directory of a study, or a file of solve or simulate.")
  var source: String

  @Argument(help: "The name of the figure, or all; by default they are listed.")
  var figure: String?

  @Option(
    help: ArgumentHelp(
      "svg, pdf, png or gif; by default that of --output, else svg.", valueName: "format"),
    transform: { text in
      guard let format = FigureFormat(rawValue: text) else {
        throw ValidationError("'\(text)' is not svg, pdf, png or gif.")
      }
      return format
    })
  var format: FigureFormat?

  @Option(help: "One layer alone, counted from 1.")
  var layer: Int?

  @Option(help: "The frame nearest to an epoch.")
  var epoch: Double?

  @Option(help: "The frame nearest to a time.")
  var time: Double?

  @Option(
    help: ArgumentHelp(
      "A file of 'fokker simulate', laid over the densities of a file of 'fokker solve'.",
      valueName: "file"))
  var ensemble: String?

  @Option(
    name: [.customLong("output"), .customShort("o")],
    help: ArgumentHelp(
      "The file to draw into; for all figures, the directory.", valueName: "path"))
  var output: String?

  @Flag(help: "Keep gnuplot's script with its data beside the figure, as FILE.gp.")
  var keepSource = false

  @OptionGroup var common: CommonOptions

  mutating func validate() throws {
    guard epoch == nil || time == nil else {
      throw ValidationError("Give --epoch or --time, not both.")
    }
    if let layer, layer < 1 {
      throw ValidationError("--layer is \(layer); layers are counted from 1.")
    }
  }

  func run() async throws {
    let command = self
    try await common.perform { progress in
      let source = try PlotSource(command.source, ensemble: command.ensemble)
      switch command.figure {
      case nil: try show(PlotReport(source: source).text)
      case "all": try command.drawAll(source, progress)
      case let name?: try command.draw(source.offer(name), source, progress)
      }
    }
  }

  private func drawAll(_ source: PlotSource, _ progress: ProgressReporter) throws {
    let offers = source.offers.filter { $0.lacks == nil }
    guard !offers.isEmpty else {
      throw CommandFailure(
        .badData,
        "\(source.name) holds nothing that can be drawn; see 'fokker plot \(source.name)'.")
    }
    if let output { _ = try RunDirectory(creating: output) }
    for offer in offers {
      try Task.checkCancellation()
      do {
        try draw(offer, source, progress, directory: output)
      } catch let failure as CommandFailure where failure.status == .badData {
        progress.note("\(offer.name) was left out: \(failure.description)")
      }
    }
  }

  private func draw(
    _ offer: FigureOffer, _ source: PlotSource, _ progress: ProgressReporter,
    directory: String? = nil
  ) throws {
    let path = self.path(offer, source, directory: directory)
    let format = try figureFormat(of: path, chosen: format, replacing: common.force)
    if output == nil, isDirectory(self.source) {
      _ = try RunDirectory(creating: URL(fileURLWithPath: path).deletingLastPathComponent().path)
    }
    progress.begin("drawing \(offer.name)")
    let figure = try selected(try offer.make(), offer.name)
    try figure.draw(to: path, as: format, keepingSource: keepSource)
    progress.finish("drew \(offer.name)")
    try show(path)
  }

  /// The figure with the layer and the frame that were asked for.
  private func selected(_ figure: Figure, _ name: String) throws -> Figure {
    var figure = figure
    if let layer {
      guard let part = figure.showing(layer: layer - 1) else {
        throw CommandFailure(.badData, "'\(name)' shows no layer \(layer) by itself.")
      }
      figure = part
    }
    for (quantity, value) in [("epoch", epoch), ("time", time)] {
      guard let value else { continue }
      guard figure.frames?.quantity == quantity, let still = figure.still(at: value) else {
        let moves = figure.frames.map { "moves with --\($0.quantity)" } ?? "does not move"
        throw CommandFailure(
          .badData, "'\(name)' has no frames by \(quantity): it \(moves).")
      }
      figure = still
    }
    return figure
  }

  private func path(_ offer: FigureOffer, _ source: PlotSource, directory: String?) -> String {
    let suffix = ".\((format ?? .svg).rawValue)"
    if let directory { return "\(directory)/\(offer.name)\(suffix)" }
    return output ?? "\(source.outputPrefix)\(offer.name)\(suffix)"
  }
}

/// The format of a figure's file, which may not be there unless it may be replaced.
func figureFormat(
  of path: String, chosen: FigureFormat? = nil, replacing: Bool
) throws -> FigureFormat {
  guard let format = chosen ?? FigureFormat(path: path) else {
    throw CommandFailure(
      .usage,
      "\(path) does not end in .svg, .pdf, .png or .gif; choose such a name or give --format.")
  }
  guard replacing || !FileManager.default.fileExists(atPath: path) else {
    throw CommandFailure(.inputOutput, "\(path) exists already; give --force to replace it.")
  }
  return format
}
