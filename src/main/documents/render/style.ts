/** Columns of a table that keep each entry on one line are named once at the table, not at each of its cells. */
export const unbrokenColumnsAtMost = 40;

function unbrokenColumns(): string {
  const rules = Array.from({ length: unbrokenColumnsAtMost }, (_, i) => `.n${i + 1} td:nth-child(${i + 1})`);
  return `${rules.join(',')}{white-space:nowrap;min-width:0}`;
}

/** The whole style of an exported page: nothing is fetched, and print, light and dark are all legible. */
export const pageStyle = `
:root{color-scheme:light dark;--paper:#fff;--ink:#1c2430;--soft:#5b6675;--line:#d9dee5;--band:#f5f7f9;--accent:#14558f;--critical:#b3261e;--warning:#8a5300;--info:#1f5fa8}
@media (prefers-color-scheme:dark){:root{--paper:#14181d;--ink:#e4e8ee;--soft:#9aa5b3;--line:#323a44;--band:#1c2229;--accent:#7db7ee;--critical:#ff8a80;--warning:#f0b45b;--info:#86b9f5}}
*{box-sizing:border-box}
html{scroll-padding-top:1rem}
body{margin:0;background:var(--paper);color:var(--ink);font:15px/1.55 system-ui,"Segoe UI",Roboto,"Noto Sans",sans-serif;display:grid;grid-template-columns:17rem minmax(0,1fr);min-height:100vh}
nav{position:sticky;top:0;height:100vh;overflow:auto;padding:1.5rem 1rem 2rem 1.5rem;border-right:1px solid var(--line);background:var(--band);font-size:.875rem}
nav ol{list-style:none;margin:.25rem 0 1.25rem;padding:0}
nav li{margin:.2rem 0}
nav li.l3{padding-left:1rem}
nav a{color:inherit;text-decoration:none;display:block;padding:.1rem 0}
nav a:hover{color:var(--accent);text-decoration:underline}
nav .here{font-weight:650}
nav h2{font-size:.75rem;letter-spacing:.06em;text-transform:uppercase;color:var(--soft);margin:0;border:0;padding:0}
main{padding:2rem 2.5rem 5rem;max-width:110rem}
h1{font-size:2rem;line-height:1.2;margin:0 0 .25rem;letter-spacing:-.01em}
h2{font-size:1.4rem;margin:2.75rem 0 .75rem;padding-bottom:.3rem;border-bottom:1px solid var(--line)}
h3{font-size:1.125rem;margin:2rem 0 .5rem}
h4{font-size:1rem;margin:1.5rem 0 .4rem}
p,ul,dl{max-width:72ch;margin:.6rem 0}
a{color:var(--accent)}
.meta{color:var(--soft);margin-top:0}
.banner{border:1px solid var(--warning);border-left-width:5px;padding:.6rem 1rem;border-radius:4px;max-width:72ch}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1.25rem}
dt{color:var(--soft)}dd{margin:0}
.table{overflow:auto;max-height:85vh;width:fit-content;max-width:100%;border:1px solid var(--line);border-radius:6px;margin:.75rem 0 1.25rem}
table{border-collapse:separate;border-spacing:0;min-width:20rem;font-size:.875rem;font-variant-numeric:tabular-nums}
caption{text-align:left;font-weight:600;padding:.5rem .75rem;background:var(--paper)}
th,td{padding:.35rem .75rem;text-align:left;vertical-align:top;border-bottom:1px solid var(--line)}
thead th{position:sticky;top:0;background:var(--band);white-space:nowrap;font-weight:600;z-index:1}
tbody tr:last-child td{border-bottom:0}
tbody tr:nth-child(even){background:color-mix(in srgb,var(--band) 60%,transparent)}
tbody tr:target,tr:has(:target){outline:2px solid var(--accent);outline-offset:-2px}
.right{text-align:right;white-space:nowrap}.center{text-align:center}
.unknown{color:var(--soft);font-style:italic}td .unknown{display:inline-block;min-width:14ch;max-width:26ch;white-space:normal}
td{min-width:12rem;max-width:36rem}
td a:not(.long){white-space:nowrap}
${unbrokenColumns()}
.fact,.computed{text-decoration:underline dotted color-mix(in srgb,var(--soft) 55%,transparent);text-underline-offset:3px;color:inherit}
code{font:.9em ui-monospace,"Cascadia Mono",Menlo,Consolas,monospace;background:var(--band);padding:.05em .3em;border-radius:3px}
.severity{white-space:nowrap;font-weight:600}.critical{color:var(--critical)}.warning{color:var(--warning)}.info{color:var(--info)}
.prose{border-left:4px solid var(--band);padding:.2rem 0 .2rem 1rem;margin:1rem 0;max-width:72ch}
.prose.stale p:first-child{color:var(--soft)}
.prose sup{font-size:.7em;color:var(--soft);margin-left:.15em}
.prose .notes{margin:.3rem 0;font-size:.8125rem;color:var(--soft)}
.prose details{font-size:.8125rem}
.note{border-left:4px solid var(--accent);background:var(--band);padding:.6rem 1rem;margin:1rem 0;max-width:72ch;border-radius:0 6px 6px 0}
.note p{margin:0 0 .3rem;font-size:.875rem;color:var(--soft)}
.note div{white-space:pre-wrap;overflow-wrap:anywhere}
figure{margin:1.25rem 0}figcaption{font-weight:600;margin-bottom:.4rem}
.picture{overflow:auto;border:1px solid var(--line);border-radius:6px;padding:.5rem}
svg.diagram{display:block;margin:auto;max-width:100%;height:auto}
svg text{font:13px system-ui,"Segoe UI",Roboto,"Noto Sans",sans-serif;fill:var(--ink)}
svg text.node{text-anchor:middle}svg text.group{font-weight:600;fill:var(--soft);paint-order:stroke;stroke:var(--band);stroke-width:5px}
svg text.label{text-anchor:middle;font-size:11px;fill:var(--soft);paint-order:stroke;stroke:var(--paper);stroke-width:7px;stroke-linejoin:round}
svg .node{fill:var(--paper);stroke:var(--soft);stroke-width:1.3}svg text.node{stroke:none;fill:var(--ink)}
svg rect.group{fill:var(--band);stroke:var(--line)}
svg .edge{fill:none;stroke:var(--soft);stroke-width:1.2}svg .edge.many{stroke-width:2.2}
svg marker path{fill:var(--soft)}
svg .node.critical{stroke:var(--critical);stroke-width:3}svg .node.warning{stroke:var(--warning);stroke-width:3;stroke-dasharray:6 3}svg .node.info{stroke:var(--info);stroke-width:2}
details{margin:.5rem 0;font-size:.875rem;color:var(--soft)}summary{cursor:pointer}pre{overflow:auto;background:var(--band);padding:.75rem;border-radius:6px}
@media (max-width:60rem){body{display:block}nav{position:static;height:auto;border-right:0;border-bottom:1px solid var(--line)}main{padding:1.25rem}}
@media print{:root{--paper:#fff;--ink:#000;--soft:#444;--line:#bbb;--band:#f2f2f2;--accent:#000;--critical:#8c1d18;--warning:#6b4000;--info:#123f73}body{display:block;font-size:10pt}nav,details{display:none}main{padding:0;max-width:none}.table{overflow:visible;max-height:none;border:0}td,td a:not(.long){white-space:normal!important;min-width:0!important}svg.diagram{min-width:0!important}thead th{position:static}thead{display:table-header-group}tr,figure{break-inside:avoid}h2,h3{break-after:avoid}table{font-size:8pt}a{color:inherit}}
`.trim();
