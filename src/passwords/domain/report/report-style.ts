/** Style of the report: nothing is loaded, light and dark, and fit to be printed. */
export const REPORT_STYLE = `
:root { --ink: #1c2330; --soft: #5b6577; --paper: #ffffff; --panel: #f4f6f9; --rule: #d8dee8;
  --critical: #b3261e; --high: #d9541e; --medium: #c98a00; --low: #4b7bb5; --good: #2f8f5b; --plain: #6b7a90; }
@media (prefers-color-scheme: dark) { :root { --ink: #e4e8ef; --soft: #9aa5b8; --paper: #12161d; --panel: #1b212b;
  --rule: #323b49; --critical: #ff7a70; --high: #ff9a62; --medium: #f0bd4f; --low: #82b1e8; --good: #68c896; --plain: #93a1b6; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; }
main { max-width: 1040px; margin: 0 auto; padding: 28px 20px 60px; }
h1 { font-size: 26px; margin: 0 0 4px; } h2 { font-size: 18px; margin: 34px 0 10px; }
p { margin: 6px 0; } .soft { color: var(--soft); }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); gap: 12px; margin: 20px 0; }
.tile { background: var(--panel); border-radius: 8px; padding: 12px 14px; }
.tile b { display: block; font-size: 24px; line-height: 1.2; } .tile span { color: var(--soft); font-size: 13px; }
.panel { background: var(--panel); border-radius: 8px; padding: 14px; overflow-x: auto; }
svg { display: block; width: 100%; min-width: 560px; height: auto; font: 13px system-ui, sans-serif; }
svg text { fill: var(--ink); } svg .value { fill: var(--soft); }
svg .critical { fill: var(--critical); } svg .high { fill: var(--high); } svg .medium { fill: var(--medium); }
svg .low { fill: var(--low); } svg .good { fill: var(--good); } svg .plain { fill: var(--plain); }
svg .line { fill: none; stroke-width: 2; } svg .line.critical { stroke: var(--critical); } svg .line.high { stroke: var(--high); }
svg .line.medium { stroke: var(--medium); } svg .line.plain { stroke: var(--plain); } svg .axis { stroke: var(--rule); }
table { border-collapse: collapse; width: 100%; font-size: 14px; }
th, td { text-align: left; padding: 6px 10px 6px 0; border-bottom: 1px solid var(--rule); vertical-align: top; }
th { color: var(--soft); font-weight: 600; } td.n, th.n { text-align: right; white-space: nowrap; }
td.name { overflow-wrap: anywhere; min-width: 13em; }
.badge { border-radius: 9px; padding: 1px 9px; font-size: 12px; color: var(--paper); background: var(--plain); white-space: nowrap; }
.badge.critical { background: var(--critical); } .badge.high { background: var(--high); }
.badge.medium { background: var(--medium); } .badge.low { background: var(--low); }
footer { color: var(--soft); font-size: 13px; margin-top: 40px; }
@media print { .panel, .tile { border: 1px solid var(--rule); } h2 { break-after: avoid; } tr { break-inside: avoid; } }
`;
