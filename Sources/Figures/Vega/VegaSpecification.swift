/// A figure's panels, axes and marks in Vega's notation, with empty tables of data.
///
/// Panel `i` shows the part of its axes that the signals `x<i>` and `y<i>` hold, which zooming
/// changes, and reads the tables `cells<i>`, `band<i>`, `line<i>`, `intervals<i>`, `points<i>` and
/// `arrows<i>`. Their rows hold the number `s` of their series, whose style is `style[s]`.
struct VegaSpecification {
  private let figure: Figure
  private let layout: FigureLayout
  private let colors: FigureColors

  init(_ figure: Figure, _ layout: FigureLayout, _ colors: FigureColors) {
    self.figure = figure
    self.layout = layout
    self.colors = colors
  }

  var json: JSONValue {
    let bar = colors.scale.map { [colorBar($0)] } ?? []
    return [
      "width": .number(layout.width.rounded(.up)), "height": .number(layout.height.rounded(.up)),
      "padding": 0, "autosize": "none", "background": .string(FigureTheme.background),
      "config": configuration,
      "signals": .array(
        [["name": "off", "value": []], ["name": "style", "value": []]] + domainSignals),
      "data": .array(figure.panels.indices.flatMap { tables(of: $0) }),
      "scales": .array(colors.scale.map { [colorScale($0)] } ?? []),
      "marks": .array(figure.panels.indices.map { panelGroup($0) } + bar),
    ]
  }

  private var configuration: JSONValue {
    let font = JSONValue.string(FigureTheme.fontFamily)
    let ink = JSONValue.string(FigureTheme.ink)
    return [
      "axis": [
        "labelFont": font, "titleFont": font, "labelColor": ink, "titleColor": ink,
        "labelFontSize": .number(FigureTheme.tickSize), "tickColor": ink, "domainColor": ink,
        "titleFontSize": .number(FigureTheme.labelSize), "titleFontWeight": "normal",
        "tickSize": .number(FigureTheme.tickLength), "titlePadding": 6,
        "gridColor": .string(FigureTheme.gridLine),
      ],
      "text": ["font": font],
    ]
  }

  private var domainSignals: [JSONValue] {
    layout.panels.enumerated().flatMap { index, panel -> [JSONValue] in
      [("x", panel.horizontal.range), ("y", panel.vertical.range)].map { name, range in
        [
          "name": "\(name)\(index)", "value": .numbers([range.lowerBound, range.upperBound]),
        ]
      }
    }
  }

  private func tables(of index: Int) -> [JSONValue] {
    ["cells", "band", "line", "intervals", "points", "arrows"].map { kind in
      [
        "name": "\(kind)\(index)", "values": [],
        "transform": [["type": "filter", "expr": "!off[datum.s]"]],
      ]
    }
  }

  private func colorScale(_ scale: ColorScale) -> JSONValue {
    let isLogarithmic = scale.style.scale == .logarithmic && scale.range.lowerBound > 0
    let (lower, upper) = (scale.range.lowerBound, scale.range.upperBound)
    let transform = AxisTransform(scale.range, scale: scale.style.scale, start: 0, length: 1)
    let domain = (0...32).map { step in
      step == 0 ? lower : step == 32 ? upper : transform.value(at: Double(step) / 32)
    }
    return [
      "name": "color", "type": isLogarithmic ? "log" : "linear", "domain": .numbers(domain),
      "range": scale.palette, "clamp": true, "zero": false,
    ]
  }

  // MARK: Panels

  private func panelGroup(_ index: Int) -> JSONValue {
    let (panel, place) = (figure.panels[index], layout.panels[index])
    let size: JSONValue = [
      "width": ["value": .number(place.width)], "height": ["value": .number(place.height)],
    ]
    return [
      "type": "group", "name": "panel\(index)",
      "encode": [
        "enter": [
          "x": ["value": .number(place.x)], "y": ["value": .number(place.y)],
          "width": ["value": .number(place.width)], "height": ["value": .number(place.height)],
        ]
      ],
      // Axes draw their grids across what these signals say.
      "signals": [
        ["name": "width", "value": .number(place.width)],
        ["name": "height", "value": .number(place.height)],
      ],
      "scales": [
        scale("x", index, panel.x, place.horizontal, end: place.width, isReversed: false),
        scale("y", index, panel.y, place.vertical, end: place.height, isReversed: true),
      ],
      "axes": .array(axes(panel, place)),
      "marks": .array(
        [
          [
            "type": "group", "clip": true, "encode": ["enter": size],
            "marks": .array(VegaMarks(index).all + VegaAnnotations(panel, place).inside),
          ]
        ] + VegaAnnotations(panel, place).above + titles(index) + notice(place)),
    ]
  }

  private func scale(
    _ name: String, _ index: Int, _ style: AxisStyle, _ range: AxisRange, end: Double,
    isReversed: Bool
  ) -> JSONValue {
    let isLogarithmic = style.scale == .logarithmic && range.range.lowerBound > 0
    return [
      "name": .string(name), "type": isLogarithmic ? "log" : "linear",
      "domain": ["signal": "\(name)\(index)"], "zero": false, "nice": false,
      "range": .numbers(isReversed ? [end, 0] : [0, end]),
    ]
  }

