/** Languages with a grammar: comments are nodes of the tree. */
import type { TreeCursor } from 'web-tree-sitter';
import { prepareMarkup } from '../csharp/markup.ts';
import { grammar } from '../tree-sitter.ts';
import type { FindComments, Stretch } from './index.ts';

const GRAMMARS: Readonly<Record<string, string>> = {
  python: 'tree-sitter-python',
  csharp: 'tree-sitter-c_sharp',
  java: 'tree-sitter-java',
  go: 'tree-sitter-go',
  kotlin: 'tree-sitter-kotlin',
  terraform: 'tree-sitter-terraform',
};

const COMMENT = /^(?:.*_)?comment$/;

export async function grammarFinder(language: string): Promise<FindComments | undefined> {
  const name = GRAMMARS[language];
  if (name === undefined) return undefined;
  const parse = await grammar(name);
  return (text, path) => {
    const page = /\.(?:razor|cshtml)$/i.test(path) ? prepareMarkup(text) : undefined;
    const tree = parse(`${(page?.code ?? text).replace(/\r(?!\n)/g, '\n')}\n`);
    try {
      const found = commentNodes(tree.walk());
      return page ? found.map(([start, end]) => [page.original(start), page.original(end)] as const) : found;
    } finally {
      tree.delete();
    }
  };
}

function commentNodes(cursor: TreeCursor): Stretch[] {
  const found: Stretch[] = [];
  for (;;) {
    const comment = COMMENT.test(cursor.nodeType);
    if (comment) found.push([cursor.startIndex, cursor.endIndex]);
    if (!comment && cursor.gotoFirstChild()) continue;
    while (!cursor.gotoNextSibling()) {
      if (!cursor.gotoParent()) {
        cursor.delete();
        return found;
      }
    }
  }
}
