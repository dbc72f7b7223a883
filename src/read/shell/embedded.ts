/** Command lines that stand in other files: steps of pipelines, scripts of packages, hooks. */
import type { Fact } from '../../model/fact.ts';
import type { Span } from '../../model/span.ts';
import { readScript } from '../powershell/script.ts';
import { linesOf } from '../settings.ts';
import { Excerpt, type Place } from './excerpt.ts';
import { scriptFacts } from './script.ts';

export type Dialect = 'shell' | 'powershell';

/** Facts of the commands in a text; `span` says where `[start, end)` of it stands in the file. */
export function commandsIn(
  text: string,
  span: (start: number, end: number) => Span,
  dialect: Dialect = 'shell',
): Fact[] {
  const place: Place = { text, span };
  return dialect === 'powershell' ? readScript(place).facts : scriptFacts(place).facts;
}

/** A script as it is written inside a value of another format: its rows without their indent, escapes resolved. */
export function scriptText(source: string, start: number, end: number, form: 'block' | 'quoted' | 'plain'): Excerpt {
  const excerpt = new Excerpt();
  const written = source.slice(start, end);
  if (form === 'quoted') unescaped(excerpt, written, start);
  else if (form === 'plain') withoutExpressions(excerpt, written, start);
  else {
    const rows = [...linesOf(written)].slice(1);
    const first = rows.find(row => row.text.trim() !== '')?.text ?? '';
    const indent = first.length - first.trimStart().length;
    for (const row of rows) {
      const lead = Math.min(indent, row.text.length - row.text.trimStart().length);
      withoutExpressions(excerpt, row.text.slice(lead), start + row.start + lead);
      excerpt.add('\n', start + row.start + row.text.length, 1);
    }
  }
  return excerpt;
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' };

function unescaped(excerpt: Excerpt, written: string, start: number): void {
  let from = 0;
  for (const match of written.matchAll(/\\([\s\S])/g)) {
    withoutExpressions(excerpt, written.slice(from, match.index), start + from);
    const next = match[1] ?? '';
    excerpt.add(ESCAPES[next] ?? next, start + match.index, 2);
    from = match.index + 2;
  }
  withoutExpressions(excerpt, written.slice(from), start + from);
}

/** `${{ secrets.NAME }}` and `$(NAME)` are filled in before the shell sees them: variables under another spelling. */
const EXPRESSION = /\$\{\{([^{}]{0,400})\}\}|\$\(((?![a-z]+\))[A-Za-z_][\w.-]*)\)/g;
/** One name with what it is looked up in; more than that is a calculation. */
const PATH = /^\s*(?:[A-Za-z_][\w-]*\.)*([A-Za-z_][\w-]*)\s*$/;

function withoutExpressions(excerpt: Excerpt, written: string, start: number): void {
  let from = 0;
  for (const match of written.matchAll(EXPRESSION)) {
    const [whole, inner, macro] = match;
    const at = start + match.index;
    excerpt.add(written.slice(from, match.index), start + from);
    const name = macro ?? PATH.exec(inner ?? '')?.[1] ?? '_';
    const offset = Math.max(whole.lastIndexOf(name), 2);
    excerpt.add('${', at, offset);
    excerpt.add(name.replace(/[.-]/g, '_'), at + offset, name === '_' ? whole.length - offset : name.length);
    excerpt.add('}', at + whole.length - 1);
    from = match.index + whole.length;
  }
  excerpt.add(written.slice(from), start + from);
}

/** The language of a script that does not say it; `undefined` for programs that are no command lines. */
export function dialectOf(text: string, said?: string): Dialect | undefined {
  if (said !== undefined && /pwsh|powershell|^ps(?:core)?$/i.test(said)) return 'powershell';
  if (said !== undefined && /^(?:python|node|cmd|batch|r\b|perl|ruby|deno|bun)/i.test(said)) return undefined;
  if (/^\s*(?:const|let|var|import|from|def|async|await|with)\s+\w|^\s*(?:console\.|module\.)/m.test(text))
    return undefined;
  if (said !== undefined && /bash|sh\b/i.test(said)) return 'shell';
  return /^\s*\$[A-Za-z_]\w*(?::\w+)?\s*=|\b(?:Write-Host|New-Az\w+|Get-Az\w+|ConvertFrom-Json|Invoke-RestMethod)\b/m.test(
    text,
  )
    ? 'powershell'
    : 'shell';
}
