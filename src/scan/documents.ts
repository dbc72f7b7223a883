/** Reads the data files that infrastructure code loads: they decide what is deployed, and may say no word of it. */
import { dirOf, joinPath } from '../base/paths.ts';
import { walkFormula, type Program } from '../model/program.ts';
import { decode, encodingOf } from '../walk/bytes.ts';
import type { ReadFile } from './read.ts';
import { TreeBytes, type Tree } from './tree.ts';

/** Longer files are data of another kind. */
const MAX_BYTES = 512 * 1024;
const MAX_FILES = 64;

/** The programs with, added to them, what they load. */
export async function withDocuments(files: readonly ReadFile[], tree: Tree): Promise<readonly ReadFile[]> {
  const wanted = new Set(files.flatMap(({ path, program }) => (program ? loadedBy(program, path) : [])));
  if (wanted.size === 0) return files;
  const { readDocument } = await import('../read/document.ts');
  const bytes = new TreeBytes();
  const documents: ReadFile[] = [];
  for (const file of tree.files) {
    if (!wanted.has(file.path) || documents.length >= MAX_FILES) continue;
    const outcome = bytes.read(file, MAX_BYTES);
    if (outcome.kind !== 'bytes') continue;
    const encoding = encodingOf(outcome.bytes);
    if (encoding === 'binary') continue;
    const program = readDocument({ path: file.path, text: decode(outcome.bytes, encoding) });
    if (program) documents.push({ path: file.path, language: 'data', facts: [], program });
  }
  return documents.length === 0 ? files : [...files, ...documents];
}

const LOADS = /^(?:load(?:json|yaml)content|file|templatefile|jsondecode|yamldecode)$/i;

/** Paths named in calls that load a file, as they lie in the tree. */
function loadedBy(program: Program, path: string): string[] {
  const found: string[] = [];
  for (const declaration of program.declarations) {
    if (declaration.inner) found.push(...loadedBy(declaration.inner, path));
    for (const formula of [declaration.value, declaration.repeats?.over, declaration.when]) {
      if (!formula) continue;
      for (const part of walkFormula(formula)) {
        const [first] = part.kind === 'call' && LOADS.test(part.name) ? part.args : [];
        if (first?.kind !== 'text') continue;
        const text = first.parts.map(piece => (typeof piece === 'string' ? piece : '')).join('');
        if (/\.(?:json|jsonc|ya?ml|tftpl|tpl)$/i.test(text)) found.push(joinPath(dirOf(path), text.replace(/^\//, '')));
      }
    }
  }
  return found;
}
