/** requirements*.txt, requirements*.in and constraints*.txt. */
import { isDevelopmentGroup, type Manifest } from './dependencies.ts';
import { eggIn, requirementIn } from './requirement.ts';

export function readRequirements(manifest: Manifest): void {
  const { text, fileName } = manifest;
  const lock = /^constraints/i.test(fileName);
  const dev = fileName
    .replace(/\.\w+$/, '')
    .split(/[-_.]/)
    .some(isDevelopmentGroup);
  let continued = false;
  for (const match of text.matchAll(/[^\r\n]+|\r?\n(?=\r?\n)/g)) {
    const line = match[0];
    const inside = continued;
    continued = /\\[ \t]*$/.test(line);
    // What follows a trailing backslash are hashes and options of the requirement above.
    if (inside) continue;
    const written = withoutOptions(line);
    if (written.trim() === '') continue;
    const found = requirementOn(written, match.index);
    if (found === 'other') continue;
    if (found) manifest.add('pypi', { ...found, dev }, lock);
    else manifest.problem(match.index, 'lines that are no requirements');
  }
}

/** The requirement of a line; `other` for options, paths and archives, which name no package. */
function requirementOn(line: string, offset: number): ReturnType<typeof requirementIn> | 'other' {
  const editable = /^\s*(?:-e|--editable)[\s=]+/.exec(line);
  if (!editable && /^\s*-/.test(line)) return 'other';
  const lead = editable?.[0].length ?? 0;
  const rest = line.slice(lead);
  const found = requirementIn(rest, offset + lead) ?? eggIn(rest, offset + lead);
  if (found) return found;
  return editable || /^\s*(?:[./~]|\w:\\|[\w+.-]+:\/\/|\$\{)|[/\\]|\.(?:whl|zip|tar\.gz)\b/.test(rest)
    ? 'other'
    : undefined;
}

/** Without comment, `--hash=…` and the trailing backslash. */
function withoutOptions(line: string): string {
  const cut = line.search(/(?:^|\s)#|\s--[a-z]|\\[ \t]*$/);
  return cut < 0 ? line : line.slice(0, cut);
}
