/** Files that wait until it is known whether anybody needs them. */
import type { TreeFile } from './tree.ts';

/** Languages in which one file gives values to another: a variable its default, a module its inputs. */
const LINKED = new Set(['terraform', 'bicep']);

/**
 * Files without a keyword, of languages where they may still decide what another file means. They are read once a file
 * of their language was.
 */
export class Aside {
  readonly #files = new Map<string, TreeFile[]>();
  readonly #opened = new Set<string>();
  readonly #wanted = new Set<TreeFile>();

  /** The files, and then those put aside that turn out to be wanted. */
  *after(files: readonly TreeFile[]): Generator<[number, TreeFile]> {
    yield* files.entries();
    let i = files.length;
    for (const language of this.#opened) {
      const waiting = this.#files.get(language) ?? [];
      this.#files.delete(language);
      for (const file of waiting) {
        this.#wanted.add(file);
        yield [i++, file];
      }
    }
  }

  wanted(file: TreeFile): boolean {
    return this.#wanted.has(file);
  }

  opened(language: string): void {
    if (LINKED.has(language)) this.#opened.add(language);
  }

  /** False for languages whose files speak for themselves. */
  put(file: TreeFile, language: string): boolean {
    if (!LINKED.has(language)) return false;
    const waiting = this.#files.get(language);
    if (waiting) waiting.push(file);
    else this.#files.set(language, [file]);
    return true;
  }

  /** How many nobody asked for in the end. */
  get left(): number {
    return [...this.#files.values()].reduce((total, files) => total + files.length, 0);
  }
}
