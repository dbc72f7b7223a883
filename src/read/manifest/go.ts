/** go.mod: what the `require` directives name, indirect or not, and what the module calls itself. */
import { linesOf } from '../settings.ts';
import type { Manifest } from './dependencies.ts';

const REQUIRE = /^([ \t]*(?:require[ \t]+)?)("?)([\w.~-]+(?:\/[\w.~!+-]+)*)\2[ \t]+(v[^\s/]+)/;

const MODULE = /^([ \t]*module[ \t]+)("?)([^\s"]+)\2/;

export function readGoMod(manifest: Manifest): void {
  let block: string | undefined;
  for (const { start: index, text: line } of linesOf(manifest.text)) {
    const own = MODULE.exec(line);
    if (own) {
      const [, lead = '', quote = '', name = ''] = own;
      const start = index + lead.length + quote.length;
      const span = manifest.lines.span(start, start + name.length);
      const value = { kind: 'literal', text: name, type: 'string', span } as const;
      manifest.facts.push({ kind: 'setting', name: 'module', path: ['module'], value, format: 'go.mod', span });
      continue;
    }
    const opens = /^[ \t]*(\w+)[ \t]*\(/.exec(line);
    if (opens) block = opens[1];
    else if (/^[ \t]*\)/.test(line)) block = undefined;
    else if (block === 'require' || (block === undefined && /^[ \t]*require[ \t]/.test(line))) {
      const match = REQUIRE.exec(line);
      if (!match) continue;
      const [whole, lead = '', quote = '', name = '', version] = match;
      const start = index + lead.length + quote.length;
      const entry = [index + lead.length, index + whole.length] as const;
      manifest.add('go', { name, start, end: start + name.length, version, entry });
    }
  }
}