  private func axes(_ panel: Panel, _ place: PanelLayout) -> [JSONValue] {
    let columns = max(2, Int(place.width / 70))
    let rows = max(2, Int(place.height / 48))
    return [
      axis("bottom", "x", panel.x, place.horizontal, count: columns, place.showsHorizontalLabels),
      axis("left", "y", panel.y, place.vertical, count: rows, place.showsVerticalLabels),
    ]
  }

  private func axis(
    _ side: String, _ scale: String, _ style: AxisStyle, _ range: AxisRange, count: Int,
    _ hasLabels: Bool
  ) -> JSONValue {
    var members: [(key: String, value: JSONValue)] = [
      ("orient", .string(side)), ("scale", .string(scale)), ("grid", true),
      ("labels", .bool(hasLabels)), ("labelOverlap", .bool(style.names.isEmpty)),
      ("title", .string(hasLabels ? RichText(style.title).terminal : "")),
    ]
    // A count of ticks would drop every other name.
    if style.names.isEmpty {
      members.append(("tickCount", .number(Double(count))))
    } else {
      let names = JSONValue.object(
        style.names.map { (key: JSONValue.number($0.value).text, value: .string($0.name)) })
      members.append(("values", .numbers(style.names.map(\.value))))
      members.append(
        (
          "encode",
          ["labels": ["update": ["text": ["signal": "\(names.text)[datum.value]"]]]]
        ))
    }
    if style.scale == .logarithmic, range.range.lowerBound > 0, style.names.isEmpty {
      let power = "abs(log(datum.value) / LN10 - round(log(datum.value) / LN10)) < 1e-6"
      members.append(("format", "~g"))
      members.append(
        ("encode", ["grid": ["update": ["opacity": ["signal": .string("\(power) ? 1 : 0")]]]]))
    } else if style.names.isEmpty {
      // Long numbers would reach into the panel at the left.
      let largest = "max(abs(domain('\(scale)')[0]), abs(domain('\(scale)')[1]))"
      let isLong = "\(largest) < 1e-3 || \(largest) >= 1e5"
      let short = "(datum.value == 0 ? '0' : format(datum.value, '.1~e'))"
      let text = "\(isLong) ? \(short) : datum.label"
      members.append(("encode", ["labels": ["update": ["text": ["signal": .string(text)]]]]))
    }
    return .object(members)
  }

  private func titles(_ index: Int) -> [JSONValue] {
    let rise = layout.panels[index].titleRise
    return layout.panelTitles[index].reversed().enumerated().map { line, title in
      [
        "type": "text",
        "encode": [
          "enter": [
            "x": ["value": 0], "y": ["value": .number(-rise - 16 * Double(line))],
            "text": ["value": .string(title.terminal)], "fontWeight": ["value": 600],
            "fontSize": ["value": .number(FigureTheme.panelTitleSize)],
            "fill": ["value": .string(FigureTheme.ink)],
          ]
        ],
      ]
    }
  }

  private func notice(_ place: PanelLayout) -> [JSONValue] {
    guard !place.horizontal.hasData || !place.vertical.hasData else { return [] }
    return [
      [
        "type": "text",
        "encode": [
          "enter": [
            "x": ["value": .number(place.width / 2)], "y": ["value": .number(place.height / 2)],
            "text": ["value": "no data"], "align": ["value": "center"],
            "fontStyle": ["value": "italic"], "fill": ["value": .string(FigureTheme.mutedInk)],
          ]
        ],
      ]
    ]
  }

  // MARK: Colour bar

  private func colorBar(_ scale: ColorScale) -> JSONValue {
    let isLogarithmic = scale.style.scale == .logarithmic && scale.range.lowerBound > 0
    let height = figure.panelHeight
    let shades = (0..<64).map { step -> JSONValue in
      [
        "y": .number(height * (1 - Double(step + 1) / 64)),
        "c": .string(scale.map.color(at: (Double(step) + 0.5) / 64).hexadecimal),
      ]
    }
    return [
      "type": "group", "name": "colors",
      "encode": [
        "enter": [
          "x": ["value": .number(layout.colorBarX)],
          "y": ["value": .number(layout.panels.first?.y ?? 0)],
          "width": ["value": .number(FigureTheme.colorBarWidth)],
          "height": ["value": .number(height)],
        ]
      ],
      "data": [["name": "shades", "values": .array(shades)]],
      "scales": [
        [
          "name": "c", "type": isLogarithmic ? "log" : "linear", "zero": false, "nice": false,
          "domain": .numbers([scale.range.lowerBound, scale.range.upperBound]),
          "range": .numbers([height, 0]),
        ]
      ],
      "axes": [
        [
          "orient": "right", "scale": "c", "title": .string(RichText(scale.style.title).terminal),
          "tickCount": .number(max(2, (height / 55).rounded(.down))), "domain": false,
          "labelOverlap": true, "format": isLogarithmic ? "~g" : "",
        ]
      ],
      "marks": [
        [
          "type": "rect", "from": ["data": "shades"],
          "encode": [
            "enter": [
              "x": ["value": 0], "width": ["value": .number(FigureTheme.colorBarWidth)],
              "y": ["field": "y"], "height": ["value": .number(height / 64 + 0.5)],
              "fill": ["field": "c"],
            ]
          ],
        ]
      ],
    ]
  }
}
