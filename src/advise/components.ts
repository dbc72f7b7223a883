/** Components: the nearest deployable or buildable unit above a file, with its owners. */
import { compilePattern } from '../base/glob.ts';
import { compareText } from '../base/text.ts';

export interface ComponentInfo {
  /** Folder; `.` for the root. */
  readonly id: string;
  readonly name: string;
  readonly kind: string;
}

/** What makes a folder a component; the earlier, the more telling. */
const MARKERS: readonly (readonly [RegExp, string])[] = [
  [/^package\.json$/, 'npm package'],
  [/^pyproject\.toml$/, 'Python project'],
  [/^setup\.(?:py|cfg)$/, 'Python project'],
  [/\.(?:cs|fs|vb)proj$/, '.NET project'],
  [/^pom\.xml$/, 'Maven module'],
  [/^build\.gradle(?:\.kts)?$/, 'Gradle module'],
  [/^go\.mod$/, 'Go module'],
  [/^Cargo\.toml$/, 'Rust crate'],
  [/^Chart\.yaml$/, 'Helm chart'],
  [/^requirements\.txt$/, 'Python project'],
  [/^Pipfile$/, 'Python project'],
  [/^composer\.json$/, 'PHP package'],
  [/^Gemfile$/, 'Ruby project'],
  [/^main\.bicep$/, 'Bicep deployment'],
  [/^(?:main|providers?|versions|terraform)\.tf$/, 'Terraform root or module'],
];

/** Folders that only structure a component, never one of their own. */
export function findComponents(files: readonly string[]): ComponentInfo[] {
  const found = new Map<string, { kind: string; rank: number }>();
  for (const path of files) {
    const slash = path.lastIndexOf('/');
    const name = path.slice(slash + 1);
    const rank = MARKERS.findIndex(([pattern]) => pattern.test(name));
    if (rank < 0) continue;
    const id = slash < 0 ? '.' : path.slice(0, slash);
    const known = found.get(id);
    if (!known || rank < known.rank) found.set(id, { kind: MARKERS[rank]?.[1] ?? '', rank });
  }
  if (!found.has('.')) found.set('.', { kind: 'root', rank: MARKERS.length });
  return [...found.entries()]
    .sort(([a], [b]) => compareText(a, b))
    .map(([id, { kind }]) => ({ id, name: id === '.' ? 'root' : (id.split('/').at(-1) ?? id), kind }));
}

/** The component a path belongs to: the deepest folder above it that is one. */
export function componentOf(components: readonly ComponentInfo[]): (path: string) => string {
  const ids = new Set(components.map(component => component.id));
  const cache = new Map<string, string>();
  return path => {
    const slash = path.lastIndexOf('/');
    const folder = slash < 0 ? '.' : path.slice(0, slash);
    const known = cache.get(folder);
    if (known !== undefined) return known;
    let here = folder;
    while (here !== '.' && !ids.has(here)) {
      const up = here.lastIndexOf('/');
      here = up < 0 ? '.' : here.slice(0, up);
    }
    cache.set(folder, here);
    return here;
  };
}

/** Owners by CODEOWNERS: the last pattern that fits wins. */
export function ownersOf(codeowners: string | undefined): (path: string) => readonly string[] {
  const rules = (codeowners ?? '')
    .split(/\r?\n/)
    .map(line => line.replace(/(?:^|\s)#.*$/, '').trim())
    // Section headers of GitLab: `[Docs]`, `^[Optional][2] @owner`.
    .filter(line => line !== '' && !/^\^?\[/.test(line))
    .flatMap(line => {
      const [pattern = '', ...owners] = line.split(/(?<!\\)\s+/);
      const rules = [pattern, below(pattern)].flatMap(text => (text === undefined ? [] : (compilePattern(text) ?? [])));
      return rules.length === 0 ? [] : [{ owners, test: (path: string) => rules.some(rule => rule.matches(path)) }];
    });
  return path => rules.findLast(rule => rule.test(path))?.owners ?? [];
}

/**
 * What lies below the folders a pattern names. Without a slash before its end a pattern fits at any depth; one that
 * ends in a star names the files of that folder only (unlike in an ignore file).
 */
function below(pattern: string): string | undefined {
  if (pattern.endsWith('*')) return undefined;
  const folder = pattern.replace(/\/+$/, '');
  return folder.includes('/') || folder === '' ? `${folder}/**` : `**/${folder}/**`;
}
