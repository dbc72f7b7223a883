/** Constructors and functions of a program that make resources. */
import type { CallFact, Fact, ObjectValue, ResourceFact, Value } from '../../model/fact.ts';
import type { Span } from '../../model/span.ts';
import type { Known } from './index.ts';
import { isHolder, nameOf, resourceOf } from './shape.ts';

export function resourcesOfCalls(facts: readonly Fact[], known: readonly Known[]): readonly ResourceFact[] {
  const namespaces: string[] = [];
  for (const fact of facts) {
    if (fact.kind === 'import' && fact.module === fact.name && !namespaces.includes(fact.module))
      namespaces.push(fact.module);
  }
  const open = namespaces.filter(module => known.some(({ expression }) => expression.test(`${module}.Probe`)));
  let kept: Map<string, string> | undefined;
  return facts.flatMap(fact => {
    if (fact.kind !== 'call' || fact.form === 'decorator') return [];
    const found = declarationOf(fact, known, open);
    if (!found) return [];
    kept ??= variables(facts);
    const resource = resourceOf({
      ...found,
      given: givenTo(fact),
      span: fact.span,
      extent: fact.extent,
      scope: fact.scope,
      local: kept.get(placeOf(fact.extent ?? fact.span)) ?? kept.get(placeOf(fact.span)) ?? firstText(fact),
    });
    return resource ? [resource] : [];
  });
}

/** By its full name, or by the namespaces the file opens where the name could not be followed to one. */
function declarationOf(
  { callee, resolved }: CallFact,
  known: readonly Known[],
  namespaces: readonly string[],
): { declaration: Known; groups: Record<string, string | undefined> } | undefined {
  const names = resolved ? [callee] : [callee, ...namespaces.map(module => `${module}.${callee}`)];
  for (const declaration of known) {
    for (const name of names) {
      const match = declaration.expression.exec(name);
      if (match) return { declaration, groups: { ...match.groups } };
    }
  }
  return undefined;
}

/** Its arguments: the object among them, else those given by name. */
function givenTo(call: CallFact): ObjectValue {
  const object = call.args.find(value => value.kind === 'object' || isHolder(value));
  const named = object?.kind === 'object' ? object.entries : object?.kind === 'call' ? object.named : call.named;
  const span = object?.span ?? call.span;
  return { kind: 'object', entries: named, span, ...(object?.via !== undefined && { via: object.via }) };
}

function firstText(call: CallFact): string | undefined {
  const text = call.args.find((value: Value) => value.kind === 'literal' || value.kind === 'template');
  return text && nameOf(text);
}

const placeOf = ({ line, column }: Span): string => `${line}:${column}`;

/** Where a variable's value starts: the variable. */
function variables(facts: readonly Fact[]): Map<string, string> {
  const names = new Map<string, string>();
  for (const fact of facts) {
    if (fact.kind !== 'definition' || fact.value?.kind !== 'call' || fact.value.via !== undefined) continue;
    const place = placeOf(fact.value.span);
    if (!names.has(place)) names.set(place, fact.name);
  }
  return names;
}
