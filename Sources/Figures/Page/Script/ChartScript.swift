/// A chart of a page: its tables, its view, and what of it is hidden.
let chartScript = #"""
  function tables(chart) {
    const rows = {};
    chart.series.forEach(function (series, s) {
      const table = rows[series.kind + series.panel] = rows[series.kind + series.panel] || [];
      if (series.kind === "cells") {
        series.cells = unpacked(series.values);
        table.push(Object.assign({ s: s }, picture(chart, series)));
        return;
      }
      series.x.forEach(function (x, i) {
        const row = { s: s, x: x };
        if (series.y) row.y = series.y[i];
        if (series.values) row.v = series.values[i];
        if (series.lower) { row.lower = series.lower[i]; row.upper = series.upper[i]; }
        if (series.dx) { row.x2 = x + series.dx[i]; row.y2 = row.y + series.dy[i]; }
        if ((series.kind === "points" || series.kind === "arrows") && (row.x === null || row.y === null)) return;
        table.push(row);
        if (series.kind === "intervals") {
          const marks = rows["points" + series.panel] = rows["points" + series.panel] || [];
          if (row.y !== null) marks.push(row);
        }
      });
    });
    return rows;
  }

  function Chart(host) {
    const chart = this;
    this.host = host;
    this.figure = host.closest("figure");
    Object.assign(this, JSON.parse(document.getElementById(host.id + "-data").textContent));
    this.series = this.series.map((series) => Object.assign({ name: "", layer: null, frame: null,
      opacity: 1, width: 1.8, dash: [], shape: "circle", hollow: false, size: 5 }, series));
    this.hiddenNames = new Set();
    this.frame = this.frames ? this.frames.values.length - 1 : null;
    this.domains = this.panels.map((panel) => panel.axes.map((axis) => axis.domain.slice()));
    host.chart = this;
    this.tip = document.createElement("div");
    this.tip.className = "tip";
    this.tip.hidden = true;
    this.box = document.createElement("div");
    this.box.className = "box";
    this.box.hidden = true;
    host.parentElement.append(this.tip, this.box);
    all(".legend button", this.figure).forEach(function (button) {
      button.addEventListener("click", function () {
        const name = button.dataset.name, isShown = button.getAttribute("aria-pressed") !== "true";
        button.setAttribute("aria-pressed", String(isShown));
        if (isShown) chart.hiddenNames.delete(name); else chart.hiddenNames.add(name);
        chart.update();
      });
    });
    const details = this.figure.querySelector("details.values");
    if (details) details.addEventListener("toggle", () => { if (details.open) chart.list(details); });
    this.listen();
  }

  Chart.prototype.build = function () {
    if (this.view) return;
    const rows = tables(this);
    this.spec.data.forEach((table) => { table.values = rows[table.name] || []; });
    this.signal("off", this.off());
    this.signal("style", this.series.map(function (series) {
      return { color: series.color, opacity: series.opacity, width: series.width, dash: series.dash,
        shape: series.shape, hollow: series.hollow, size: series.size, fill: series.fill };
    }));
    this.panels.forEach((_, i) => {
      this.signal("x" + i, this.domains[i][0]);
      this.signal("y" + i, this.domains[i][1]);
    });
    this.view = new vega.View(vega.parse(this.spec), { renderer: "svg", container: this.host, hover: false });
    // The frame of the page speaks for the chart; its thousands of marks would only be in the way.
    this.host.setAttribute("role", "img");
    this.host.setAttribute("aria-label", this.host.dataset.summary);
    this.view.run();
    const svg = this.host.querySelector("svg");
    if (svg) svg.setAttribute("aria-hidden", "true");
  };
  Chart.prototype.signal = function (name, value) {
    this.spec.signals.find((signal) => signal.name === name).value = value;
  };
  Chart.prototype.off = function () {
    return this.series.map((series) =>
      series.layer !== null && hiddenLayers.has(series.layer) || this.hiddenNames.has(series.name)
        || series.frame !== null && this.frame !== null && series.frame !== this.frame);
  };
  Chart.prototype.update = function () {
    const caption = this.figure.querySelector(".moment");
    if (caption && this.frames) {
      caption.textContent = this.frames.quantity + " " + shown(this.frames.values[this.frame]);
    }
    if (!this.view) return;
    this.view.signal("off", this.off());
    this.domains.forEach((domain, i) => {
      this.view.signal("x" + i, domain[0]);
      this.view.signal("y" + i, domain[1]);
    });
    this.view.run();
    const details = this.figure.querySelector("details.values");
    if (details && details.open) this.list(details);
  };
  Chart.prototype.move = function (quantity, value) {
    if (!this.frames || this.frames.quantity !== quantity) return;
    let nearest = 0;
    this.frames.values.forEach((own, i) => {
      if (Math.abs(own - value) < Math.abs(this.frames.values[nearest] - value)) nearest = i;
    });
    if (nearest !== this.frame) { this.frame = nearest; this.update(); }
  };

  """#
