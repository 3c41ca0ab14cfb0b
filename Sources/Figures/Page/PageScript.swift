/// The script of a page: builds each chart when it comes near the window, and moves all of them
/// together.
///
/// A chart's series are hidden by their layer (the buttons above the page), by their name (the legend)
/// or by their frame (the slider). All three set one signal of Vega, `off`.
let pageScript = #"""
  "use strict";
  (function () {
  const hiddenLayers = new Set();
  const times = new Map();
  const charts = [];

  function all(selector, root) { return Array.from((root || document).querySelectorAll(selector)); }

  // Numbers

  function shown(value) {
    if (value === null || value === undefined) return "";
    const size = Math.abs(value);
    if (size !== 0 && (size < 1e-4 || size >= 1e6)) return value.toExponential(3).replace("-", "\u2212");
    return String(Number(value.toPrecision(5))).replace("-", "\u2212");
  }
  function named(axis, value) { return axis.names && axis.names[value] || shown(value); }
  function titled(axis, fallback) {
    return (axis.label || fallback) + (axis.unit ? " [" + axis.unit + "]" : "");
  }
  function fraction(axis, domain, value) {
    if (axis.log) {
      if (!(value > 0)) return NaN;
      return Math.log(value / domain[0]) / Math.log(domain[1] / domain[0]);
    }
    return (value - domain[0]) / (domain[1] - domain[0]);
  }
  function valueAt(axis, domain, part) {
    return axis.log ? domain[0] * Math.pow(domain[1] / domain[0], part)
      : domain[0] + part * (domain[1] - domain[0]);
  }

  // Heat maps

  function unpacked(text) {
    const bytes = atob(text), values = new Uint16Array(bytes.length / 2);
    for (let i = 0; i < values.length; i++) {
      values[i] = bytes.charCodeAt(2 * i) + 256 * bytes.charCodeAt(2 * i + 1);
    }
    return values;
  }
  function cellOf(edges, value) {
    if (!(value >= edges[0]) || !(value <= edges[edges.length - 1])) return -1;
    let low = 0, high = edges.length - 1;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (edges[middle] <= value) low = middle; else high = middle;
    }
    return low;
  }
  function rgb(colors, part) {
    const place = Math.min(Math.max(part, 0), 1) * (colors.length - 1);
    const i = Math.min(Math.floor(place), colors.length - 2), rest = place - i;
    return [1, 3, 5].map(function (at) {
      const from = parseInt(colors[i].slice(at, at + 2), 16);
      const to = parseInt(colors[i + 1].slice(at, at + 2), 16);
      return Math.round(from + (to - from) * rest);
    });
  }
  // The picture's points lie evenly along the axes, whatever the widths of the cells.
  function picture(chart, series) {
    const panel = chart.panels[series.panel];
    const x = edgesWithin(panel.axes[0], series.x), y = edgesWithin(panel.axes[1], series.y);
    const canvas = document.createElement("canvas");
    canvas.width = Math.min(900, Math.max(x.cells, Math.round(panel.width)));
    canvas.height = Math.min(700, Math.max(y.cells, Math.round(panel.height)));
    const context = canvas.getContext("2d");
    const image = context.createImageData(canvas.width, canvas.height);
    const columns = places(panel.axes[0], x, series.x, canvas.width, false);
    const rows = places(panel.axes[1], y, series.y, canvas.height, true);
    const lookup = Array.from({ length: 256 }, (_, i) => rgb(chart.colors.range, i / 255));
    for (let j = 0; j < canvas.height; j++) for (let i = 0; i < canvas.width; i++) {
      if (rows[j] < 0 || columns[i] < 0) continue;
      const value = series.cells[rows[j] * (series.x.length - 1) + columns[i]];
      if (value === 65535) continue;
      const color = lookup[Math.round(value / 65534 * 255)], at = 4 * (j * canvas.width + i);
      image.data[at] = color[0]; image.data[at + 1] = color[1]; image.data[at + 2] = color[2];
      image.data[at + 3] = 255;
    }
    context.putImageData(image, 0, 0);
    return { url: canvas.toDataURL(), x: x.ends[0], x2: x.ends[1], y: y.ends[0], y2: y.ends[1] };
  }
  function edgesWithin(axis, edges) {
    const usable = axis.log ? edges.filter((edge) => edge > 0) : edges;
    return { ends: [usable[0], usable[usable.length - 1]], cells: usable.length - 1 };
  }
  function places(axis, within, edges, count, isReversed) {
    return Array.from({ length: count }, function (_, i) {
      const part = (i + 0.5) / count;
      return cellOf(edges, valueAt(axis, within.ends, isReversed ? 1 - part : part));
    });
  }

  // Charts

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

  // Values under the pointer

  Chart.prototype.place = function (event) {
    const frame = this.host.getBoundingClientRect(), scale = this.width / (this.drawnWidth() || this.width);
    return { x: (event.clientX - frame.left) * scale, y: (event.clientY - frame.top) * scale, scale: scale };
  };
  Chart.prototype.drawnWidth = function () {
    const svg = this.host.querySelector("svg");
    return svg ? svg.getBoundingClientRect().width : 0;
  };
  Chart.prototype.panelAt = function (place) {
    return this.panels.findIndex((panel) => place.x >= panel.x && place.x <= panel.x + panel.width
      && place.y >= panel.y && place.y <= panel.y + panel.height);
  };
  Chart.prototype.nearest = function (place, index) {
    const panel = this.panels[index], domain = this.domains[index], off = this.off();
    let best = null;
    this.series.forEach((series, s) => {
      if (off[s] || series.panel !== index || !series.x || series.kind === "cells") return;
      const heights = series.y || series.upper;
      series.x.forEach((x, i) => {
        if (x === null || heights[i] === null) return;
        const px = panel.x + panel.width * fraction(panel.axes[0], domain[0], x);
        const py = panel.y + panel.height * (1 - fraction(panel.axes[1], domain[1], heights[i]));
        const distance = Math.hypot(px - place.x, py - place.y);
        if (distance < 30 && (!best || distance < best.distance)) best = { series: s, i: i, distance: distance };
      });
    });
    return best;
  };
  Chart.prototype.cell = function (place, index) {
    const panel = this.panels[index], off = this.off();
    const at = [0, 1].map((k) => {
      const part = k ? 1 - (place.y - panel.y) / panel.height : (place.x - panel.x) / panel.width;
      return valueAt(panel.axes[k], this.domains[index][k], part);
    });
    for (let s = this.series.length - 1; s >= 0; s--) {
      const series = this.series[s];
      if (off[s] || series.panel !== index || series.kind !== "cells" || !series.cells) continue;
      const column = cellOf(series.x, at[0]), row = cellOf(series.y, at[1]);
      if (column < 0 || row < 0) continue;
      const step = series.cells[row * (series.x.length - 1) + column];
      return { x: at[0], y: at[1],
        value: step === 65535 ? null : valueAt(this.colors, this.colors.domain, step / 65534) };
    }
    return null;
  };
  Chart.prototype.lines = function (place, index) {
    const axes = this.panels[index].axes, found = this.nearest(place, index);
    if (!found) {
      const cell = this.cell(place, index);
      if (!cell) return null;
      return [titled(axes[0], "x") + ": " + named(axes[0], cell.x), titled(axes[1], "y") + ": " + named(axes[1], cell.y),
        titled(this.colors, "value") + ": " + (cell.value === null ? "none" : shown(cell.value))];
    }
    const series = this.series[found.series], i = found.i, x = series.x[i], off = this.off();
    const lines = [titled(axes[0], "x") + ": " + named(axes[0], x)];
    const value = (own, j) => {
      const height = own.y ? named(axes[1], own.y[j]) : "";
      const range = own.lower ? shown(own.lower[j]) + " to " + shown(own.upper[j]) : "";
      return height && range ? height + " (" + range + ")" : height || range;
    };
    const label = (own) => own.name || (own.layer !== null ? "layer " + (own.layer + 1) : titled(axes[1], "y"));
    lines.push(label(series) + ": " + value(series, i));
    if (series.values && this.colors) {
      lines.push(titled(this.colors, "value") + ": " + shown(series.values[i]));
    }
    this.series.forEach((own, s) => {
      if (s === found.series || off[s] || own.panel !== index || own.kind === "points" || own.kind === "cells"
        || own.kind === "arrows" || lines.length > 11) return;
      const j = own.x.indexOf(x);
      if (j >= 0) lines.push(label(own) + ": " + value(own, j));
    });
    return lines;
  };

  // Zoom

  Chart.prototype.zoom = function (index, x, y) {
    const chosen = this.shared ? this.panels.map((_, i) => i) : [index];
    chosen.forEach((i) => { this.domains[i] = [x.slice(), y.slice()]; });
    this.figure.querySelector(".reset").hidden = this.isWhole();
    this.update();
  };
  Chart.prototype.isWhole = function () {
    return this.panels.every((panel, i) => panel.axes.every((axis, k) =>
      axis.domain.every((end, j) => end === this.domains[i][k][j])));
  };
  Chart.prototype.reset = function () {
    this.domains = this.panels.map((panel) => panel.axes.map((axis) => axis.domain.slice()));
    this.figure.querySelector(".reset").hidden = true;
    this.update();
  };
  Chart.prototype.part = function (index, from, to) {
    const panel = this.panels[index];
    return [0, 1].map((k) => {
      const ends = [from, to].map((place) => k ? 1 - (place.y - panel.y) / panel.height : (place.x - panel.x) / panel.width)
        .map((part) => Math.min(Math.max(part, 0), 1)).sort((a, b) => a - b);
      return ends.map((part) => valueAt(panel.axes[k], this.domains[index][k], part));
    });
  };
  Chart.prototype.shift = function (index, across, up, factor) {
    const panel = this.panels[index];
    const moved = [across, up].map((by, k) => {
      const ends = [0.5 - 0.5 * factor + by, 0.5 + 0.5 * factor + by];
      return ends.map((part) => valueAt(panel.axes[k], this.domains[index][k], part));
    });
    this.zoom(index, moved[0], moved[1]);
  };

  Chart.prototype.listen = function () {
    const host = this.host;
    let start = null, last = 0;
    host.addEventListener("pointerdown", (event) => {
      if (event.pointerType === "touch" || event.button !== 0) return;
      const place = this.place(event), index = this.panelAt(place);
      if (index < 0) return;
      last = index;
      start = { place: place, index: index };
      host.setPointerCapture(event.pointerId);
    });
    host.addEventListener("pointermove", (event) => {
      const place = this.place(event);
      if (start) { this.drawBox(start.place, place); return; }
      const index = this.panelAt(place), lines = index < 0 ? null : this.lines(place, index);
      this.tip.hidden = !lines;
      if (!lines) return;
      this.tip.replaceChildren(...lines.map((line) => {
        const row = document.createElement("div");
        row.textContent = line;
        return row;
      }));
      const isRight = place.x > 0.6 * this.width;
      this.tip.style.left = isRight ? "auto" : host.offsetLeft + place.x / place.scale + 14 + "px";
      this.tip.style.right = isRight
        ? host.parentElement.clientWidth - host.offsetLeft - place.x / place.scale + 14 + "px" : "auto";
      this.tip.style.top = host.offsetTop + place.y / place.scale + 14 + "px";
    });
    host.addEventListener("pointerup", (event) => {
      if (!start) return;
      const place = this.place(event), from = start;
      start = null;
      this.box.hidden = true;
      if (Math.abs(place.x - from.place.x) < 5 || Math.abs(place.y - from.place.y) < 5) return;
      const part = this.part(from.index, from.place, place);
      this.zoom(from.index, part[0], part[1]);
    });
    host.addEventListener("pointercancel", () => { start = null; this.box.hidden = true; });
    host.addEventListener("pointerleave", () => { this.tip.hidden = true; });
    host.addEventListener("dblclick", () => this.reset());
    this.figure.querySelector(".reset").addEventListener("click", () => { this.reset(); host.focus(); });
    host.addEventListener("keydown", (event) => {
      const moves = { "ArrowLeft": [-0.2, 0, 1], "ArrowRight": [0.2, 0, 1], "ArrowUp": [0, 0.2, 1],
        "ArrowDown": [0, -0.2, 1], "+": [0, 0, 0.7], "=": [0, 0, 0.7], "-": [0, 0, 1 / 0.7] };
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === "0") this.reset();
      else if (moves[event.key]) this.shift(last, ...moves[event.key]);
      else return;
      event.preventDefault();
    });
  };
  Chart.prototype.drawBox = function (from, to) {
    const style = this.box.style, scale = to.scale;
    this.tip.hidden = true;
    this.box.hidden = false;
    style.left = this.host.offsetLeft + Math.min(from.x, to.x) / scale + "px";
    style.top = this.host.offsetTop + Math.min(from.y, to.y) / scale + "px";
    style.width = Math.abs(to.x - from.x) / scale + "px";
    style.height = Math.abs(to.y - from.y) / scale + "px";
  };

  // The values as a table

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

  // What moves all charts

  function refresh() { charts.forEach((chart) => chart.update()); }

  all("[data-toggle-layer]").forEach(function (button) {
    button.addEventListener("click", function () {
      const layer = Number(button.dataset.toggleLayer), isShown = button.getAttribute("aria-pressed") !== "true";
      button.setAttribute("aria-pressed", String(isShown));
      if (isShown) hiddenLayers.delete(layer); else hiddenLayers.add(layer);
      refresh();
    });
  });

  all(".time").forEach(function (control) {
    const quantity = control.dataset.quantity, values = JSON.parse(control.dataset.values);
    const slider = control.querySelector("input"), output = control.querySelector("output");
    const button = control.querySelector("button");
    let timer = null;
    function move(index) {
      const value = values[index];
      slider.value = String(index);
      slider.setAttribute("aria-valuetext", quantity + " " + shown(value));
      output.textContent = shown(value);
      times.set(quantity, value);
      charts.forEach((chart) => chart.move(quantity, value));
    }
    function stop() {
      clearInterval(timer);
      timer = null;
      button.textContent = "\u25B6";
      button.setAttribute("aria-label", "Play");
    }
    slider.addEventListener("input", () => { stop(); move(Number(slider.value)); });
    button.addEventListener("click", function () {
      if (timer) { stop(); return; }
      if (Number(slider.value) >= values.length - 1) move(0);
      button.textContent = "\u275A\u275A";
      button.setAttribute("aria-label", "Pause");
      timer = setInterval(function () {
        if (Number(slider.value) >= values.length - 1) { stop(); return; }
        move(Number(slider.value) + 1);
      }, Math.max(80, Math.min(300, 12000 / values.length)));
    });
    move(Number(slider.value));
  });

  all(".chart").forEach((host) => charts.push(new Chart(host)));
  charts.forEach((chart) => times.forEach((value, quantity) => chart.move(quantity, value)));
  const watcher = new IntersectionObserver(function (entries) {
    entries.forEach(function (entry) {
      if (!entry.isIntersecting) return;
      watcher.unobserve(entry.target);
      entry.target.chart.build();
    });
  }, { rootMargin: "900px" });
  charts.forEach((chart) => watcher.observe(chart.host));
  // The others follow one by one, so that they are there before the reader is.
  function buildNext() {
    const next = charts.find((chart) => !chart.view);
    if (!next) return;
    next.build();
    setTimeout(buildNext, 50);
  }
  setTimeout(buildNext, 500);
  addEventListener("beforeprint", () => charts.forEach((chart) => chart.build()));
  document.documentElement.dataset.ready = "true";
  })();
  """#
