/** Bicep (`.bicep`) and its parameter files (`.bicepparam`) to facts. */
import { LineIndex } from '../../base/lines.ts';
import type { ElementFact } from '../../model/fact.ts';
import type { Reader, ReadResult, Source } from '../../model/source.ts';
import { FactReader } from './facts.ts';
import { parseBicep } from './parser.ts';
import { programOf } from './program.ts';
import { Scope } from './scope.ts';
import { isResource } from './syntax.ts';
import { Values } from './values.ts';
import { tokenize } from './tokens.ts';
import { append } from '../append.ts';
import { mayHoldPolicies, policyElements } from '../xml/embedded.ts';

export function createReader(): Reader {
  return readBicep;
}

function readBicep(source: Source): ReadResult {
  const lines = new LineIndex(source.text);
  const { declarations, problems } = parseBicep(source.text);
  const scope = new Scope(declarations);
  const values = new Values(source.text, scope, (start, end) => lines.span(start, end));
  const reader = new FactReader(values, /\.bicepparam$/i.test(source.path) ? 'bicepparam' : 'bicep');
  for (const declaration of declarations) if (!isResource(declaration)) reader.declared(declaration);
  for (const declared of scope.resources) reader.resource(declared);
  if (mayHoldPolicies(source.text)) append(reader.facts, policiesIn(source.text, lines));
  // What follows a first error is often only its echo.
  const diagnostics = problems.slice(0, 1).map(({ offset, message }) => {
    return { code: 'syntax-error', path: source.path, line: lines.at(offset).line, message };
  });
  const format = /\.bicepparam$/i.test(source.path) ? 'bicepparam' : 'bicep';
  const place = (node: { readonly start: number; readonly end: number }) => lines.span(node.start, node.end);
  const program = programOf(declarations, scope, format, source.text, place, declared => reader.parentOf(declared));
  return { facts: reader.facts, diagnostics, program };
}

/** Gateway policies written out in verbatim strings, where they stand. */
function policiesIn(text: string, lines: LineIndex): ElementFact[] {
  return tokenize(text)
    .tokens.filter(token => token.kind === 'string' && text.startsWith("'''", token.start))
    .flatMap(({ start, end }) => policyElements(text, start + 3, end - 3, (from, to) => lines.span(from, to)));
}
