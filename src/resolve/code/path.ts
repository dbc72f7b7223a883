/** Dotted paths as readers write them, taken apart: `make().clients["a"].chat`. */

export type Step =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'call'; readonly written: string }
  | { readonly kind: 'index'; readonly key: string | undefined };

export interface Path {
  readonly root: string;
  readonly steps: readonly Step[];
}

const NAME = /^[^.()[\]]+/;

/** Takes a path apart. A call keeps the text before it, by which the call itself is found. */
export function parsePath(text: string): Path {
  const root = NAME.exec(text)?.[0] ?? '';
  const steps: Step[] = [];
  let at = root.length;
  while (at < text.length) {
    const here = text[at];
    if (here === '.') {
      const name = NAME.exec(text.slice(at + 1))?.[0] ?? '';
      if (name !== '') steps.push({ kind: 'name', name });
      at += 1 + name.length;
    } else if (here === '(') {
      steps.push({ kind: 'call', written: text.slice(0, at) });
      at = text.indexOf(')', at) + 1 || text.length;
    } else if (here === '[') {
      const end = text.indexOf(']', at);
      const inner = end < 0 ? '' : text.slice(at + 1, end);
      const key = /^"(.*)"$/.exec(inner)?.[1] ?? (inner === '' ? undefined : inner);
      steps.push({ kind: 'index', key });
      at = end < 0 ? text.length : end + 1;
    } else at += 1;
  }
  return { root, steps };
}

/** The last name of a path: what is called, or read. */
export function lastName(text: string): string {
  const end = text.replace(/(?:\(\)|\[[^\]]*\])+$/, '');
  return end.slice(Math.max(end.lastIndexOf('.'), end.lastIndexOf('/'), end.lastIndexOf(')')) + 1).replace(/^\./, '');
}
