/** Version catalogs of Gradle (`libs.versions.toml`): the `[libraries]` table. */
import { tomlDiagnostics } from '../toml/index.ts';
import { tomlEntries } from '../toml/entries.ts';
import { parseToml } from '../toml/parse.ts';
import type { Manifest } from './dependencies.ts';
import { fieldNodes, stringAt, tableFields } from './toml-tables.ts';

export function readVersionCatalog(manifest: Manifest): void {
  const { text } = manifest;
  const parsed = parseToml(text);
  manifest.diagnostics.push(...tomlDiagnostics(manifest.path, parsed, manifest.lines));
  if (!parsed.program) return;
  const versions = new Map<string, string>();
  const entries = [...tomlEntries(parsed.program)].filter(entry => entry.path.length === 2);
  for (const { path, value } of entries) {
    const fields = tableFields(value, text);
    const version = fields.get('') ?? fields.get('strictly') ?? fields.get('require') ?? fields.get('prefer');
    if (path[0] === 'versions' && version !== undefined) versions.set(path[1] ?? '', version);
  }
  for (const { path, key, value } of entries) {
    if (path[0] !== 'libraries') continue;
    const strings = new Map([...fieldNodes(value)].map(([name, node]) => [name, stringAt(node, text)]));
    const module = stringAt(value, text) ?? strings.get('module');
    const named = strings.get('name');
    const group = module ? module.text.split(':')[0] : strings.get('group')?.text;
    const artifact = module ? module.text.split(':')[1] : named?.text;
    const at = module ?? named;
    if (group === undefined || artifact === undefined || !at) continue;
    const written = module?.text.split(':')[2] ?? strings.get('version')?.text;
    const version = written ?? versions.get(strings.get('version.ref')?.text ?? '');
    const end = module ? at.start + group.length + 1 + artifact.length : at.end;
    const entry = [key[0], value.range[1]] as const;
    manifest.add('maven', { name: `${group}:${artifact}`, start: at.start, end, version, entry });
  }
}
