/** go.mod: what the `require` directives name, indirect or not. */
import { linesOf } from '../settings.ts';
import type { Manifest } from './dependencies.ts';

const REQUIRE = /^([ \t]*(?:require[ \t]+)?)("?)([\w.~-]+(?:\/[\w.~!+-]+)*)\2[ \t]+(v[^\s/]+)/;

export function readGoMod(manifest: Manifest): void {
  let block: string | undefined;
  for (const { start: index, text: line } of linesOf(manifest.text)) {
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
