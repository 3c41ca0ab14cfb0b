/// What moves all charts of a page together, and when each of them is built.
let controlScript = #"""
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

  """#
