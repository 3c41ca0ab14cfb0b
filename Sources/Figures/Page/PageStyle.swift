/// The style of a page: one column, the reader's own fonts, light or dark as the reader's system is.
///
/// Figures keep their light ground in the dark, since their colours are chosen for it.
public let pageStyle = """
  :root {
    color-scheme: light dark;
    --ground: #ffffff; --ink: #1f2328; --muted: #59636e; --line: #d1d9e0; --tint: #f6f8fa;
    --link: #0b5cad;
  }
  @media (prefers-color-scheme: dark) {
    :root {
      --ground: #14171c; --ink: #e4e8ec; --muted: #9aa4af; --line: #363d47; --tint: #1d2229;
      --link: #77b5f5;
    }
  }
  * { box-sizing: border-box; }
  body {
    margin: 0; background: var(--ground); color: var(--ink);
    font: 16px/1.55 system-ui, "Helvetica Neue", Arial, "Liberation Sans", sans-serif;
  }
  main, footer { max-width: 60rem; margin: 0 auto; padding: 0 1.25rem; }
  h1 { font-size: 1.9rem; line-height: 1.2; margin: 2.2rem 0 0.4rem; }
  h2 {
    font-size: 1.35rem; margin: 2.6rem 0 0.8rem; padding-bottom: 0.25rem;
    border-bottom: 1px solid var(--line);
  }
  h3 { font-size: 1.08rem; margin: 1.8rem 0 0.5rem; }
  p, ul, dl { margin: 0.7rem 0; max-width: 46rem; }
  a { color: var(--link); }
  sub, sup { line-height: 0; font-size: 0.75em; }
  .summary { color: var(--muted); font-size: 1.08rem; }
  nav ol { margin: 1.2rem 0; padding: 0.8rem 1rem 0.8rem 2.4rem; background: var(--tint);
    border-radius: 8px; columns: 16rem; }
  nav li { break-inside: avoid; }
  dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.2rem 1.2rem; }
  dt { color: var(--muted); }
  dd { margin: 0; overflow-wrap: anywhere; }
  figure { margin: 1.6rem 0; }
  h4 { font-size: 1rem; margin: 0 0 0.4rem; }
  h4 .moment { font-weight: 400; color: var(--muted); }
  .drawing {
    position: relative; background: #ffffff; border: 1px solid var(--line); border-radius: 8px;
    padding: 0.5rem;
  }
  .chart { margin: 0 auto; cursor: crosshair; touch-action: pan-y; }
  .chart svg { display: block; width: 100%; height: auto; }
  .chart:focus-visible { outline: 2px solid var(--link); outline-offset: 3px; }
  .tip {
    position: absolute; z-index: 2; pointer-events: none; max-width: 22rem; padding: 0.3rem 0.5rem;
    background: #ffffffee; color: #1f2328; border: 1px solid #b6bec7; border-radius: 6px;
    font-size: 0.8rem; line-height: 1.35; font-variant-numeric: tabular-nums;
  }
  .box { position: absolute; border: 1px dashed #0b5cad; background: #0b5cad18; }
  .tip[hidden], .box[hidden] { display: none; }
  button {
    font: inherit; font-size: 0.88rem; color: inherit; background: none; border: 1px solid var(--line);
    border-radius: 6px; padding: 0.1rem 0.5rem; cursor: pointer;
  }
  button:focus-visible, input:focus-visible { outline: 2px solid var(--link); }
  button[aria-pressed="false"] { opacity: 0.5; text-decoration: line-through; }
  .legend { list-style: none; display: flex; flex-wrap: wrap; gap: 0.3rem; padding: 0; max-width: none; }
  .legend svg { vertical-align: -1px; background: #ffffff; border-radius: 2px; }
  .reset { margin-top: 0.4rem; }
  .controls {
    position: sticky; top: 0; z-index: 3; display: flex; flex-wrap: wrap; align-items: center;
    gap: 0.4rem 1.6rem; padding: 0.5rem 0; background: var(--ground);
    border-bottom: 1px solid var(--line); font-size: 0.92rem;
  }
  .layers, .time { display: inline-flex; flex-wrap: wrap; align-items: center; gap: 0.35rem; }
  .layer { border-bottom: 4px solid var(--layer); min-width: 2rem; }
  .time label { display: inline-flex; align-items: center; gap: 0.5rem; }
  .time input { width: min(20rem, 40vw); accent-color: var(--link); }
  .time output { min-width: 4rem; font-variant-numeric: tabular-nums; }
  .time button { min-width: 2.4rem; }
  .values { margin-top: 0.4rem; font-size: 0.9rem; }
  .values .table { max-height: 20rem; overflow: auto; }
  .notice {
    border-left: 4px solid var(--link); background: var(--tint); padding: 0.5rem 0.8rem;
    border-radius: 0 8px 8px 0;
  }
  .notice.warning { border-left-color: #d55e00; }
  figcaption { color: var(--muted); font-size: 0.92rem; margin-top: 0.5rem; max-width: 46rem; }
  .table { overflow-x: auto; margin: 1.2rem 0; }
  table { border-collapse: collapse; font-size: 0.95rem; font-variant-numeric: tabular-nums; }
  caption { text-align: left; color: var(--muted); padding-bottom: 0.4rem; }
  th, td { padding: 0.3rem 0.9rem 0.3rem 0; text-align: left; vertical-align: top; }
  th { border-bottom: 2px solid var(--line); font-weight: 600; }
  td { border-bottom: 1px solid var(--line); }
  .trailing, .decimal { text-align: right; white-space: nowrap; }
  pre {
    background: var(--tint); border-radius: 8px; padding: 0.8rem 1rem; overflow-x: auto;
    font: 0.86rem/1.5 ui-monospace, "SF Mono", Menlo, Consolas, "Liberation Mono", monospace;
  }
  summary { cursor: pointer; color: var(--link); }
  footer {
    color: var(--muted); font-size: 0.88rem; margin-top: 3rem; padding-bottom: 2rem;
  }
  @media print {
    nav, .controls, .reset, .values, .tip { display: none; }
    .drawing { border: none; }
    figure, .table { break-inside: avoid; }
  }

  """
