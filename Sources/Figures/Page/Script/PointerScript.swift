/// What a chart tells of the values under the pointer.
let pointerScript = #"""
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

  """#
