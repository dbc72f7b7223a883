/** Builds `dist/`: the code-split ESM bundle, the compiled rules and the grammars. */
import { build } from 'esbuild';
import { copyFileSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { dirname, join } from 'node:path';

const root = fileURLToPath(new URL('..', import.meta.url));
const require = createRequire(import.meta.url);
const at = (...parts) => join(root, ...parts);

rmSync(at('dist'), { recursive: true, force: true });
mkdirSync(at('dist/wasm'), { recursive: true });

const wasm = {
  'web-tree-sitter.wasm': join(dirname(require.resolve('web-tree-sitter')), 'web-tree-sitter.wasm'),
  'tree-sitter-python.wasm': at('node_modules/tree-sitter-python/tree-sitter-python.wasm'),
  'tree-sitter-terraform.wasm': at('node_modules/@tree-sitter-grammars/tree-sitter-hcl/tree-sitter-terraform.wasm'),
};
for (const [name, from] of Object.entries(wasm)) copyFileSync(from, at('dist/wasm', name));

if (existsSync(at('src/cli/main.ts'))) {
  await build({
    entryPoints: [at('src/cli/main.ts')],
    outdir: at('dist'),
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    minifySyntax: true,
    legalComments: 'none',
    // ts-morph breaks when bundled to ESM, and bundling it would save nothing.
    external: ['ts-morph'],
    // Some bundled CommonJS packages ask for node's own modules with require().
    banner: { js: "import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);" },
    logLevel: 'warning',
  });
}
