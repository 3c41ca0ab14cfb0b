/// The script of the pages: it asks this server for news and shows them.
///
/// When more than numbers has changed, it loads the page again.
let liveScript = """
  "use strict";
  (() => {
    const address = document.body.dataset.live;
    if (!address) return;
    let failures = 0;

    const setText = (element, text) => {
      if (element && element.textContent !== text) element.textContent = text;
    };

    const showState = (element, row) => {
      if (!element) return;
      element.className = "state " + row.state;
      setText(element, row.text);
    };

    const showList = (news) => {
      const rows = new Map(news.rows.map((row) => [row.path, row]));
      for (const line of document.querySelectorAll("tr[data-path]")) {
        const row = rows.get(line.dataset.path);
        if (!row) continue;
        showState(line.querySelector(".state"), row);
        setText(line.querySelector(".changed"), row.changed);
      }
    };

    const bar = (network, epochs) => {
      const label = document.createElement("label");
      const progress = document.createElement("progress");
      const text = document.createElement("span");
      progress.max = epochs;
      progress.value = network.epoch;
      text.textContent = network.epoch;
      label.append("network " + network.number + " ", progress, " ", text);
      return label;
    };

    const showProgress = (news) => {
      showState(document.querySelector("[data-state]"), news);
      const run = news.progress;
      const whole = document.querySelector("[data-trained]");
      if (!run || !whole) return;
      const isDone = run.stages.length > 0 && run.stages[0].isDone;
      const done = run.networks.filter((network) => network.epoch >= run.epochCount).length;
      whole.value = isDone ? 1 : news.trainedFraction;
      setText(document.querySelector("[data-trained-text]"), isDone ? "done"
        : Math.floor(100 * news.trainedFraction) + " %, " + done + " of " + run.networkCount
          + " networks done");
      document.querySelector("[data-networks]").replaceChildren(
        ...run.networks.map((network) => bar(network, run.epochCount)));
    };

    // Drawings are made anew by the server; the one before stays until the next one is there.
    let drawings = null;
    const renewDrawings = (version) => {
      if (drawings !== null && drawings !== version) {
        for (const picture of document.querySelectorAll("img[data-drawn]")) {
          picture.src = picture.getAttribute("src").split("?")[0] + "?" + version;
        }
      }
      drawings = version;
    };

    const ask = async () => {
      try {
        const answer = await fetch(address, { cache: "no-store" });
        if (answer.status === 404) { location.reload(); return; }
        const news = await answer.json();
        failures = 0;
        if (news.version !== document.body.dataset.version) { location.reload(); return; }
        if (news.rows) showList(news); else { showProgress(news); renewDrawings(news.drawings); }
      } catch (error) {
        failures += 1;
      }
      // Slower while nobody looks or nobody answers.
      setTimeout(ask, document.hidden ? 10000 : Math.min(2000 * (1 + failures), 30000));
    };
    setTimeout(ask, 2000);
  })();

  """
