/** Go source files. */
import type { Tree } from 'web-tree-sitter';
import { LineIndex } from '../../base/lines.ts';
import type { Reader } from '../../model/source.ts';
import { copyOf, type CodeCopy, type Copying } from '../code-tree.ts';
import { withoutDeepNesting } from '../csharp/nesting.ts';
import { grammar } from '../tree-sitter.ts';
import { createAccess } from './access.ts';
import type { Context } from './context.ts';
import { factsOf } from './facts.ts';
import { createMade } from './made.ts';
import { recordScopes } from './scopes.ts';
import { createEvaluate } from './values.ts';

const COPYING: Copying = {
  leftOut: /^comment$/,
  whole: new Set(['interpreted_string_literal', 'raw_string_literal', 'rune_literal']),
};

/** The reader for Go. */
export async function createReader(): Promise<Reader> {
  const parse = await grammar('tree-sitter-go');
  return source => {
    const lines = new LineIndex(source.text);
    // The grammar wants the last line ended.
    const { text, cut } = withoutDeepNesting(`${source.text}\n`);
    const { root, firstError } = copyOfGo(parse, text);
    const context = {
      text,
      root,
      ...recordScopes(root, text),
      place: (start, end) => lines.span(start, end),
    } as Mutable<Context>;
    context.made = createMade(context);
    context.evaluate = createEvaluate(context);
    context.access = createAccess(context);
    const error = firstError ?? cut;
    const message = 'not valid Go from here; the rest of the file was read';
    return {
      facts: factsOf(context),
      diagnostics:
        error === undefined ? [] : [{ code: 'syntax-error', path: source.path, line: lines.at(error).line, message }],
    };
  };
}

/** The parts know each other through the context, so it is filled one by one. */
type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** `new` of a value is younger than the grammar, which wants a type there; as any other function it is read. */
const NEW = /\bnew(?=\()/g;

/** A file that is only understood with `new` as a plain function is read that way. */
function copyOfGo(parse: (text: string) => Tree, text: string): CodeCopy {
  const copy = copyOf(parse, text, COPYING);
  if (copy.firstError === undefined || !/\bnew\(/.test(text)) return copy;
  const again = copyOf(parse, text.replace(NEW, 'n_w'), COPYING);
  return again.firstError === undefined || again.firstError > copy.firstError ? again : copy;
}
