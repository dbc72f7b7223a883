/**
 * The baseline file: ties that are known, one line for equal ties of a file. Sorted and without anything that changes on
 * every run, and readable after a merge that kept both sides' lines.
 */
import { UntetherError } from '../base/errors.ts';
import { compareText } from '../base/text.ts';
import type { Known } from './compare.ts';
import type { Tie } from './ties.ts';

/** Of the file's layout and of how fingerprints are made; a change of either is a new number. */
const FORMAT = 1;

export interface Baseline {
  /** Version of the rule set that wrote it; several after a merge. */
  readonly rules: readonly string[];
  readonly known: readonly Known[];
}

const HEAD = `# Ties to Azure OpenAI that are known: "untether check" fails only for others. Written by "untether baseline".
# Lines: fingerprint, how many, rule, path. After a merge the lines of both sides may stand here; repeats do no harm.
`;

/** Equal ties of each file counted. */
export function knownOf(ties: readonly Tie[]): Known[] {
  const groups = new Map<string, { -readonly [K in keyof Known]: Known[K] }>();
  for (const { group, path, ruleId } of ties) {
    const key = `${path}\0${group}`;
    const entry = groups.get(key);
    if (!entry) groups.set(key, { group, path, ruleId, count: 1 });
    else {
      entry.count += 1;
      // Which of two rules comes first may depend on the layout.
      if (compareText(ruleId, entry.ruleId) < 0) entry.ruleId = ruleId;
    }
  }
  return sorted([...groups.values()]);
}

function sorted(known: readonly Known[]): Known[] {
  return [...known].sort(
    (a, b) => compareText(a.path, b.path) || compareText(a.ruleId, b.ruleId) || compareText(a.group, b.group),
  );
}

export function writeBaseline(known: readonly Known[], rulesVersion: string): string {
  const lines = sorted(known).map(({ group, count, ruleId, path }) => `${group} ${count} ${ruleId} ${quoted(path)}`);
  return `${HEAD}untether-baseline ${FORMAT}\nrules ${rulesVersion}\n${lines.map(line => `${line}\n`).join('')}`;
}

/** Paths stand at the end of the line, so that they may hold spaces; what would break a line is written as JSON. */
function quoted(path: string): string {
  return /["\p{Cc}\p{Zl}\p{Zp}]|^\s|\s$/u.test(path) ? JSON.stringify(path) : path;
}

const ENTRY = /^([0-9a-f]{20}) ([1-9]\d{0,8}) (\S+) (.+)$/;

/**
 * @param name as it is shown.
 * @throws UntetherError with the line of what is no baseline, and when a later version wrote it.
 */
export function readBaseline(text: string, name: string): Baseline {
  const rules = new Set<string>();
  const known = new Map<string, Known>();
  let format: number | undefined;
  for (const [i, line] of text
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)
    .entries()) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    const header = /^untether-baseline (\d+)$/.exec(line);
    const version = /^rules (\S+)$/.exec(line);
    const entry = ENTRY.exec(line);
    if (header) format = Math.max(format ?? 0, Number(header[1]));
    else if (version) rules.add(version[1] ?? '');
    else if (format !== undefined && format > FORMAT) continue;
    else if (entry) {
      const [, group = '', count = '', ruleId = '', written = ''] = entry;
      const path = unquoted(written, name, i + 1);
      const key = `${path}\0${group}`;
      const before = known.get(key);
      // Both sides of a merge may have counted: the larger number is the one that saw more.
      known.set(key, { group, ruleId, path, count: Math.max(before?.count ?? 0, Number(count)) });
    } else throw corrupt(name, i + 1, line);
  }
  if (format === undefined) throw corrupt(name, 1, undefined);
  if (format > FORMAT) throw fromTheFuture(name, `its format is ${format}, this untether reads ${FORMAT}`);
  if (rules.size === 0) throw corrupt(name, undefined, undefined);
  return { rules: [...rules], known: sorted([...known.values()]) };
}

function unquoted(written: string, name: string, line: number): string {
  if (!written.startsWith('"')) return written;
  try {
    const path: unknown = JSON.parse(written);
    if (typeof path === 'string') return path;
  } catch {
    // Told below, with the line.
  }
  throw corrupt(name, line, written);
}

const RESTORE = 'Restore it from git, or write it anew with "untether baseline" and review what it takes in.';

function corrupt(name: string, line: number | undefined, text: string | undefined): UntetherError {
  const at = line === undefined ? name : `${name}:${line}`;
  if (text !== undefined && /^(?:<{7}|={7}|>{7}|\|{7})/.test(text)) {
    return new UntetherError(`${at}: the conflict of a merge is not resolved`, {
      help: 'Keep the lines of both sides and delete the markers, or run "untether baseline".',
    });
  }
  const shown = text === undefined ? '' : `: "${text.length > 60 ? `${text.slice(0, 57)}…` : text}"`;
  return new UntetherError(`${at}: this is no baseline of untether, or it is damaged${shown}`, { help: RESTORE });
}

function fromTheFuture(name: string, why: string): UntetherError {
  return new UntetherError(`${name} was written by a later version of untether: ${why}`, {
    help: 'Upgrade untether here to the version the others use, e.g. "npm install --save-dev untether@latest".',
  });
}

/**
 * Rules of another minor version find other ties in the same code, which would then look new. Patch versions do not.
 * @throws UntetherError when this rule set cannot judge by that baseline.
 */
export function checkRules({ rules }: Baseline, version: string, name: string): void {
  const here = parts(version);
  for (const written of rules) {
    const there = parts(written);
    if (!there) throw corrupt(name, undefined, undefined);
    const [major, minor] = here ?? [0, 0];
    if (there[0] === major && there[1] === minor) continue;
    const later = there[0] > major || (there[0] === major && there[1] > minor);
    if (later) throw fromTheFuture(name, `its rules are ${written}, these are ${version}`);
    throw new UntetherError(`${name} was written with rules ${written}; these are ${version} and find other things`, {
      help: 'Run "untether baseline" on the main branch, in a change of its own, and commit it together with the upgrade; or stay on the version that wrote it.',
    });
  }
}

function parts(version: string): readonly [number, number] | undefined {
  const match = /^(\d+)\.(\d+)\./.exec(version);
  return match ? [Number(match[1]), Number(match[2])] : undefined;
}
