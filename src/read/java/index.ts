/** Java source files. */
import { LineIndex } from '../../base/lines.ts';
import type { Reader } from '../../model/source.ts';
import { copyOf, type Copying } from '../code-tree.ts';
import { withoutDeepNesting } from '../csharp/nesting.ts';
import { grammar } from '../tree-sitter.ts';
import { factsOf } from './facts.ts';
import { contextOf } from './prepare.ts';

/** Java ends lines at a lone CR too, the grammar does not. */
const LONE_RETURN = /\r(?!\n)/g;
const COPYING: Copying = {
  leftOut: /^(?:line_comment|block_comment)$/,
  whole: new Set(['string_literal', 'character_literal']),
};

/** The reader for Java. */
export async function createReader(): Promise<Reader> {
  const parse = await grammar('tree-sitter-java');
  return source => {
    const lines = new LineIndex(source.text);
    const { text, cut } = withoutDeepNesting(source.text.replace(LONE_RETURN, '\n'));
    const { root, firstError } = copyOf(parse, text, COPYING);
    const context = contextOf(root, text, lines, 'java');
    const error = firstError ?? cut;
    const message = 'not valid Java from here; the rest of the file was read';
    return {
      facts: factsOf(context),
      diagnostics:
        error === undefined ? [] : [{ code: 'syntax-error', path: source.path, line: lines.at(error).line, message }],
    };
  };
}
