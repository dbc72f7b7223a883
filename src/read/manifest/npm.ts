/** package.json and the lock files of npm, yarn, pnpm and bun. */
import { append } from '../append.ts';
import { linesOf } from '../settings.ts';
import { commandsIn, scriptText } from '../shell/embedded.ts';
import { Locked, type Found, type Manifest } from './dependencies.ts';
import { walkJson, type JsonScalar } from './json.ts';

const SECTIONS = new Set(['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies']);

export function readPackageJson(manifest: Manifest): void {
  const problem = walkJson(manifest.text, (path, value) => {
    const [section, key] = path;
    if (path.length === 2 && section?.name === 'scripts' && value?.isString) script(manifest, value);
    if (path.length !== 2 || !section || !key || !SECTIONS.has(section.name) || !value?.isString) return;
    const found = aliased(value) ?? { name: key.name, start: key.start, end: key.end, version: value.text };
    manifest.add('npm', { ...found, dev: section.name === 'devDependencies', entry: [key.start - 1, value.end] });
  });
  if (problem !== undefined) manifest.problem(problem, 'not valid JSON');
}

/** `"build": "tool --flag"`: a command line. */
function script(manifest: Manifest, { start, end }: JsonScalar): void {
  const place = scriptText(manifest.text, start + 1, end - 1, 'quoted').place(manifest.lines);
  append(manifest.facts, commandsIn(place.text, place.span));
}

/** `"short": "npm:real@^4"` installs `real`. */
function aliased(value: JsonScalar): Found | undefined {
  const match = /^npm:(@?[^@]+)(?:@(.*))?$/.exec(value.text);
  if (!match) return undefined;
  const [, name = '', version] = match;
  const start = value.start + 1 + 'npm:'.length;
  return { name, start, end: start + name.length, version };
}

const MODULES = 'node_modules/';

/** package-lock.json in its three versions, and npm-shrinkwrap.json: the packages at the top of the tree. */
export function readPackageLock(manifest: Manifest): void {
  const locked = new Locked(manifest, 'npm');
  let current: ReturnType<Locked['first']>;
  const problem = walkJson(manifest.text, (path, value) => {
    const [section, key, field] = path;
    if (!section || !key || (section.name !== 'packages' && section.name !== 'dependencies')) return;
    if (path.length === 2) {
      const lead = section.name === 'packages' ? MODULES.length : 0;
      const name = key.name.slice(lead);
      const top = name !== '' && (lead === 0 || (key.name.startsWith(MODULES) && !name.includes(MODULES)));
      current = top ? locked.first({ name, start: key.start + lead, end: key.end, version: value?.text }) : undefined;
    } else if (path.length === 3 && current && value) {
      if (field?.name === 'version') current.version ??= value.text;
      else if (field?.name === 'dev') current.dev = value.text === 'true';
    }
  });
  if (problem !== undefined) manifest.problem(problem, 'not valid JSON');
  locked.finish();
}

/** The text lock file of bun: `"name": ["name@4.0.0", …]`. */
export function readBunLock(manifest: Manifest): void {
  const locked = new Locked(manifest, 'npm');
  const problem = walkJson(manifest.text, (path, value) => {
    const [section, key] = path;
    if (path.length !== 3 || section?.name !== 'packages' || !key || !value?.isString) return;
    const at = value.text.lastIndexOf('@');
    if (at <= 0 || value.text.slice(0, at) !== key.name) return;
    locked.first({ name: key.name, start: key.start, end: key.end, version: value.text.slice(at + 1) });
  });
  if (problem !== undefined) manifest.problem(problem, 'not valid JSON');
  locked.finish();
}

const YARN_HEADER = /^"?(@?[^\s@"#:,]+)@([^\s",]+)/;
const YARN_VERSION = /^ {2}version:?[ \t]+"?([^"\s]+)/;

/** yarn.lock of the classic and of the newer versions. */
export function readYarnLock(manifest: Manifest): void {
  const locked = new Locked(manifest, 'npm');
  let current: ReturnType<Locked['first']>;
  for (const { start, text } of linesOf(manifest.text)) {
    const version = current && YARN_VERSION.exec(text)?.[1];
    if (current && version !== undefined) {
      current.version = version;
      current = undefined;
    } else if (text.endsWith(':')) {
      const header = YARN_HEADER.exec(text);
      if (header) current = yarnPackage(header, start, locked);
    }
  }
  locked.finish();
}

function yarnPackage(header: RegExpExecArray, offset: number, locked: Locked): ReturnType<Locked['first']> {
  const [whole, alias = '', range = ''] = header;
  if (/^(?:workspace|link|portal|file):/.test(range)) return undefined;
  // `alias@npm:real@^1` installs another package than it says.
  const real = /^npm:(@?[^@\s]+)@/.exec(range)?.[1];
  const name = real ?? alias;
  const start = offset + (real === undefined ? whole.indexOf(name) : whole.indexOf('npm:') + 'npm:'.length);
  return locked.first({ name, start, end: start + name.length });
}

/** `/name/4.0.0_peer`, `/name@4.0.0(peer)`, `'@scope/name@4.0.0'`. */
const PNPM_PACKAGE = /^['"]?\/?((?:@[^/'"@]+\/)?[^/'"@]+)[@/]([^('"_]+)/;

/** pnpm-lock.yaml, versions 5 to 9. Read by line: a lock file can have a million of them. */
export function readPnpmLock(manifest: Manifest): void {
  const locked = new Locked(manifest, 'npm');
  let inPackages = false;
  let current: ReturnType<Locked['first']>;
  for (const { start: offset, text } of linesOf(manifest.text)) {
    if (/^[^\s#]/.test(text)) inPackages = text.startsWith('packages:');
    if (!inPackages) continue;
    if (current && text === '    dev: true') current.dev = true;
    if (!/^ {2}[^\s#]/.test(text)) continue;
    const [, name = '', version = ''] = PNPM_PACKAGE.exec(text.slice(2, text.lastIndexOf(':'))) ?? [];
    const start = offset + text.indexOf(name);
    // A slash in the version: the key is the address of an archive or repository.
    const usable = name !== '' && !version.includes('/');
    current = usable ? locked.first({ name, start, end: start + name.length, version }) : undefined;
  }
  locked.finish();
}
