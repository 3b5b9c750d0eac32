/** The style sheet of a report: light and dark, on paper, nothing from outside. */
export const REPORT_STYLE = `
:root { color-scheme: light dark; --ink: #1b1f24; --soft: #57606a; --line: #d8dee4; --back: #fff; --box: #f6f8fa; --red: #b3261e; --land: #dfe5ea; --bar: #3b6fb0; --good: #1a7f37; --link: #0550ae; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6edf3; --soft: #9da7b1; --line: #30363d; --back: #0d1117; --box: #161b22; --red: #ff8078; --land: #262d36; --bar: #6ea8e6; --good: #56d364; --link: #79b8ff; }
}
* { box-sizing: border-box; }
body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--back); max-width: 72rem; margin: 0 auto; padding: 1.5rem; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0.25rem 0; }
h2 { font-size: 1.15rem; margin: 2.25rem 0 0.75rem; border-bottom: 1px solid var(--line); padding-bottom: 0.25rem; }
p { margin: 0.5rem 0; }
.soft, footer, small { color: var(--soft); }
.status { display: inline-block; border: 1px solid var(--line); border-radius: 1rem; padding: 0 0.7rem; font-weight: 600; }
.open, .recurred, .critical, .high { color: var(--red); }
.quiet, .closed { color: var(--good); }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(13rem, 1fr)); gap: 0.6rem; margin: 1rem 0; }
.tiles div { background: var(--box); border: 1px solid var(--line); border-radius: 6px; padding: 0.5rem 0.8rem; }
.tiles b { display: block; font-size: 1.3rem; font-variant-numeric: tabular-nums; }
.tiles span { color: var(--soft); font-size: 0.85rem; }
ol.questions { list-style: none; margin: 0; padding: 0; }
ol.questions > li { display: grid; grid-template-columns: 2.2rem minmax(10rem, 19rem) 1fr; gap: 0 0.8rem; padding: 0.6rem 0; border-bottom: 1px solid var(--line); break-inside: avoid; }
ol.questions .number { font-size: 1.2rem; font-weight: 700; color: var(--soft); text-align: right; }
ol.questions h3 { font-size: 1rem; margin: 0; font-weight: 600; }
ol.questions ul { margin: 0.25rem 0 0; padding-left: 1.1rem; color: var(--soft); font-size: 0.88rem; overflow-wrap: anywhere; }
ol.questions p { margin: 0; overflow-wrap: anywhere; }
svg { display: block; width: 100%; height: auto; }
svg.map { background: var(--box); border: 1px solid var(--line); border-radius: 6px; }
.land { fill: var(--land); stroke: var(--back); stroke-width: 0.5; }
.spots circle { fill: var(--red); fill-opacity: 0.45; stroke: var(--red); stroke-width: 0.8; }
.bars rect { fill: var(--bar); }
.axis line { stroke: var(--line); }
.axis text { fill: var(--soft); font: 12px system-ui, sans-serif; }
figure { margin: 1rem 0; break-inside: avoid; }
figcaption { color: var(--soft); font-size: 0.88rem; margin-bottom: 0.3rem; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: 0.88rem; }
table.accounts { font-size: 0.84rem; }
table.accounts th, table.accounts td { padding-right: 0.55rem; }
th, td { text-align: left; vertical-align: top; padding: 0.3rem 0.7rem 0.3rem 0; border-bottom: 1px solid var(--line); }
th { color: var(--soft); font-weight: 600; white-space: nowrap; }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
td.t { white-space: nowrap; font-variant-numeric: tabular-nums; }
td.login { overflow-wrap: anywhere; min-width: 11rem; max-width: 18rem; }
table.accounts tbody { break-inside: avoid; }
table.accounts tr:first-child td { border-bottom: 0; }
td.done { white-space: nowrap; }
td.evidence { padding: 0 0 0.5rem 0.2rem; color: var(--soft); }
td.evidence ul { columns: 2; column-gap: 2rem; }
td.evidence li { break-inside: avoid; }
td ul { margin: 0; padding-left: 1rem; }
tr { break-inside: avoid; }
details { border: 1px solid var(--line); border-radius: 6px; margin: 0.5rem 0; padding: 0.4rem 0.8rem; }
summary { cursor: pointer; font-weight: 600; }
footer { margin-top: 2.5rem; border-top: 1px solid var(--line); font-size: 0.85rem; }
@media (max-width: 44rem) { .tiles { grid-template-columns: repeat(auto-fit, minmax(8.5rem, 1fr)); } ol.questions > li { grid-template-columns: 2.2rem 1fr; } ol.questions .reply { grid-column: 2; } }
@media print {
  :root { color-scheme: light; --ink: #000; --soft: #444; --line: #bbb; --back: #fff; --box: #fff; --red: #a01812; --land: #e4e4e4; --bar: #3b6fb0; --good: #14652c; }
  @page { margin: 12mm; }
  html { font-size: 9.5pt; }
  body { font-size: 1rem; max-width: none; padding: 0; }
  ol.questions > li { break-inside: auto; }
  .tiles { grid-template-columns: repeat(4, 1fr); }
  h2 { break-after: avoid; }
  table { font-size: 7.5pt; }
  .scroll { overflow: visible; }
  table.accounts { font-size: 7pt; }
  table.accounts th { white-space: normal; }
  table.accounts th, table.accounts td { padding-right: 1.5mm; }
  td.login { min-width: 34mm; }
  thead { display: table-header-group; }
  details:not([open]) { break-inside: avoid; }
  footer { margin-top: 1rem; break-inside: avoid; }
}
`;
