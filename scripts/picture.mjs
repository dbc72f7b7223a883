/**
 * Writes `docs/terminal.svg`: the start of a real report on the example estate, as a terminal shows it. The text stays
 * text. Run it after a build.
 */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const COLUMNS = 96;
const MAX_LINES = 52;
const CHAR = 8.4;
const LINE = 19;
const PADDING = 20;
const TITLE_BAR = 34;

/** The colours of the report's ANSI codes on a dark ground. */
const FOREGROUND = {
  31: '#ff7b72',
  32: '#7ee787',
  33: '#e3b341',
  34: '#79c0ff',
  35: '#d2a8ff',
  36: '#76e3ea',
  90: '#8b949e',
};
const SWITCHES = {
  1: ['bold', true],
  2: ['dim', true],
  3: ['italic', true],
  4: ['underline', true],
  23: ['italic', false],
  24: ['underline', false],
};

/** A line of text with ANSI codes as runs of one style each. The style goes on into the next line. */
export function runsOf(line, style = {}) {
  const runs = [];
  let column = 0;
  let now = { ...style };
  for (const [, codes, text] of line.matchAll(/(?:\u001b\[([\d;]*)m)|([^\u001b]+)/g)) {
    if (text !== undefined) {
      const clean = text.replace(/[\u0000-\u001f]/g, '');
      if (clean.trim() !== '') runs.push({ column, text: clean, style: { ...now } });
      column += [...clean].length;
    } else for (const code of codes.split(';').map(Number)) now = apply(now, code);
  }
  return { runs, style: now };
}

function apply(style, code) {
  if (code === 0) return {};
  if (code === 22) return { ...style, bold: false, dim: false };
  if (code === 39) return { ...style, color: undefined };
  if (FOREGROUND[code]) return { ...style, color: FOREGROUND[code] };
  const [name, on] = SWITCHES[code] ?? [];
  return name === undefined ? style : { ...style, [name]: on };
}

/** The picture of a text with ANSI codes. */
export function svg(text, title) {
  const lines = text.split('\n');
  const width = Math.ceil(COLUMNS * CHAR + 2 * PADDING);
  const height = TITLE_BAR + lines.length * LINE + PADDING;
  let style = {};
  const rows = lines.flatMap((line, i) => {
    const { runs, style: after } = runsOf(line, style);
    style = after;
    const y = TITLE_BAR + (i + 1) * LINE;
    if (runs.length === 0) return [];
    const spans = runs.flatMap(wordsOf).map(({ column, text: words, style: look }) => {
      const length = Number(([...words].length * CHAR).toFixed(1));
      return `<tspan x="${position(column)}" textLength="${length}"${attributes(look)}>${escape(words)}</tspan>`;
    });
    return [`  <text y="${y}">${spans.join('')}</text>`];
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escape(title)}">
  <title>${escape(title)}</title>
  <style>
    text { font: 14px ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', 'Liberation Mono', monospace; fill: #e6edf3; white-space: pre; }
    .b { font-weight: 700 } .d { fill: #8b949e } .i { font-style: italic } .u { text-decoration: underline }
  </style>
  <rect width="${width}" height="${height}" rx="10" fill="#0d1117"/>
  <circle cx="20" cy="17" r="6" fill="#ff5f57"/><circle cx="40" cy="17" r="6" fill="#febc2e"/><circle cx="60" cy="17" r="6" fill="#28c840"/>
${rows.join('\n')}
</svg>
`;
}

/** Words that stand apart are placed apart, so that columns stay columns in any font. */
function wordsOf({ column, text, style }) {
  return [...text.matchAll(/\S+(?: \S+)*/g)].map(match => ({
    column: column + Array.from(text.slice(0, match.index)).length,
    text: match[0],
    style,
  }));
}

const position = column => Number((PADDING + column * CHAR).toFixed(1));

function attributes({ bold, dim, italic, underline, color }) {
  const classes = [bold && 'b', dim && 'd', italic && 'i', underline && 'u'].filter(Boolean).join(' ');
  return `${classes === '' ? '' : ` class="${classes}"`}${color === undefined ? '' : ` fill="${color}"`}`;
}

const escape = text =>
  text.replace(/[&<>"]/g, char => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[char]);

/** Up to the last blank line that fits: no finding is cut in two. */
function firstPart(text) {
  const lines = text.trimEnd().split('\n');
  if (lines.length <= MAX_LINES) return lines;
  const end = lines.slice(0, MAX_LINES).findLastIndex(line => line === '');
  return [...lines.slice(0, end), '', '\u001b[2m…\u001b[22m'];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const root = fileURLToPath(new URL('..', import.meta.url));
  const { stdout, status } = spawnSync(process.execPath, ['bin/untether.js', 'fixtures/estate', '--color', '--quiet'], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, COLUMNS: String(COLUMNS), FORCE_COLOR: '1', NO_COLOR: undefined },
  });
  if (status !== 0) throw new Error('the report did not come out: run "npm run build" first');
  const lines = ['\u001b[32m$\u001b[39m untether fixtures/estate', '', ...firstPart(stdout)];
  writeFileSync(
    new URL('../docs/terminal.svg', import.meta.url),
    svg(lines.join('\n'), 'untether reporting on the example estate'),
  );
}
