/** TypeScript and JavaScript: what stands between the tokens of the syntax tree. */
import { loadCompiler, ts, type TS } from '../typescript/compiler.ts';
import { scriptsIn } from '../typescript/embedded.ts';
import { dialectOf, parse } from '../typescript/parse.ts';
import type { Stretch } from './index.ts';

export async function findInScripts(text: string, path: string): Promise<Stretch[]> {
  await loadCompiler();
  const parts = /\.(?:vue|svelte|astro)$/i.test(path) ? scriptsIn(path, text) : [{ text, dialect: dialectOf(path) }];
  return parts.flatMap(part => {
    const { root } = parse(part.text, part.dialect);
    return root ? commentsIn(root, part.text) : [];
  });
}

/** Text between tags of JSX looks like comments and is none, so only places before and after tokens are asked. */
export function commentsIn(root: TS.SourceFile, text: string): Stretch[] {
  const found = new Map<number, number>();
  const take = (ranges: readonly TS.CommentRange[] | undefined): void => {
    for (const { pos, end } of ranges ?? []) found.set(pos, end);
  };
  const open: TS.Node[] = [root];
  for (let node = open.pop(); node; node = open.pop()) {
    const children = node.getChildren(root);
    if (children.length === 0 && node.kind !== ts.SyntaxKind.JsxText) {
      // The text between tags ends where the next token begins, so nothing before that token is a comment.
      const before = node.getFullStart();
      if (before === 0 || node.getStart(root) > before) take(ts.getLeadingCommentRanges(text, before));
      take(ts.getTrailingCommentRanges(text, node.getEnd()));
    }
    open.push(...children);
  }
  const inText = jsxTexts(root);
  return [...found].filter(([pos]) => !inText.some(([from, to]) => pos >= from && pos < to)).sort(([a], [b]) => a - b);
}

function jsxTexts(root: TS.SourceFile): Stretch[] {
  const found: Stretch[] = [];
  const visit = (node: TS.Node): void => {
    if (node.kind === ts.SyntaxKind.JsxText) found.push([node.getFullStart(), node.getEnd()]);
    ts.forEachChild(node, visit);
  };
  visit(root);
  return found;
}
