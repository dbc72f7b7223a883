/** Cargo.toml: all tables of dependencies, those of targets and of the workspace included. */
import { tomlEntries } from '../toml/entries.ts';
import { tomlDiagnostics } from '../toml/index.ts';
import { parseToml } from '../toml/parse.ts';
import type { Manifest } from './dependencies.ts';
import { fieldNodes, keyOffsets, stringAt, tableFields } from './toml-tables.ts';

const TABLES = /^(?:(dev-)|build-)?dependencies$/;

export function readCargoToml(manifest: Manifest): void {
  const { text } = manifest;
  const parsed = parseToml(text);
  manifest.diagnostics.push(...tomlDiagnostics(manifest.path, parsed, manifest.lines));
  if (!parsed.program) return;
  for (const { path, key, last, value } of tomlEntries(parsed.program)) {
    const table = TABLES.exec(path[path.length - 2] ?? '');
    const above = path.slice(0, -2);
    if (!table || !(above.length === 0 || above[0] === 'workspace' || (above[0] === 'target' && above.length === 2)))
      continue;
    // `name = { package = "real" }` gives the package another name in the code.
    const renamed = [...fieldNodes(value)].find(([name]) => name === 'package')?.[1];
    const place = (renamed && stringAt(renamed, text)) ?? {
      text: path[path.length - 1] ?? '',
      ...keyOffsets(last, text),
    };
    const fields = tableFields(value, text);
    manifest.add('cargo', {
      name: place.text,
      start: place.start,
      end: place.end,
      version: fields.get('') ?? fields.get('version'),
      dev: table[1] !== undefined,
      entry: [Math.min(key[0], place.start), Math.max(value.range[1], place.end)],
    });
  }
}
