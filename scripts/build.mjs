/** Builds `dist/`: the code-split ESM bundle, the compiled rules and the grammars. */
import { build } from 'esbuild';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { dirname, join } from 'node:path';
import { raw } from './raw.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const require = createRequire(import.meta.url);
const at = (...parts) => join(root, ...parts);
const { version } = JSON.parse(readFileSync(at('package.json'), 'utf8'));
const out = at('dist');

mkdirSync(join(out, 'wasm'), { recursive: true });

function copyGrammars() {
  const wasm = {
    'web-tree-sitter.wasm': join(dirname(require.resolve('web-tree-sitter')), 'web-tree-sitter.wasm'),
    'tree-sitter-python.wasm': at('node_modules/tree-sitter-python/tree-sitter-python.wasm'),
    'tree-sitter-c_sharp.wasm': at('node_modules/tree-sitter-c-sharp/tree-sitter-c_sharp.wasm'),
    'tree-sitter-java.wasm': at('node_modules/tree-sitter-java/tree-sitter-java.wasm'),
    'tree-sitter-kotlin.wasm': at('node_modules/@tree-sitter-grammars/tree-sitter-kotlin/tree-sitter-kotlin.wasm'),
    'tree-sitter-go.wasm': at('node_modules/tree-sitter-go/tree-sitter-go.wasm'),
    'tree-sitter-terraform.wasm': at('node_modules/@tree-sitter-grammars/tree-sitter-hcl/tree-sitter-terraform.wasm'),
  };
  for (const [name, from] of Object.entries(wasm)) copyFileSync(from, join(out, 'wasm', name));
}

/** Rules and catalogue are validated here, once, so that a scan only reads JSON. */
async function compileRules() {
  const compiler = join(out, 'compile-rules.tmp.mjs');
  await build({
    stdin: {
      contents:
        "export * from './src/rules/compile.ts';export * from './src/rules/catalogue.ts';export * from './src/rules/code.ts';",
      resolveDir: root,
    },
    outfile: compiler,
    bundle: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    logLevel: 'warning',
  });
  try {
    const { compileCatalogue, compileCode, compileRuleSet, isCatalogueFile, isCodeFile } = await import(
      `${pathToFileURL(compiler).href}?${process.pid}`
    );
    const files = readdirSync(at('rules'), { recursive: true, encoding: 'utf8' })
      .filter(name => name.endsWith('.yaml'))
      .map(name => ({ path: `rules/${name.replaceAll('\\', '/')}`, content: readFileSync(at('rules', name), 'utf8') }));
    const ruleSet = compileRuleSet(
      files.filter(file => !isCatalogueFile(file.path) && !isCodeFile(file.path)),
      version,
    );
    for (const { id } of ruleSet.rules) {
      if (!existsSync(at('rules', `${id}.yaml`))) throw new Error(`rule ${id} must stand in rules/${id}.yaml`);
    }
    writeFileSync(join(out, 'rules.json'), JSON.stringify(ruleSet));
    const catalogue = compileCatalogue(files.filter(file => isCatalogueFile(file.path)));
    writeFileSync(join(out, 'catalogue.json'), JSON.stringify(catalogue));
    const keys = new Set(ruleSet.equivalents.map(({ key }) => key));
    const code = compileCode(
      files.filter(file => isCodeFile(file.path)),
      keys,
    );
    writeFileSync(join(out, 'code.json'), JSON.stringify(code));
  } finally {
    rmSync(compiler, { force: true });
  }
}

async function bundle() {
  // Built beside the old bundle and swapped in whole: a failed build leaves the last good one in place.
  const next = join(out, '.next');
  rmSync(next, { recursive: true, force: true });
  await build({
    entryPoints: [at('src/cli/main.ts'), at('src/cli/fleet-worker.ts')],
    outdir: next,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    // jsonc-parser's CommonJS file asks for its parts in a way no bundler can follow.
    mainFields: ['module', 'main'],
    minifySyntax: true,
    legalComments: 'none',
    define: {
      __VERSION__: JSON.stringify(version),
      // The SDK tells every user of Node 20 about its own plans; which SDK is bundled is our affair.
      'process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED': '"true"',
    },
    // ts-morph breaks when bundled to ESM, and bundling it would save nothing.
    external: ['ts-morph'],
    plugins: [raw],
    // Some bundled CommonJS packages ask for node's own modules with require().
    banner: { js: "import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);" },
    logLevel: 'warning',
  });
  const fresh = readdirSync(next);
  for (const name of fresh) renameSync(join(next, name), join(out, name));
  for (const name of readdirSync(out)) if (name.endsWith('.js') && !fresh.includes(name)) rmSync(join(out, name));
  rmSync(next, { recursive: true, force: true });
}

copyGrammars();
try {
  await compileRules();
  if (existsSync(at('src/cli/main.ts')) && !process.argv.includes('--rules-only')) await bundle();
} catch (error) {
  console.error(`build: ${error.help ? `${error.message}\n  ${error.help}` : error.stack}`);
  process.exitCode = 1;
}
