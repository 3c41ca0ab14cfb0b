/// The script of a page: builds each chart when it comes near the window, and moves all of them
/// together.
///
/// A chart's series are hidden by their layer (the buttons above the page), by their name (the legend)
/// or by their frame (the slider). All three set one signal of Vega, `off`.
let pageScript = """
  "use strict";
  (function () {
  const hiddenLayers = new Set();
  const times = new Map();
  const charts = [];
  function all(selector, root) { return Array.from((root || document).querySelectorAll(selector)); }

  \(numberScript)
  \(heatMapScript)
  \(chartScript)
  \(pointerScript)
  \(zoomScript)
  \(valueTableScript)
  \(controlScript)
  })();
  """
