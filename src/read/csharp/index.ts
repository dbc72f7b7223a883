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
import { firstBranches, parseable } from './parseable.ts';
import { recordScopes } from './scopes.ts';
import { copyTree, type SyntaxCopy } from './syntax.ts';
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
    const markup = MARKUP.test(source.path);
    const prepared = markup ? prepareMarkup(text) : plain(text);
    const { facts, firstError } = readCode(parse, prepared, lines);
    // Code of a page may go over into markup and back: that it is no plain C# is no mistake.
    const line = firstError === undefined || markup ? undefined : lines.at(prepared.original(firstError)).line;
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
  const { root, firstError } = copyOf(parse, parseable(text));
  const place: Context['place'] = (start, end) => lines.span(original(start), original(end));
  const context = { text: code, file: recordScopes(root, code), place } as Mutable<Context>;
  context.made = createMade(context);
  context.evaluate = createEvaluate(context);
  context.access = createAccess(context);
  return { facts: factsOf(context), firstError: firstError ?? cut };
}

/** The tree of the whole text, or, where that has errors and conditions are the reason, of its first branches. */
function copyOf(parse: (text: string) => Tree, text: string): SyntaxCopy {
  const whole = parsed(parse, text);
  const branches = whole.firstError === undefined ? undefined : firstBranches(text);
  if (branches === undefined) return whole;
  const rest = parsed(parse, branches);
  return rest.firstError === undefined ? rest : whole;
}

function parsed(parse: (text: string) => Tree, text: string): SyntaxCopy {
  const tree = parse(text);
  try {
    return copyTree(tree);
  } finally {
    tree.delete();
  }
}

/** The parts know each other through the context, so it is filled one by one. */
type Mutable<T> = { -readonly [K in keyof T]: T[K] };
