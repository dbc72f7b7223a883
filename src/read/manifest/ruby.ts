/** Gemfile and Gemfile.lock. */
import { linesOf } from '../settings.ts';
import { isDevelopmentGroup, Locked, type Manifest } from './dependencies.ts';

const GEM = /^([ \t]*gem[ \t]*\(?[ \t]*(["']))([\w.-]+)\2(.*)$/;
const GROUPS = /(?:^[ \t]*group[ \t(]|\bgroups?:|:groups?[ \t]*=>)[ \t]*\[?((?:[ \t,]*:\w+|[ \t,]*["']\w+["'])+)/;

export function readGemfile(manifest: Manifest): void {
  const blocks: boolean[] = [];
  for (const { start: index, text: line } of linesOf(manifest.text)) {
    if (/^[ \t]*#/.test(line)) continue;
    const gem = GEM.exec(line);
    if (gem) {
      const [whole, lead = '', , name = '', rest = ''] = gem;
      const start = index + lead.length;
      const dev = (blocks[blocks.length - 1] ?? false) || onlyDevelopment(rest);
      const entry = [index + whole.length - whole.trimStart().length, index + whole.trimEnd().length] as const;
      manifest.add('gem', { name, start, end: start + name.length, version: versionIn(rest), dev, entry });
    }
    if (/\bdo[ \t]*(?:\|.*)?$/.test(line)) blocks.push((blocks[blocks.length - 1] ?? false) || onlyDevelopment(line));
    else if (/^[ \t]*end\b/.test(line)) blocks.pop();
  }
}

/** The strings right after the name; what comes behind `key:` are options. */
function versionIn(rest: string): string | undefined {
  const versions = /^(?:[ \t]*,[ \t]*(?:"[^"]*"|'[^']*')(?![ \t]*=>))+/.exec(rest)?.[0];
  return versions
    ?.match(/"[^"]*"|'[^']*'/g)
    ?.map(version => version.slice(1, -1))
    .join(', ');
}

function onlyDevelopment(line: string): boolean {
  const groups = GROUPS.exec(line)?.[1]?.match(/\w+/g) ?? [];
  return groups.length > 0 && groups.every(isDevelopmentGroup);
}

export function readGemfileLock(manifest: Manifest): void {
  const locked = new Locked(manifest, 'gem');
  for (const match of manifest.text.matchAll(/^[ ]{4}([\w.-]+) \(([^)\n]*)\)/gm)) {
    const [, name = '', version] = match;
    const start = match.index + 4;
    locked.first({ name, start, end: start + name.length, version });
  }
  locked.finish();
}
