/// How a chart is zoomed, by the pointer and by keys.
let zoomScript = #"""
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

  """#
