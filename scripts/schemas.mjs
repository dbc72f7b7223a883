/**
 * Writes the JSON Schemas under `schemas/` from the shapes in the sources. `--check` only says whether they are up to
 * date. The sources are TypeScript, so they are bundled to a temporary file first.
 */
import { build } from 'esbuild';
import { toJsonSchema } from '@valibot/to-json-schema';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

const SCHEMAS = {
  'config.schema.json': { from: 'src/config/schema.ts', export: 'settingsSchema', title: 'untether.yaml' },
  'report.schema.json': {
    from: 'src/report/schema/index.ts',
    export: 'reportSchema',
    title: 'untether report, schema version 1',
  },
  'inventory.schema.json': {
    from: 'src/live/schema.ts',
    export: 'inventorySchema',
    title: 'untether inventory snapshot, schema version 1',
  },
  'catalog.schema.json': {
    from: 'src/live/schema.ts',
    export: 'catalogSchema',
    title: 'untether catalog snapshot, schema version 1',
  },
  'rule.schema.json': { from: 'src/rules/schema.ts', export: 'ruleFile', title: 'untether rule file' },
};

/** Shapes of our own making are closed: what is not in the schema is not in the report. */
function close(schema) {
  if (Array.isArray(schema)) schema.forEach(close);
  else if (schema !== null && typeof schema === 'object') {
    if (schema.type === 'object' && schema.properties && schema.additionalProperties === undefined)
      schema.additionalProperties = false;
    Object.values(schema).forEach(close);
  }
  return schema;
}

/** File name → text of every schema. */
export async function schemas() {
  mkdirSync(join(root, 'dist'), { recursive: true });
  const folder = mkdtempSync(join(root, 'dist', 'schemas-'));
  try {
    const entries = Object.entries(SCHEMAS);
    await build({
      entryPoints: entries.map(([name, { from }]) => ({ in: join(root, from), out: name })),
      outdir: folder,
      outExtension: { '.js': '.mjs' },
      bundle: true,
      format: 'esm',
      platform: 'node',
      packages: 'external',
      logLevel: 'warning',
    });
    const texts = await Promise.all(
      entries.map(async ([name, { export: exported, title }]) => {
        const module = await import(pathToFileURL(join(folder, `${name}.mjs`)).href);
        const { $schema, ...body } = toJsonSchema(module[exported], { typeMode: 'input', errorMode: 'throw' });
        return [name, `${JSON.stringify({ $schema, title, ...close(body) }, null, 2)}\n`];
      }),
    );
    return new Map(texts);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [name, text] of await schemas()) {
    const file = join(root, 'schemas', name);
    if (!process.argv.includes('--check')) {
      mkdirSync(join(root, 'schemas'), { recursive: true });
      writeFileSync(file, text);
    } else if (read(file) !== text) {
      console.error(`schemas/${name} is out of date: run "node scripts/schemas.mjs"`);
      process.exitCode = 1;
    }
  }
}

function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
