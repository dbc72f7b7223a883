/**
 * Parsing that survives errors: the parser may take a forgotten bracket for the start of a text that lasts to the end
 * of the file, so a file with an error is parsed again piece by piece, and only the broken piece suffers.
 */
import type { Tree } from 'web-tree-sitter';
import { copySyntax, statementsOf, type SyntaxNode } from './syntax.ts';

export interface Statements {
  readonly nodes: readonly SyntaxNode[];
  /** Offset of the first place that is no HCL. */
  readonly error: number | undefined;
}

/** What starts a piece: a block of a known kind, or an assignment, at the start of a line. */
const PIECE =
  /^(?:(?:resource|data|ephemeral|module|variable|output|locals|provider|terraform|moved|import|removed|check|include|dependency|dependencies|generate|remote_state)\b[^={\n]*\{|[A-Za-z_][\w-]*[ \t]*=(?!=))/gm;

export function parseStatements(text: string, parse: (text: string) => Tree): Statements {
  const whole = copySyntax(parse(text));
  if (whole.error === undefined) return { nodes: statementsOf(whole.root), error: undefined };
  const starts = [...text.matchAll(PIECE)].map(match => match.index);
  if (starts.length < 2) return { nodes: statementsOf(whole.root), error: whole.error };
  starts[0] = 0;
  let error: number | undefined;
  const nodes = starts.flatMap((start, i) => {
    const piece = copySyntax(parse(text.slice(start, starts[i + 1] ?? text.length)), start);
    error ??= piece.error;
    return statementsOf(piece.root);
  });
  return { nodes, error: error ?? whole.error };
}
