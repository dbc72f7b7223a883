/** Kotlin source files and scripts. */
import { LineIndex } from '../../base/lines.ts';
import type { Fact } from '../../model/fact.ts';
import type { Reader } from '../../model/source.ts';
import { copyOf, type Copying } from '../code-tree.ts';
import { withoutDeepNesting } from '../csharp/nesting.ts';
import { contextOf } from '../java/prepare.ts';
import { factsOf } from '../java/facts.ts';
import { grammar } from '../tree-sitter.ts';
import { createReader as createTextReader } from '../text/index.ts';
import { parseable } from './parseable.ts';
import { javaShape } from './shape.ts';

const COPYING: Copying = {
  leftOut: /^(?:line_comment|block_comment|shebang)$/,
  whole: new Set(['character_literal']),
};

/** The reader for Kotlin: its trees are brought into the shapes of Java's, and read as those are. */
export async function createReader(): Promise<Reader> {
  const parse = await grammar('tree-sitter-kotlin');
  const scan = await createTextReader();
  return source => {
    const lines = new LineIndex(source.text);
    const { text, cut } = withoutDeepNesting(source.text);
    const { root, firstError } = copyOf(parse, parseable(text), COPYING);
    const context = contextOf(javaShape(root, text), text, lines, 'kotlin');
    const error = firstError ?? cut;
    const message = 'not valid Kotlin from here; the rest of the file was read';
    const parsed = factsOf(context);
    return {
      facts: error === undefined ? parsed : [...parsed, ...unsaid(scan(source).facts, parsed)],
      diagnostics:
        error === undefined ? [] : [{ code: 'syntax-error', path: source.path, line: lines.at(error).line, message }],
    };
  };
}

/**
 * An error makes this grammar lose far more than the place where it is, strings above all. What a scan of the tokens
 * finds where the parse says nothing is taken from there, and is marked as scanned.
 */
function unsaid(scanned: readonly Fact[], parsed: readonly Fact[]): readonly Fact[] {
  const placeOf = ({ kind, span }: Fact): string => `${kind} ${span.line}:${span.column}`;
  const said = new Set(parsed.map(placeOf));
  return scanned.filter(fact => !said.has(placeOf(fact)));
}
