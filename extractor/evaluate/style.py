"""The page's style: no fonts, pictures or scripts from anywhere."""

STYLE = """
:root { color-scheme: light dark; --ink: #1c2128; --paper: #fbfbfa; --card: #fff; --line: #e1e4e8; --soft: #66707b;
  --good: #2f7d5b; --bar: #d7ebe1; --bad: #c4432b; --second: #3d6fb6; --pale: #b9d8c9; --gap: #e8eaed; }
@media (prefers-color-scheme: dark) { :root { --ink: #e3e7ec; --paper: #14171b; --card: #1b1f25; --line: #323941;
  --soft: #98a2ad; --good: #62c197; --bar: #1f3f33; --bad: #ff8066; --second: #7fb0f5; --pale: #2f5e4a;
  --gap: #2a3037; } }
* { box-sizing: border-box; }
body { max-width: 74rem; margin: 0 auto; padding: 2rem 1.2rem 3rem; background: var(--paper); color: var(--ink);
  font: 14px/1.55 system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; }
header { display: flex; align-items: baseline; gap: 1rem; } header p { color: var(--soft); margin: 0; }
h1 { font-size: 1.5rem; margin: 0; } h2 { font-size: 1.05rem; margin: 2.4rem 0 .6rem; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(10rem, 1fr)); gap: .7rem; margin-top: 1.2rem; }
.tile { background: var(--card); border: 1px solid var(--line); border-radius: .6rem; padding: .7rem .9rem;
  display: flex; flex-direction: column; } .tile b { font-size: 1.7rem; line-height: 1.2; font-weight: 600;
  font-variant-numeric: tabular-nums; } .tile:first-child b { color: var(--good); }
.tile small, small { color: var(--soft); }
.scroll { overflow-x: auto; } .tall { max-height: 32rem; overflow-y: auto; }
table { border-collapse: collapse; width: 100%; background: var(--card); }
th, td { padding: .28rem .5rem; border-bottom: 1px solid var(--line); text-align: left; font-weight: normal; }
thead th { color: var(--soft); font-size: .85em; white-space: nowrap; position: sticky; top: 0;
  background: var(--card); }
td, thead th:not(:first-child) { text-align: right; font-variant-numeric: tabular-nums; }
td.share { background: linear-gradient(90deg, var(--bar) var(--p), transparent 0); } td.none { color: var(--soft); }
td.full { color: var(--good); } tr.all > * { font-weight: 600; border-top: 2px solid var(--line); }
.id { font: .86em/1.4 ui-monospace, SFMono-Regular, Menlo, monospace; color: var(--soft); }
th[scope=row].id { color: var(--ink); }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(22rem, 1fr)); gap: 1rem; margin-bottom: 1rem; }
th[scope=row] { min-width: 9rem; } figure { margin: 0; }
.charts figure { background: var(--card); border: 1px solid var(--line); border-radius: .6rem;
  padding: .8rem; } figcaption { color: var(--soft); font-size: .88em; }
.chart { width: 100%; height: auto; } .chart text { fill: var(--soft); font-size: 11px; }
.chart .axis { fill: var(--ink); } .rule { stroke: var(--line); } .even { stroke: var(--soft); stroke-dasharray: 4 4; }
.limit { stroke: var(--bad); stroke-dasharray: 5 4; } .range { stroke: var(--good); stroke-width: 1.5; }
.dot { fill: var(--good); fill-opacity: .8; } .curve { fill: none; stroke-width: 2; }
.curve.first { stroke: var(--good); } .curve.second { stroke: var(--second); }
.key::before { content: ""; display: inline-block; width: 1.2em; border-top: 2px solid; margin: 0 .3em .25em 0; }
.key.first::before { border-color: var(--good); } .key.second::before { border-color: var(--second); }
details { background: var(--card); border: 1px solid var(--line); border-radius: .6rem; padding: .5rem .9rem;
  margin-bottom: .6rem; } summary { cursor: pointer; } summary span { color: var(--soft); margin: 0 .6em; }
summary em { color: var(--bad); font-style: normal; }
.maps { display: flex; flex-wrap: wrap; gap: 1.2rem; margin: .8rem 0; } .squares .right { fill: var(--good); }
.squares .empty { fill: var(--pale); } .squares .wrong { fill: var(--bad); }
td.gold { color: var(--good); } td.got { color: var(--bad); } details td { max-width: 22rem; overflow-wrap: anywhere; }
footer { color: var(--soft); border-top: 1px solid var(--line); margin-top: 2.5rem; font-size: .9em; }
@media print { body { max-width: none; } .tall { max-height: none; } }
"""
