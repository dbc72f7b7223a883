/** C#: `.cs`, scripts (`.csx`), and the code of pages (`.razor`, `.cshtml`). */
import type { Tree } from 'web-tree-sitter';
import { LineIndex } from '../../base/lines.ts';
import type { Fact } from '../../model/fact.ts';
import type { Reader } from '../../model/source.ts';
import { grammar } from '../tree-sitter.ts';
import { createAccess } from './access.ts';
import type { Context } from './context.ts';
import { withoutToolLines } from './directives.ts';
import { factsOf } from './facts.ts';
import { createMade } from './made.ts';
import { prepareMarkup, type Prepared } from './markup.ts';
import { withoutDeepNesting } from './nesting.ts';
import { parseable } from './parseable.ts';
import { recordScopes } from './scopes.ts';
import { copyTree } from './syntax.ts';
import { createEvaluate } from './values.ts';

/** C# ends lines at a lone CR too, the grammar does not. */
const LONE_RETURN = /\r(?!\n)/g;
const MARKUP = /\.(?:razor|cshtml)$/i;

/** The reader for C#. */
export async function createReader(): Promise<Reader> {
  const parse = await grammar('tree-sitter-c_sharp');
  return source => {
    const lines = new LineIndex(source.text);
    const { text, dependencies } = withoutToolLines(source.text.replace(LONE_RETURN, '\n'), (start, end) =>
      lines.span(start, end),
    );
    const prepared = MARKUP.test(source.path) ? prepareMarkup(text) : plain(text);
    const { facts, firstError } = readCode(parse, prepared, lines);
    const line = firstError === undefined ? undefined : lines.at(prepared.original(firstError)).line;
    const message = 'not valid C# from here; the rest of the file was read';
    return {
      facts: [...dependencies, ...facts],
      diagnostics: line === undefined ? [] : [{ code: 'syntax-error', path: source.path, line, message }],
    };
  };
}

function plain(code: string): Prepared {
  return { code, original: offset => offset };
}

function readCode(
  parse: (text: string) => Tree,
  { code, original }: Prepared,
  lines: LineIndex,
): { facts: Fact[]; firstError: number | undefined } {
  const { text, cut } = withoutDeepNesting(code);
  const tree = parse(parseable(text));
  try {
    const { root, firstError } = copyTree(tree);
    const place: Context['place'] = (start, end) => lines.span(original(start), original(end));
    const context = { text: code, file: recordScopes(root, code), place } as Mutable<Context>;
    context.made = createMade(context);
    context.evaluate = createEvaluate(context);
    context.access = createAccess(context);
    return { facts: factsOf(context), firstError: firstError ?? cut };
  } finally {
    tree.delete();
  }
}

/** The parts know each other through the context, so it is filled one by one. */
type Mutable<T> = { -readonly [K in keyof T]: T[K] };
