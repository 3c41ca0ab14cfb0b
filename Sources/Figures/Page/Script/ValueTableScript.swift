/// The values of a chart as a table.
let valueTableScript = #"""
  Chart.prototype.list = function (details) {
    const most = 400, off = this.off(), table = document.createElement("table");
    const head = table.createTHead().insertRow();
    ["panel", "series", "x", "y", "lower", "upper", "value"].forEach((title) => {
      const cell = document.createElement("th");
      cell.scope = "col";
      cell.textContent = title;
      head.append(cell);
    });
    const body = table.createTBody();
    let count = 0;
    this.series.forEach((series, s) => {
      if (off[s] || series.kind === "cells") return;
      series.x.forEach((x, i) => {
        if (x === null) return;
        count += 1;
        if (count > most) return;
        const row = body.insertRow(), at = (values) => values ? shown(values[i]) : "";
        [this.panels[series.panel].title, series.name || (series.layer !== null ? "layer " + (series.layer + 1) : ""),
          shown(x), at(series.y), at(series.lower), at(series.upper), series.cells ? "" : at(series.values)]
          .forEach((text) => { row.insertCell().textContent = text; });
      });
    });
    const note = document.createElement("p");
    note.textContent = count > most ? "The first " + most + " of " + count + " values."
      : count + (count === 1 ? " value." : " values.");
    const frame = document.createElement("div");
    frame.className = "table";
    frame.tabIndex = 0;
    frame.append(table);
    const summary = details.querySelector("summary");
    details.replaceChildren(summary, note, frame);
  };

  """#
