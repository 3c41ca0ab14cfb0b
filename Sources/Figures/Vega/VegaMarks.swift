/// The marks of a panel's data, areas below lines below points.
struct VegaMarks {
  private let index: Int

  init(_ index: Int) { self.index = index }

  var all: [JSONValue] { [cells, bands, lines, intervals, points, arrowShafts, arrowHeads] }

  private let x: JSONValue = ["scale": "x", "field": "x"]
  private let y: JSONValue = ["scale": "y", "field": "y"]
  private let color: JSONValue = ["signal": "style[datum.s].color"]
  private let opacity: JSONValue = ["signal": "style[datum.s].opacity"]
  private let width: JSONValue = ["signal": "style[datum.s].width"]
  private let dash: JSONValue = ["signal": "style[datum.s].dash"]

  private func mark(_ type: String, table: String, _ encoding: JSONValue) -> JSONValue {
    [
      "type": .string(type), "from": ["data": "\(table)\(index)"], "aria": false,
      "encode": ["update": encoding],
    ]
  }

  /// Marks of one series each, such as lines, which join the rows of a table.
  private func joined(_ type: String, table: String, _ encoding: JSONValue) -> JSONValue {
    [
      "type": "group", "aria": false,
      "from": ["facet": ["name": "series", "data": "\(table)\(index)", "groupby": "s"]],
      "marks": [
        [
          "type": .string(type), "from": ["data": "series"], "aria": false,
          "encode": ["update": encoding],
        ]
      ],
    ]
  }

  /// A heat map is one picture, which the page's script makes.
  private var cells: JSONValue {
    mark(
      "image", table: "cells",
      [
        "url": ["field": "url"], "aspect": ["value": false], "smooth": ["value": false],
        "x": x, "x2": ["scale": "x", "field": "x2"],
        "y": ["scale": "y", "field": "y2"], "y2": y,
      ])
  }

  private var bands: JSONValue {
    joined(
      "area", table: "band",
      [
        "x": x, "y": ["scale": "y", "field": "lower"], "y2": ["scale": "y", "field": "upper"],
        "defined": ["signal": "isValid(datum.x) && isValid(datum.lower) && isValid(datum.upper)"],
        "fill": color, "fillOpacity": ["signal": "style[datum.s].fill * style[datum.s].opacity"],
      ])
  }

  private var lines: JSONValue {
    joined(
      "line", table: "line",
      [
        "x": x, "y": y, "defined": ["signal": "isValid(datum.x) && isValid(datum.y)"],
        "stroke": color, "strokeOpacity": opacity, "strokeWidth": width, "strokeDash": dash,
        "strokeCap": ["value": "round"], "strokeJoin": ["value": "round"],
      ])
  }

  private var intervals: JSONValue {
    mark(
      "rule", table: "intervals",
      [
        "x": x, "y": ["scale": "y", "field": "lower"], "y2": ["scale": "y", "field": "upper"],
        "stroke": color, "strokeOpacity": opacity, "strokeWidth": width,
      ])
  }

  private var points: JSONValue {
    let fill = JSONValue.string(
      "style[datum.s].hollow ? 'transparent'"
        + " : isValid(datum.v) ? scale('color', datum.v) : style[datum.s].color")
    return mark(
      "symbol", table: "points",
      [
        "x": x, "y": y, "shape": ["signal": "style[datum.s].shape"],
        "size": ["signal": "style[datum.s].size * style[datum.s].size"],
        "fill": ["signal": fill], "fillOpacity": opacity,
        "stroke": ["signal": "style[datum.s].hollow ? style[datum.s].color : 'transparent'"],
        "strokeWidth": ["value": 1.4],
      ])
  }

  private var arrowShafts: JSONValue {
    mark(
      "rule", table: "arrows",
      [
        "x": x, "y": y, "x2": ["scale": "x", "field": "x2"], "y2": ["scale": "y", "field": "y2"],
        "stroke": color, "strokeOpacity": opacity, "strokeWidth": width,
      ])
  }

  private var arrowHeads: JSONValue {
    let rise = "scale('y', datum.y2) - scale('y', datum.y)"
    let run = "scale('x', datum.x2) - scale('x', datum.x)"
    return mark(
      "symbol", table: "arrows",
      [
        "x": ["scale": "x", "field": "x2"], "y": ["scale": "y", "field": "y2"],
        "shape": ["value": "triangle-up"], "size": ["value": 22],
        "angle": ["signal": .string("90 + atan2(\(rise), \(run)) * 180 / PI")],
        "fill": color, "fillOpacity": opacity,
      ])
  }
}
