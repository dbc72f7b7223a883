/** One Python requirement as pip, PEP 621 and setup.cfg write it: `name[extra] >=1,<2 ; marker`, `name @ url`. */
import type { Found } from './dependencies.ts';

const REQUIREMENT = /^\s*([A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?)\s*(?:\[([^\]]*)\])?\s*(?:$|([(<>=!~@;,].*)$)/s;

/** A requirement that starts at `offset` of the file; `undefined` when the text is none. */
export function requirementIn(text: string, offset: number): Found | undefined {
  const match = REQUIREMENT.exec(text);
  if (!match) return undefined;
  const [, name = '', extras, rest = ''] = match;
  const start = offset + text.indexOf(name);
  return {
    name,
    start,
    end: start + name.length,
    version: versionIn(rest),
    extras: extras?.split(',').flatMap(extra => (extra.trim() === '' ? [] : [extra.trim()])),
    entry: [start, offset + text.trimEnd().length],
  };
}

function versionIn(rest: string): string | undefined {
  if (rest.startsWith('@')) return rest.slice(1).split(/\s;/)[0]?.trim();
  return (rest.split(';')[0] ?? '').replace(/^\(|\)\s*$/g, '').trim();
}

/** `git+https://host/repo.git@tag#egg=name[extra]`: the name in the fragment. */
export function eggIn(text: string, offset: number): Found | undefined {
  const match = /[#&]egg=([A-Za-z0-9][\w.-]*)(?:\[([^\]]*)\])?/.exec(text);
  if (!match) return undefined;
  const [whole, name = '', extras] = match;
  const start = offset + match.index + whole.indexOf('=') + 1;
  return { name, start, end: start + name.length, extras: extras?.split(',').map(extra => extra.trim()) };
}
