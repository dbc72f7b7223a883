/**
 * Resources that something else than a resource block declares: a constructor in a program, a command, a mapping in a
 * settings file, a document for a cluster. Which does so is data (`rules/vocabulary/declarations*.yaml`).
 */
import type { Declaration } from '../../model/declaration.ts';
import type { Fact, ResourceFact } from '../../model/fact.ts';
import { resourcesOfCalls } from './calls.ts';
import { resourcesOfCommands } from './commands.ts';
import { resourcesOfSettings } from './settings.ts';

/** A declaration with its expression compiled. */
export interface Known extends Declaration {
  readonly expression: RegExp;
}

/** Gives the resources that the facts of one file declare, beside those the reader saw. */
export function createDeclared(
  declarations: readonly Declaration[],
): (facts: readonly Fact[]) => readonly ResourceFact[] {
  const known = declarations.map((declaration): Known => ({
    ...declaration,
    expression: new RegExp(declaration.match, 'i'),
  }));
  const of = (...kinds: Declaration['from'][]): readonly Known[] => known.filter(({ from }) => kinds.includes(from));
  const [calls, commands, settings] = [of('call'), of('command'), of('mapping', 'document')];
  return facts => {
    const kinds = new Set(facts.map(fact => fact.kind));
    return [
      ...(kinds.has('call') ? resourcesOfCalls(facts, calls) : []),
      ...(kinds.has('command') ? resourcesOfCommands(facts, commands) : []),
      ...(kinds.has('setting') ? resourcesOfSettings(facts, settings) : []),
    ];
  };
}
