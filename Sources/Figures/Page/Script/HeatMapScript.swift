/// Heat maps of a page's charts as pictures whose points lie evenly along the axes.
let heatMapScript = #"""
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

  """#
