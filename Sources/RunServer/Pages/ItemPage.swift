internal import Figures

/// The page of one run, study or file.
struct ItemPage {
  let item: CatalogueItem
  let content: ItemContent
  let progress: RunProgress?
  /// Other items of its kind, to compare it with.
  let others: [CatalogueItem]
  let hasReport: Bool

  var markup: Markup {
    framed(
      item.name,
      live: (
        "/progress/\(item.path.encoded)", pageVersion(item, progress)
      ),
      """
      \(wayBack)
      <h1>\(item.name)</h1>
      <p class="summary">\(item.title)</p>
      <p><span class="kind">\(item.kind.word)</span> \
      <span class="state \(item.state.word)" data-state>\(stateText(item))</span></p>
      \(report)\(comparison)\(problems)\(progressSection)\(facts)\(quantities)\
      \(tables)\(figures)\(files)\(settings)
      """)
  }

  private var report: Markup {
    guard hasReport else { return "" }
    return """
      <p><a class="report" href="\(item.address(ofFile: "report.html"))">Report of this run</a></p>

      """
  }

  private var comparison: Markup {
    guard !others.isEmpty else { return "" }
    return """
      <form class="compare" action="/compare" method="get">
      <input type="hidden" name="a" value="\(item.path.description)">
      <label>Compare with <select name="b">\(others.map { option($0.path) })</select></label>
      <button>Side by side</button>
      </form>

      """
  }

  private var problems: Markup {
    guard !content.problems.isEmpty else { return "" }
    return """
      <ul class="problems">\(content.problems.map { "<li>\($0)</li>" as Markup })</ul>

      """
  }

  // MARK: - Progress

  private var progressSection: Markup {
    guard let progress, item.state != .finished else { return "" }
    let stages = progress.stages.map { stage -> Markup in
      """
      <li class="\(stage.isDone ? "done" : "open")"><span>\(stage.activity)</span> \
      <code>\(stage.file)</code></li>
      """
    }
    return """
      <section class="progress" aria-live="off">
      <h2>Progress</h2>
      <p><label>Training <progress data-trained max="1" value="\(fractionText(progress))"></progress>
      <span data-trained-text>\(trainingText(progress))</span></label></p>
      <ol class="stages">\(stages)</ol>
      <div class="networks" data-networks>\(networkBars(progress))</div>
      </section>

      """
  }

  private func networkBars(_ progress: RunProgress) -> [Markup] {
    progress.networks.map { network in
      """
      <label>network \(network.number) <progress max="\(progress.epochCount)" \
      value="\(network.epoch)"></progress> <span>\(network.epoch)</span></label>
      """
    }
  }

  // MARK: - Content

  private var facts: Markup {
    guard !content.facts.isEmpty else { return "" }
    let rows = content.facts.map { "<dt>\($0.name)</dt><dd>\($0.value)</dd>\n" as Markup }
    return "<dl>\n\(rows)</dl>\n"
  }

  private var quantities: Markup {
    // The table of a study's claims holds their numbers already.
    guard !content.quantities.isEmpty, item.kind != .study else { return "" }
    let groups = content.quantities.map { group -> Markup in
      let rows = group.quantities.map {
        "<tr><th scope=\"row\">\($0.name)</th><td class=\"decimal\">\($0.text)</td></tr>\n"
          as Markup
      }
      return """
        <div class="table"><table><caption>\(group.title)</caption><tbody>
        \(rows)</tbody></table></div>

        """
    }
    return "<h2>Key numbers</h2>\n<div class=\"groups\">\(groups)</div>\n"
  }

  private var tables: Markup { "\(content.tables.map { "\($0)" as Markup })" }

  private var figures: Markup {
    guard !content.figures.isEmpty else { return "" }
    return "<h2>Figures</h2>\n\(content.figures.map { drawing($0, of: item) })"
  }

  private var files: Markup {
    guard !content.files.isEmpty else { return "" }
    let rows = content.files.map { file -> Markup in
      """
      <tr><td><a href="\(item.address(ofFile: file.name))">\(file.name)</a></td>\
      <td>\(file.what)</td><td class="trailing">\(sizeText(file.size))</td>\
      <td>\(localTime(file.changed))</td></tr>

      """
    }
    return """
      <h2>Files</h2>
      <div class="table"><table>
      <thead><tr><th scope="col">name</th><th scope="col">what</th>\
      <th scope="col" class="trailing">size</th><th scope="col">changed</th></tr></thead>
      <tbody>
      \(rows)</tbody></table></div>

      """
  }

  private var settings: Markup {
    guard !content.settings.isEmpty else { return "" }
    let rows = content.settings.map {
      "<tr><th scope=\"row\"><code>\($0.name)</code></th><td>\($0.value)</td></tr>\n" as Markup
    }
    return """
      <h2>Settings</h2>
      <details><summary>All \(content.settings.count) settings</summary>
      <div class="table"><table><tbody>
      \(rows)</tbody></table></div></details>

      """
  }
}

/// A figure with its caption.
func drawing(_ figure: ItemFigure, of item: CatalogueItem) -> Markup {
  let address = item.address(of: figure)
  let drawn: Markup = if case .drawn = figure.source { " data-drawn" } else { "" }
  return """
    <figure>
    <div class="drawing"><a href="\(address)"><img src="\(address)" alt="\(figure.caption)" \
    loading="lazy"\(drawn)></a></div>
    <figcaption>\(figure.caption)</figcaption>
    </figure>

    """
}

/// How much of the training has been saved, as a sentence.
func trainingText(_ progress: RunProgress) -> String {
  if progress.stages.first?.isDone == true { return "done" }
  let finished = progress.networks.count { $0.epoch >= progress.epochCount }
  return
    "\(Int(100 * progress.trainedFraction)) %, \(finished) of \(progress.networkCount) networks "
    + "done"
}

private func fractionText(_ progress: RunProgress) -> String {
  progress.stages.first?.isDone == true ? "1" : "\(progress.trainedFraction)"
}

private func sizeText(_ bytes: Int) -> String {
  switch bytes {
  case ..<1000: "\(bytes) B"
  case ..<1_000_000: "\((bytes + 500) / 1000) kB"
  default: "\((bytes + 50_000) / 100_000 / 10).\((bytes + 50_000) / 100_000 % 10) MB"
  }
}
