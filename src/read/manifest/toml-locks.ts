/** poetry.lock, uv.lock, pdm.lock and Cargo.lock: TOML in form, read by line because of their size. */
import { Locked, type Manifest } from './dependencies.ts';

const LINE = /^(?:(\[\[package\]\])|(\[.*)|name = "([^"\n]*)"|version = "([^"\n]*)"|category = "(dev)")/gm;

export function readTomlLock(manifest: Manifest, ecosystem: 'pypi' | 'cargo'): void {
  const locked = new Locked(manifest, ecosystem);
  let current: ReturnType<Locked['first']>;
  let atPackage = false;
  for (const match of manifest.text.matchAll(LINE)) {
    const [line, opens, other, name, version, dev] = match;
    if (opens !== undefined || other !== undefined) {
      atPackage = opens !== undefined;
      current = undefined;
    } else if (!atPackage) continue;
    else if (name !== undefined) {
      const start = match.index + line.indexOf('"') + 1;
      current = locked.first({ name, start, end: start + name.length });
    } else if (version !== undefined && current) current.version ??= version;
    else if (dev !== undefined && current) current.dev = true;
  }
  locked.finish();
}
