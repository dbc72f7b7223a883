/** One tree-sitter runtime for all grammars: loaded on first use, one parser shared by the languages. */
import { Language, Parser, type Tree } from 'web-tree-sitter';
import { assetPath } from '../base/assets.ts';

let ready: Promise<void> | undefined;
const languages = new Map<string, Promise<Language>>();

/**
 * Load a grammar by the name of its `.wasm` file (`tree-sitter-python`).
 * The function given back parses a text; the caller frees the tree with `tree.delete()`.
 */
export async function grammar(name: string): Promise<(text: string) => Tree> {
  ready ??= Parser.init({ locateFile: (file: string) => assetPath(`wasm/${file}`) });
  await ready;
  let loading = languages.get(name);
  if (!loading) {
    loading = Language.load(assetPath(`wasm/${name}.wasm`));
    languages.set(name, loading);
  }
  const language = await loading;
  const parser = new Parser();
  parser.setLanguage(language);
  return text => {
    const tree = parser.parse(text);
    if (!tree) throw new Error(`${name}: no tree`);
    return tree;
  };
}
