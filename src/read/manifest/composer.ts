/** composer.json and composer.lock. */
import { Locked, type Manifest } from './dependencies.ts';
import { walkJson, type JsonKey } from './json.ts';

export function readComposerJson(manifest: Manifest): void {
  const problem = walkJson(manifest.text, (path, value) => {
    const [section, key] = path;
    if (path.length !== 2 || !key || !value || !/^require(?:-dev)?$/.test(section?.name ?? '')) return;
    // `php` and `ext-json` are what the machine has to offer, not packages.
    if (!key.name.includes('/')) return;
    const dev = section?.name === 'require-dev';
    const place = { start: key.start, end: key.end, entry: [key.start - 1, value.end] as const };
    manifest.add('composer', { name: key.name, ...place, version: value.text, dev });
  });
  if (problem !== undefined) manifest.problem(problem, 'not valid JSON');
}

export function readComposerLock(manifest: Manifest): void {
  const locked = new Locked(manifest, 'composer');
  let item: JsonKey | undefined;
  let current: ReturnType<Locked['first']>;
  const problem = walkJson(manifest.text, (path, value) => {
    const [section, position, field] = path;
    if (path.length !== 3 || !value || !/^packages(?:-dev)?$/.test(section?.name ?? '')) return;
    if (position !== item) current = undefined;
    item = position;
    const dev = section?.name === 'packages-dev';
    if (field?.name === 'name')
      current = locked.first({ name: value.text, start: value.start + 1, end: value.end - 1, dev });
    else if (field?.name === 'version' && current) current.version ??= value.text;
  });
  if (problem !== undefined) manifest.problem(problem, 'not valid JSON');
  locked.finish();
}
