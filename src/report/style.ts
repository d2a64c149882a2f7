/** Eight colours that can be read as text (4.5 : 1) and told apart, on white and, lighter, on black. */
const ON_WHITE = ['#0069a3', '#b34700', '#00775a', '#a33f7c', '#7d6200', '#5f4bb6', '#8c1d2f', '#4a4a4a'];
const ON_BLACK = ['#56b4e9', '#ff9a52', '#2fc79a', '#e79ac6', '#dcbb2e', '#b7a6ff', '#ff8f8f', '#c4c4c4'];

/** Colours that a figure has; more lines than that go into another figure. */
export const COLOURS = ON_WHITE.length;

/** The class that gives an element, or all within it, its colour. */
export const colour = (i: number) => `c${i % COLOURS}`;

/** The second half is dashed as well. */
const DASHED = ON_WHITE.map((_, i) => `.c${i}.line`)
  .slice(COLOURS / 2)
  .join(',');

const classes = (colours: readonly string[]) => colours.map((hex, i) => `.c${i}{--c:${hex}}`).join('');

export const STYLE = `
:root{color-scheme:light dark;--ink:#1b1b1b;--paper:#fff;--quiet:#5c5c5c;--rule:#d5d5d5;--accent:#0069a3}
${classes(ON_WHITE)}
@media (prefers-color-scheme:dark){:root{--ink:#e9e9e9;--paper:#161616;--quiet:#a5a5a5;--rule:#3c3c3c;--accent:#56b4e9}
${classes(ON_BLACK)}}
body{margin:0 auto;padding:2rem 1rem 4rem;max-width:60rem;font:16px/1.5 system-ui,"Noto Sans CJK SC","WenQuanYi Micro Hei",sans-serif;color:var(--ink);background:var(--paper)}
h1{font-size:1.6rem;line-height:1.25}h2{font-size:1.25rem;margin-top:2.5rem;border-bottom:1px solid var(--rule)}
figure{margin:1.5rem 0 .5rem}figcaption,.quiet,caption{color:var(--quiet);font-size:.9rem;text-align:left}
details{margin:0 0 1.5rem}summary{cursor:pointer;font-size:.9rem}
svg{width:100%;height:auto;font-size:12px}svg text{fill:currentColor}
svg .name{fill:var(--c)}.line{fill:none;stroke:var(--c);stroke-width:2}.band{fill:var(--c);fill-opacity:.13}.many .band{fill-opacity:.06}
${DASHED}{stroke-dasharray:7 3}
.fill{fill:var(--c)}.stem{stroke:var(--c);stroke-width:2}
.grid{stroke:var(--rule)}.axis{stroke:var(--quiet)}.zero{stroke:var(--quiet);stroke-dasharray:3 3}
.runs{stroke:var(--quiet);stroke-width:1.5}.interval{stroke:var(--accent);stroke-width:5}.point{fill:var(--ink)}
.scroll{overflow-x:auto;margin-bottom:1rem}table{border-collapse:collapse;font-size:.9rem;font-variant-numeric:tabular-nums}
th,td{padding:.2rem .7rem;text-align:right;border-bottom:1px solid var(--rule)}th[scope=row],thead th:first-child{text-align:left;font-weight:inherit}
td{white-space:nowrap}td.words,th.words{text-align:left}td.words{white-space:normal}
thead th{font-weight:600}pre{overflow-x:auto;padding:.8rem;border:1px solid var(--rule);font-size:.85rem}
@media print{body{max-width:none;padding:0}}
`;
