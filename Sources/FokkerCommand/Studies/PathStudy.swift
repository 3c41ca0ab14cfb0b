import Archives
import DriftDiffusion
import Figures
import NeuralNetworks

/// The mean paths for three sizes of the training set.
struct PathStudy: Study {
  let name = "paths"
  let summary = "mean paths for 5, 45 and 85 % of the patterns"

  func cases(_ base: ExperimentConfiguration) throws -> [StudyCase] {
    [try .fraction(0.05, base), try .fraction(0.45, base), try .fraction(0.85, base)]
  }

  func analyse(_ runs: StudyRuns) async throws -> StudyResult {
    let logs = try runs.runs.map { try $0.information(inEpochsOf: runs[StudyCase.publishedName]) }
    var result = StudyResult()
    result.tables = [table(runs.runs.map(\.label), logs)]
    result.findings = fitting(runs, logs) + compression(runs, logs)
    try result.data.addCases(runs.runs)
    try result.data.addInformation(logs)
    return result
  }

  private func table(_ labels: [String], _ logs: [InformationLog]) -> Table {
    var rows: [[String]] = []
    for (label, log) in zip(labels, logs) {
      for layer in 0..<log.layerCount {
        let (input, output) = (log.inputCurves(layer: layer), log.labelCurves(layer: layer))
        let peak = input.mean.largestIndex
        rows.append([
          layer == 0 ? label : "", "\(layer + 1)", compact(log.epochs[peak]),
          compact(input.mean.largest), meanText(input.ends),
          compact(output.mean.largest), meanText(output.ends),
        ])
      }
    }
    return Table(
      "Information in bits: its largest mean and its value at the end",
      columns: [
        TableColumn("training set"), TableColumn("layer", alignment: .trailing),
        TableColumn("peak at epoch", alignment: .trailing),
        TableColumn("I(X;T) peak", alignment: .decimal), TableColumn("end"),
        TableColumn("I(T;Y) peak", alignment: .decimal), TableColumn("end"),
      ], rows: rows)
  }

  /// Fitting is the same: the output gains as much label information after as many steps.
  private func fitting(_ runs: StudyRuns, _ logs: [InformationLog]) -> [Finding] {
    let large = logs[logs.count - 1].labelCurves(layer: logs[logs.count - 1].layerCount - 1)
    let level = 0.5 * large.mean.largest
    return logs.dropLast().enumerated().map { index, log in
      let curves = log.labelCurves(layer: log.layerCount - 1)
      let interval = runs.bootstrap(log.networkCount).interval { networks in
        curves.mean(of: networks).firstEpoch(reaching: level)
          / large.mean(of: networks).firstEpoch(reaching: level)
      }
      return Finding(
        claim: "Fitting takes as many steps with \(runs.runs[index].label) as with 85 %.",
        verdict: Finding.Verdict(interval, within: 0.8...1.25),
        quantity: "steps until the output's I(T;Y) is \(compact(level)) bit, relative to 85 %",
        interval: interval)
    }
  }

  /// Compression with few patterns loses information about the label.
  private func compression(_ runs: StudyRuns, _ logs: [InformationLog]) -> [Finding] {
    zip(runs.runs, logs).flatMap { run, log in
      [log.layerCount - 2, log.layerCount - 1].map { layer in
        let (input, output) = (log.inputCurves(layer: layer), log.labelCurves(layer: layer))
        let interval = runs.bootstrap(log.networkCount).interval { networks in
          let start = input.mean(of: networks).largestIndex
          let curve = output.mean(of: networks)
          return curve.last - (curve.values[start...].max() ?? curve.last)
        }
        let isSmall = run.studyCase.configuration.training.data.trainingFraction < 0.2
        let lost = Finding.Verdict(interval, below: -0.01)
        return Finding(
          claim: isSmall
            ? "Compression with \(run.label) loses label information in layer \(layer + 1)."
            : "Compression with \(run.label) keeps label information in layer \(layer + 1).",
          verdict: isSmall ? lost : lost.opposite,
          quantity: "change of I(T;Y) from its largest value after the peak of I(X;T) to the end, "
            + "in bits (a loss counts from 0.01)",
          interval: interval)
      }
    }
  }
}

extension StudyCase {
  /// The published experiment with another fraction of the patterns for training.
  ///
  /// It takes as many steps: the epochs are more where each has fewer batches.
  static func fraction(
    _ fraction: Double, _ base: ExperimentConfiguration
  ) throws -> StudyCase {
    let percent = Int((100 * fraction).rounded())
    guard fraction != base.training.data.trainingFraction else {
      return StudyCase(publishedName, "\(percent) %", base)
    }
    var result = StudyCase("fraction-\(percent)", "\(percent) %", base) {
      $0.training.data.trainingFraction = fraction
    }
    let ratio = try base.stepsPerEpoch() / result.configuration.stepsPerEpoch()
    result.configuration.training.epochs = Int((Double(base.training.epochs) * ratio).rounded())
    return result
  }
}

extension ExperimentConfiguration {
  /// The number of optimiser steps in an epoch.
  func stepsPerEpoch() throws -> Double {
    let patterns = try ExperimentData(self).patterns
    let size = training.data.trainingSetSize(of: patterns.patternCount)
    return Double(training.optimizer.stepsPerEpoch(trainingSetSize: size))
  }
}
