extension Figure {
  /// The figure of one layer alone, with what belongs to no layer; nil when it shows no such layer.
  ///
  /// Panels that show only other layers are left out.
  ///
  /// - Parameter layer: The layer, counted from 0.
  /// - Returns: The figure, or nil.
  public func showing(layer: Int) -> Figure? {
    var figure = self
    figure.panels = panels.compactMap { panel in
      var panel = panel
      let layers = panel.series.compactMap(\.layer)
      guard layers.isEmpty || layers.contains(layer) else { return nil }
      panel.series.removeAll { $0.layer != nil && $0.layer != layer }
      return panel
    }
    let isShown = figure.panels.contains { panel in panel.series.contains { $0.layer != nil } }
    guard isShown else { return nil }
    figure.columns = max(1, min(columns, figure.panels.count))
    return figure
  }

  /// The picture at one value of the quantity of the frames; nil when nothing moves.
  ///
  /// - Parameter value: A value of the quantity; the frame that is nearest to it is taken.
  /// - Returns: The figure without frames, with the value in its title, or nil.
  public func still(at value: Double) -> Figure? {
    guard let frames, let nearest = frames.nearestIndex(to: value) else { return nil }
    var figure = keepingFrames([nearest])
    figure.frames = nil
    let number = frames.values[nearest]
    let text = number == number.rounded() && abs(number) < 1e15 ? "\(Int(number))" : "\(number)"
    let place = "\(frames.quantity) \(text)"
    figure.title = title.isEmpty ? place : "\(title), \(place)"
    return figure
  }

  /// The figure with at most so many frames, the first and the last among them.
  ///
  /// - Parameter count: The largest number of frames; at least 2.
  /// - Returns: The figure, unchanged when it has no more frames.
  public func thinned(toFrames count: Int) -> Figure {
    precondition(count >= 2, "a movie has a first and a last frame")
    guard let frames, frames.values.count > count else { return self }
    let last = frames.values.count - 1
    return keepingFrames((0..<count).map { ($0 * last + (count - 1) / 2) / (count - 1) })
  }

  private func keepingFrames(_ kept: [Int]) -> Figure {
    var figure = self
    let places = Dictionary(uniqueKeysWithValues: kept.enumerated().map { ($1, $0) })
    for panel in figure.panels.indices {
      figure.panels[panel].series = panels[panel].series.compactMap { series in
        guard let frame = series.frame else { return series }
        guard let place = places[frame] else { return nil }
        var series = series
        series.frame = kept.count > 1 ? place : nil
        return series
      }
    }
    if let frames {
      figure.frames = FigureFrames(frames.quantity, values: kept.map { frames.values[$0] })
    }
    return figure
  }
}

extension FigureFrames {
  /// The index of the frame that is nearest to a value, the earlier one of two; nil without frames.
  public func nearestIndex(to value: Double) -> Int? {
    values.indices.min { abs(values[$0] - value) < abs(values[$1] - value) }
  }
}
