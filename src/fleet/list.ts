/** The list of a fleet: which repositories, and the name each goes by in the output folder. */
import { UntetherError } from '../base/errors.ts';

export interface FleetEntry {
  /** As the list has it. */
  readonly given: string;
  readonly kind: 'path' | 'url';
  /** Unique in the list; a file name. */
  readonly name: string;
}

const URL_SHAPES = [
  /^(?:https?|ssh|git|file):\/\/[^\s]+$/i,
  // scp-like: user@host:path
  /^[\w.-]+@[\w.-]+:[^\s]+$/,
];

/**
 * Read a list: one local path or git address a line, `#` starts a comment.
 * Repeated lines count once. Names are the same whatever shard reads the list.
 * @throws UntetherError naming the line for an address with a password, or when the list is empty.
 */
export function readList(text: string, file: string): FleetEntry[] {
  const lines = text
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)
    .map((line, i) => ({ text: line.replace(/(?:^|\s)#.*$/, '').trim(), number: i + 1 }))
    .filter(line => line.text !== '');
  const seen = new Set<string>();
  const given: { text: string; kind: FleetEntry['kind'] }[] = [];
  for (const { text: entry, number } of lines) {
    if (seen.has(entry)) continue;
    seen.add(entry);
    const url = URL_SHAPES.some(shape => shape.test(entry));
    if (url && /^\w+:\/\/[^/@\s]*:[^/@\s]+@/.test(entry)) {
      throw new UntetherError(`${file}:${number}: the address holds a password`, {
        help: 'Leave it out of the list: git asks your credential helper, as it does for you.',
      });
    }
    if (entry.startsWith('-') || (!url && /^\w[\w+.-]*::/.test(entry))) {
      throw new UntetherError(
        `${file}:${number}: "${entry.slice(0, 60)}" is neither a path nor an address of a repository`,
        {
          help: 'Give a folder, an https or ssh address, or user@host:path.',
        },
      );
    }
    given.push({ text: entry, kind: url ? 'url' : 'path' });
  }
  if (given.length === 0) {
    throw new UntetherError(`${file} lists no repository`, { help: 'Write one path or git address a line.' });
  }
  const names = new Set<string>();
  return given.map(({ text: entry, kind }) => {
    const base = nameOf(entry, kind);
    let name = base;
    for (let i = 2; names.has(name.toLowerCase()); i++) name = `${base}-${i}`;
    names.add(name.toLowerCase());
    return { given: entry, kind, name };
  });
}

/** `https://host/owner/repo.git` → `owner__repo`, `../services/chat` → `chat`. */
function nameOf(entry: string, kind: FleetEntry['kind']): string {
  const parts = entry
    .replace(/\/+$/, '')
    .replace(/\.git$/i, '')
    .replace(/^\w+:\/\/[^/]*/, '')
    .replace(/^[^/:@]+@[^/:]+:/, '')
    .split(/[\\/]/)
    .filter(part => part !== '' && part !== '.' && part !== '..');
  const wanted = kind === 'url' ? parts.slice(-2) : parts.slice(-1);
  const name = wanted
    .join('__')
    .replace(/[^\w.-]+/g, '-')
    .replace(/^[.-]+/, '')
    .slice(0, 120);
  return name === '' ? 'repository' : name;
}
