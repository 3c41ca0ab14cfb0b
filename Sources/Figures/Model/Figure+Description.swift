extension Figure {
  /// What the figure shows for readers who do not see it: its summary, or a sentence made of the
  /// titles, axes and series of each panel.
  public var description: String {
    guard summary.isEmpty else { return summary }
    let sentences = panels.map { panel in
      let axes = "\(RichText(panel.y.title).plain) against \(RichText(panel.x.title).plain)"
      let names = panel.series.map { RichText($0.label).plain }.filter { !$0.isEmpty }
      var seen = Set<String>()
      let distinct = names.filter { seen.insert($0).inserted }
      let heading = panel.title.isEmpty ? "" : "\(RichText(panel.title).plain): "
      let list = distinct.isEmpty ? "" : " for \(distinct.joined(separator: ", "))"
      return heading + axes + list + "."
    }
    return sentences.joined(separator: " ")
  }
}
