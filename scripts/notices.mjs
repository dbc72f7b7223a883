/**
 * Writes THIRD-PARTY-NOTICES.md: the licence of every package whose code or grammar is in `dist/`. Which ones those are
 * is asked of the bundler and of the build script, not kept in a list. `--check` only says whether it is up to date.
 */
import { build } from 'esbuild';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { raw } from './raw.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const FILE = 'THIRD-PARTY-NOTICES.md';

/** The page as it should be now. */
export async function notices() {
  const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  if (Object.keys(dependencies).join() !== 'ts-morph')
    throw new Error('the dependencies have changed: say so in the notices');
  const folders = new Set([...(await bundled()), ...grammars()]);
  const packages = [...folders]
    .map(describe)
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.version < b.version ? -1 : 1));
  return [
    '# Third-party notices',
    '',
    '<!-- Written by scripts/notices.mjs; run `npm run notices`. -->',
    '',
    `untether is licensed under the Apache License 2.0 (see LICENSE). Its package contains code or grammars of the ${packages.length}`,
    'packages below, each under its own licence. Its one dependency, ts-morph (MIT; it brings the TypeScript compiler,',
    'Apache-2.0), is not contained: npm installs it beside untether with its licence.',
    '',
    '| package | version | licence |',
    '| --- | --- | --- |',
    ...packages.map(({ name, version, license }) => `| ${name} | ${version} | ${license} |`),
    '',
    // Many packages carry the same text to the letter; it stands once, below all their names.
    ...[...byText(packages)].flatMap(([text, group]) => [
      `## ${group.map(({ name, version }) => `${name} ${version}`).join(', ')}`,
      '',
      ...group.map(({ name, license, home }) => `- ${name}: ${license}, ${home}`),
      '',
      '```text',
      text,
      '```',
      '',
    ]),
  ].join('\n');
}

function byText(packages) {
  const groups = new Map();
  for (const entry of packages) groups.set(entry.text, [...(groups.get(entry.text) ?? []), entry]);
  return groups;
}

/** Folders of packages that the bundle holds code of. */
async function bundled() {
  const { metafile } = await build({
    entryPoints: [join(root, 'src/cli/main.ts')],
    outdir: join(root, 'dist'),
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    mainFields: ['module', 'main'],
    external: ['ts-morph'],
    plugins: [raw],
    absWorkingDir: root,
    metafile: true,
    write: false,
    logLevel: 'error',
  });
  const inputs = Object.values(metafile.outputs).flatMap(output =>
    Object.entries(output.inputs).flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? [path] : [])),
  );
  return inputs.filter(path => path.includes('node_modules/')).map(packageFolder);
}

/** The build script copies these as they are. */
function grammars() {
  const script = readFileSync(join(root, 'scripts/build.mjs'), 'utf8');
  const copied = [...script.matchAll(/'(node_modules\/[^']+\.wasm)'/g)].map(([, path]) => packageFolder(path));
  return ['node_modules/web-tree-sitter', ...copied];
}

/** `node_modules/a/node_modules/@b/c/lib/x.js` → `node_modules/a/node_modules/@b/c` */
function packageFolder(path) {
  return /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)[0];
}

function describe(folder) {
  const { name, version, license, homepage, repository } = JSON.parse(
    readFileSync(join(root, folder, 'package.json'), 'utf8'),
  );
  const file = licenceFile(folder) ?? siblingLicence(folder, license, repository);
  if (file === undefined || typeof license !== 'string') throw new Error(`${folder}: no licence found`);
  const home = homepage ?? String(repository?.url ?? repository).replace(/^git\+|\.git$/g, '');
  const notice = ['NOTICE', 'NOTICE.md', 'NOTICE.txt'].find(entry => existsSync(join(root, folder, entry)));
  const texts = [file, ...(notice ? [join(folder, notice)] : [])].map(entry =>
    readFileSync(join(root, entry), 'utf8').replaceAll('\r\n', '\n').trim(),
  );
  return { name, version, license, home, text: texts.join('\n\n').replaceAll('```', "'''") };
}

function licenceFile(folder) {
  const name = readdirSync(join(root, folder)).find(entry => /^(?:licen[cs]e|copying)(?:[-.]\w+)*$/i.test(entry));
  return name === undefined ? undefined : join(folder, name);
}

/** Some packages of one repository come without the licence they name; one beside it from there has its text. */
function siblingLicence(folder, license, repository) {
  const beside = dirname(folder);
  const sibling = readdirSync(join(root, beside))
    .map(name => join(beside, name))
    .filter(other => other !== folder && existsSync(join(root, other, 'package.json')))
    .find(other => {
      const its = JSON.parse(readFileSync(join(root, other, 'package.json'), 'utf8'));
      return its.license === license && its.repository?.url === repository?.url && licenceFile(other) !== undefined;
    });
  return sibling === undefined ? undefined : licenceFile(sibling);
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const text = await notices();
  if (!process.argv.includes('--check')) writeFileSync(join(root, FILE), text);
  else if (readFileSync(join(root, FILE), 'utf8') !== text) {
    console.error(`${FILE} is out of date: run "npm run notices"`);
    process.exitCode = 1;
  }
}
