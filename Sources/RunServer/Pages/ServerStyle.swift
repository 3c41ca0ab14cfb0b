/// The picture that browsers show beside the title: a density that spreads.
let pageIcon = """
  <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><path d="M1 28C10 28 11 4 16 4s6 24 15 24z" \
  fill="#0b5cad"/></svg>

  """

/// What the pages of the server need beyond the style of reports.
let serverStyle = """
  main { max-width: 78rem; padding-bottom: 3rem; }
  .back { margin: 1.2rem 0 0; }
  .back + h1 { margin-top: 0.6rem; }
  h1, .summary { overflow-wrap: anywhere; }
  .drawing img { display: block; max-width: 100%; height: auto; margin: 0 auto; }
  .kind { color: var(--muted); margin-right: 0.6rem; }
  .state { border-radius: 999px; padding: 0.1rem 0.6rem; background: var(--tint); }
  .state::before { content: ""; display: inline-block; width: 0.6em; height: 0.6em;
    border-radius: 50%; margin-right: 0.45em; background: var(--muted); }
  .state.finished::before { background: #0a7d4f; }
  .state.running::before { background: #0b5cad; }
  .state.unfinished::before { background: #b26a00; }
  .state.broken { border-radius: 8px; display: inline-block; }
  .state.broken::before { background: #c0392b; }
  td .state { padding-left: 0.1rem; background: none; white-space: nowrap; }
  td .state.broken { white-space: normal; padding-top: 0; }
  .extent, .changed { white-space: nowrap; }
  .compare { display: flex; flex-wrap: wrap; gap: 0.6rem 1rem; align-items: center;
    margin: 1.2rem 0; padding: 0.7rem 1rem; background: var(--tint); border-radius: 8px; }
  select, button { font: inherit; color: inherit; background: var(--ground);
    border: 1px solid var(--line); border-radius: 6px; padding: 0.25rem 0.6rem; max-width: 100%; }
  button { cursor: pointer; }
  a:focus-visible, select:focus-visible, button:focus-visible, summary:focus-visible {
    outline: 3px solid var(--link); outline-offset: 2px; }
  .report { font-weight: 600; }
  .problems { border-left: 4px solid #c0392b; padding: 0.3rem 0 0.3rem 2rem; }
  .groups { display: grid; grid-template-columns: repeat(auto-fill, minmax(19rem, 1fr));
    gap: 0 2rem; align-items: start; }
  .pairs { grid-template-columns: repeat(auto-fill, minmax(min(100%, 27rem), 1fr)); }
  .groups table, .list table { width: 100%; }
  .groups th, details th { font-weight: 400; border-bottom: 1px solid var(--line); }
  .sides { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 0 2rem; }
  .sides .summary { margin-top: 0.2rem; }
  .letter { font-weight: 700; margin-bottom: 0; }
  .stages { columns: 22rem; padding-left: 1.4rem; }
  .stages .done::marker { content: "✓  "; color: #0a7d4f; }
  .stages .open { color: var(--muted); }
  .stages .open::marker { content: "·  "; }
  progress { width: 10rem; vertical-align: middle; accent-color: var(--link); }
  .networks { display: grid; grid-template-columns: repeat(auto-fill, minmax(21rem, 1fr));
    gap: 0.1rem 1.5rem; font-size: 0.92rem; font-variant-numeric: tabular-nums; }
  @media (max-width: 60rem) { .changed, .changes { display: none; } .extent { white-space: normal; } }
  @media print { .compare, .back { display: none; } }

  """
