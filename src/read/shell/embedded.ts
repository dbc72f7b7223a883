/** Command lines that stand in other files: pipeline steps, package scripts, recipes. */
import type { Fact } from '../../model/fact.ts';
import type { Span } from '../../model/span.ts';
import { scriptFacts } from './script.ts';

/** Facts of the shell commands in a text; `span` says where `[start, end)` of it stands in the file. */
export function commandsIn(text: string, span: (start: number, end: number) => Span): Fact[] {
  return scriptFacts({ text, span }).facts;
}
