/**
 * The look of the page: system fonts, tabular figures, one accent colour. The colours of the three reasons for
 * disruption differ in lightness, so that colour-blind readers and prints can tell them apart. Text has a contrast of
 * at least 4.5 to 1 in both themes (WCAG 2.2, 1.4.3).
 */
export const style = `
:root {
  color-scheme: light dark;
  --paper: #ffffff; --raised: #f6f7f9; --ink: #15191e; --soft: #55606b; --line: #d9dee4;
  --accent: #0a5a9c; --accent-ground: #e8f1f9; --bar: #3a7fbd; --track: #e6e9ed;
  --warn: #8a4b00; --warn-ground: #fff5e6; --warn-line: #d98a1f; --warn-rule: #f3dfbf;
  --empty: #8fa1b3; --drifted: #1f6fb5; --underutilized: #d5771a; --unhealthy: #b3352f;
  --ok: #1d7a46; --no: #b3261e;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #14171b; --raised: #1c2127; --ink: #e8ebee; --soft: #a0abb7; --line: #343b44;
    --accent: #7dbcf5; --accent-ground: #1a2c3d; --bar: #4f97d6; --track: #2a3037;
    --warn: #f2b866; --warn-ground: #2b2113; --warn-line: #b0761e; --warn-rule: #47371d;
    --empty: #73818f; --drifted: #5aa9ee; --underutilized: #eb9a45; --unhealthy: #f0716a;
    --ok: #5cc48a; --no: #f28b82;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; scroll-behavior: smooth; }
body {
  margin: 0; background: var(--paper); color: var(--ink);
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", "DejaVu Sans", Arial, sans-serif;
  font-variant-numeric: tabular-nums lining-nums; overflow-wrap: break-word;
}
main, .masthead > *, .foot { max-width: 68rem; margin-inline: auto; padding-inline: clamp(1rem, 4vw, 2.5rem); }
.masthead { border-bottom: 1px solid var(--line); padding-block: 2.25rem 0; }
.masthead p { margin-block: .25rem; color: var(--soft); }
.masthead .kind { color: var(--accent); font-size: .8125rem; font-weight: 600; letter-spacing: .04em; }
h1 { font-size: clamp(1.375rem, 1rem + 2vw, 2.125rem); line-height: 1.2; letter-spacing: -.015em; margin-block: 0; }
h2 { font-size: 1.3125rem; line-height: 1.3; letter-spacing: -.01em; margin: 3.5rem 0 .25rem; }
h3 { font-size: 1rem; margin: 1.75rem 0 .25rem; }
h2 + p, .lead { color: var(--soft); margin: 0 0 1.25rem; max-width: 46rem; }
p, li { max-width: 46rem; }
a { color: var(--accent); text-underline-offset: .15em; }
a:focus-visible, summary:focus-visible, .scroll:focus-visible { outline: 2px solid var(--accent); outline-offset: 3px; }
code, .mono { font: .9em ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; overflow-wrap: anywhere; }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; list-style: none; margin: 1.25rem 0 0; padding: 0 0 .75rem; font-size: .9375rem; }
nav a { text-decoration: none; }
nav a:hover { text-decoration: underline; }
.skip { position: absolute; left: -100vw; }
.skip:focus { left: 1rem; top: .5rem; background: var(--paper); padding: .25rem .5rem; }

.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 11rem), 1fr)); gap: 0; margin: 2rem 0 0; border-block: 1px solid var(--line); }
.figures > div { padding: 1rem 1rem 1rem 0; }
.figures dt { color: var(--soft); font-size: .8125rem; }
.figures dd { margin: 0; font-size: 1.625rem; line-height: 1.25; font-weight: 600; letter-spacing: -.02em; }
.figures dd small { display: block; font-size: .8125rem; font-weight: 400; letter-spacing: 0; color: var(--soft); line-height: 1.4; }

.traps { list-style: none; margin: 1rem 0 0; padding: .25rem 1rem; border-left: 3px solid var(--warn-line); background: var(--warn-ground); font-size: .9375rem; }
.traps > li { max-width: none; padding: .5rem 0; }
.traps > li > p { margin: 0 0 .125rem; max-width: none; }
.traps .telling { display: grid; grid-template-columns: 12rem minmax(0, 1fr); column-gap: 1rem; padding: .125rem 0; }
.traps.mild { border-left-color: var(--line); background: var(--raised); }
.traps.mild > li + li { border-top-color: var(--line); }
.traps.mild .id { color: var(--soft); }
.traps > li + li { border-top: 1px solid var(--warn-rule); }
.traps .pool { font-weight: 600; }
.traps .id { color: var(--warn); font-size: .8125rem; white-space: nowrap; }
.good { border-left: 3px solid var(--ok); padding: .625rem .875rem; background: var(--raised); }

.scroll { overflow-x: auto; max-width: 100%; }
table { border-collapse: collapse; width: 100%; font-size: .9375rem; }
caption { text-align: left; color: var(--soft); font-size: .875rem; padding-bottom: .375rem; }
th, td { text-align: left; vertical-align: top; padding: .4375rem .875rem .4375rem 0; border-bottom: 1px solid var(--line); }
th { font-weight: 600; }
thead th { color: var(--soft); font-size: .8125rem; font-weight: 500; }
th:last-child, td:last-child { padding-right: 0; }
.number { text-align: right; white-space: nowrap; }
tbody th { min-width: 10.5rem; }
tfoot th, tfoot td { border-bottom: 0; font-weight: 600; }
.soft { color: var(--soft); }
.small { font-size: .875rem; }
.aside { color: var(--soft); font-size: .875rem; font-weight: 400; margin-left: .375rem; }
.warn { color: var(--warn); } svg .short { fill: var(--warn-line); }
.list-title { margin: .75rem 0 0; font-weight: 600; } .list-title + ul { margin-top: .25rem; }
.nowrap { white-space: nowrap; }
.ok { color: var(--ok); } .no { color: var(--no); }

details { margin: .75rem 0; }
summary { cursor: pointer; color: var(--accent); font-size: .9375rem; width: fit-content; }
details[open] > summary { margin-bottom: .5rem; }
.block { border-top: 1px solid var(--line); padding-top: 1rem; margin-top: 1.5rem; }
.block > h3 { margin-top: 0; }

figure { margin: 1rem 0; }
figcaption { color: var(--soft); font-size: .875rem; margin-bottom: .5rem; }
svg { display: block; width: 100%; overflow: visible; }
svg text { font: inherit; font-size: 12px; fill: var(--ink); }
svg .soft { fill: var(--soft); }
svg .grid { stroke: var(--line); stroke-width: 1; shape-rendering: crispEdges; }
svg .track { fill: var(--track); } svg .bar { fill: var(--bar); } svg .limit { stroke: var(--ink); stroke-width: 2; }
svg .empty { fill: var(--empty); } svg .drifted { fill: var(--drifted); } svg .underutilized { fill: var(--underutilized); } svg .unhealthy { fill: var(--unhealthy); }
svg .arrow { stroke: var(--soft); stroke-width: 1.5; fill: none; }
svg .arrowhead { fill: var(--soft); }
.legend { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; list-style: none; margin: .5rem 0; padding: 0; font-size: .875rem; color: var(--soft); }
.legend li { display: flex; align-items: center; gap: .4rem; }
.legend svg { width: 1.25rem; height: .625rem; flex: none; }

.visually-hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

.strip { display: grid; grid-template-columns: 13rem minmax(0, 1fr); column-gap: 1rem; align-items: center; margin: .3125rem 0; }
.strip.top { align-items: start; } .strip.total { font-weight: 600; border-top: 1px solid var(--line); padding-top: .5rem; margin-top: .75rem; }
.strip .name { font-size: .875rem; line-height: 1.3; }
.strip .days, .strip .zones { font-size: .75rem; color: var(--soft); }
.strip .zones { display: grid; grid-auto-flow: column; grid-auto-columns: 1fr; text-align: center; }
.days > div:last-child { display: flex; font-size: .75rem; color: var(--soft); }
.days span { flex: none; padding-left: .25rem; border-left: 1px solid var(--line); white-space: nowrap; overflow: hidden; }
details.inline { margin: 0; } details.inline summary { font-size: inherit; }
svg .middle { text-anchor: middle; } svg .on { fill: var(--paper); }
.sign { color: var(--ok); } .sign.is-elsewhere { color: var(--soft); } .sign.is-kept-off { color: var(--no); }
svg .sign text { font-size: 14px; fill: currentColor; }
.agents { columns: 2 20rem; column-gap: 2rem; font-size: .875rem; padding-left: 1.5rem; } .agents li { break-inside: avoid; }
svg .all { fill: var(--accent); } svg .some { fill: var(--accent-ground); stroke: var(--accent); } svg .none { fill: none; }

.chain { list-style: none; margin: .75rem 0; padding: 0; display: flex; flex-wrap: wrap; align-items: stretch; row-gap: .75rem; }
.chain > li { display: flex; align-items: center; max-width: none; }
.chain .box { border: 1px solid var(--line); border-radius: .375rem; background: var(--raised); padding: .5rem .75rem; min-width: 9rem; max-width: 12.5rem; height: 100%; font-size: .875rem; line-height: 1.4; }
.chain .box span { display: block; }
.chain .first .box { border-color: var(--accent); background: var(--accent-ground); }
.chain .end .box { border-style: dashed; background: none; color: var(--soft); }
.chain .box strong { display: block; font-size: .9375rem; }
.chain .arrow-cell { flex: none; width: 2.5rem; }
.chain .arrow-cell svg { width: 2.5rem; height: 1rem; }

.foot { margin-top: 4rem; padding-bottom: 3rem; }
.foot p { max-width: none; color: var(--soft); font-size: .875rem; border-top: 1px solid var(--line); padding-top: 1.25rem; }

@media (max-width: 40rem) {
  .strip { grid-template-columns: minmax(0, 1fr); margin: .625rem 0; }
  body { font-size: 15px; }
  h2 { margin-top: 2.75rem; }
  .traps .telling { grid-template-columns: minmax(0, 1fr); }
  .chain .box { max-width: none; }
  .chain { flex-direction: column; align-items: stretch; row-gap: 0; }
  .chain > li { flex-direction: column; align-items: stretch; }
  .chain .arrow-cell { width: 100%; padding: .125rem 0; }
  .chain .arrow-cell svg { margin-inline: auto; transform: rotate(90deg); height: 2rem; width: 2rem; }
  .cards thead { display: none; }
  .cards, .cards tbody, .cards tr, .cards th, .cards td { display: block; border: 0; padding: 0; }
  .cards tr { border-bottom: 1px solid var(--line); padding: .625rem 0; }
  .cards td::before { content: attr(data-label) ": "; color: var(--soft); }
  .cards .number { text-align: left; white-space: normal; }
}
@media print {
  :root {
    --paper: #fff; --raised: #fff; --ink: #000; --soft: #444; --line: #bbb; --accent: #000; --accent-ground: #fff;
    --warn-ground: #fff; --warn: #000; --warn-rule: #bbb; --track: #eee; --bar: #777; --empty: #c4c4c4; --drifted: #333; --underutilized: #888; --unhealthy: #555;
  }
  body { font-size: 10pt; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  nav, .skip { display: none; }
  main, .masthead > *, .foot { max-width: none; padding-inline: 0; }
  h2, h3 { break-after: avoid; }
  figure, .chain > li, tr { break-inside: avoid; }
  details > summary { list-style: none; color: inherit; font-weight: 600; }
  details::details-content { content-visibility: visible; height: auto; }
}
@media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto; } }
`;
