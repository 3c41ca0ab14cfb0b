import Archives
import DriftDiffusion
import Figures

/// What a run's layers know of input and label, from `information.nc`.
struct InformationFigures {
  private let log: InformationLog

  init(_ log: InformationLog) { self.log = log }

  init(_ run: RunFiles) throws { log = try run.read(.information).informationLog() }

  /// The mean way of every layer through the information plane.
  func plane() -> Figure {
    Figure.informationPlane(
      log.paths, title: "The information plane, mean of \(networkPhrase(log.networkCount))")
  }

  /// All networks at epochs 0, 400 and 9000, or those recorded that are nearest.
  func snapshots() -> Figure {
    let last = log.epochs.last ?? 0
    let indices = distinct(
      [0, 400, 9000].map { nearestIndex(to: min($0, last), in: log.epochs) })
    return informationSnapshots(
      indices.map { index in
        InformationSnapshot(epoch: log.epochs[index], layers: places(at: index))
      }, networks: log.networkCount)
  }

  /// All networks, a frame for every recorded epoch, over the mean paths.
  func movie() -> Figure {
    let paths = log.paths.enumerated().map { layer, path in
      Series(
        "", .line(x: path.inputInformation, y: path.outputInformation), lineWidth: 0.8,
        opacity: 0.45, layer: layer)
    }
    let points = log.epochs.indices.flatMap { frame in
      InformationSnapshot(epoch: log.epochs[frame], layers: places(at: frame)).series(frame: frame)
    }
    let names = log.paths.indices.map { layer in
      Series("T_{\(layer + 1)}", .points(x: [], y: []), layer: layer)
    }
    return Figure(
      "\(networkPhrase(log.networkCount)) in the information plane".capitalizedFirst,
      summary: "Every point is a layer of one network; thin lines are the mean paths.",
      panels: [
        Panel(
          x: .inputInformation, y: .labelInformation, series: paths + names + points)
      ], frames: FigureFrames("epoch", values: log.epochs))
  }

  /// Both kinds of information against the epoch, means with 95 % intervals over networks.
  func curves() -> Figure {
    let axis = AxisStyle.epochs(log.epochs)
    func panel(_ y: AxisStyle, _ curves: (Int) -> NetworkCurves) -> Panel {
      Panel(
        x: axis, y: y,
        series: (0..<log.layerCount).flatMap { layer in
          curves(layer).estimate("T_{\(layer + 1)}").series(layer: layer)
        })
    }
    return Figure(
      "Information of the layers, mean of \(networkPhrase(log.networkCount))",
      summary: "Information of every layer about the input and about the label against the epoch, "
        + "mean over networks with its 95 % interval.",
      panels: [
        panel(.inputInformation) { log.inputCurves(layer: $0) },
        panel(.labelInformation) { log.labelCurves(layer: $0) },
      ], columns: 2, panelWidth: 340, panelHeight: 260)
  }

  private func places(at index: Int) -> [InformationSnapshot.Layer] {
    (0..<log.layerCount).map { layer in
      InformationSnapshot.Layer(
        input: log.inputCurves(layer: layer).values.map { $0[index] },
        label: log.labelCurves(layer: layer).values.map { $0[index] })
    }
  }
}

extension InformationLog {
  /// The mean way of every layer through the information plane.
  var paths: [InformationPath] {
    (0..<layerCount).map { layer in
      InformationPath(
        "T_{\(layer + 1)}", inputInformation: inputCurves(layer: layer).mean.values,
        outputInformation: labelCurves(layer: layer).mean.values, epochs: epochs, layer: layer)
    }
  }
}

extension NetworkCurves {
  /// The mean over networks with its 95 % intervals.
  func estimate(_ name: String) -> EstimateCurve {
    EstimateCurve(
      name, times: epochs, values: mean.values,
      standardErrors: networkCount > 1 ? standardErrors : [])
  }
}

extension String {
  /// The text with a capital first letter.
  var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
