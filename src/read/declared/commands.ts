/** Commands that make resources. */
import {
  textOf,
  type CommandFact,
  type Fact,
  type Named,
  type ObjectValue,
  type ResourceFact,
} from '../../model/fact.ts';
import type { Known } from './index.ts';
import { resourceOf } from './shape.ts';

export function resourcesOfCommands(facts: readonly Fact[], known: readonly Known[]): readonly ResourceFact[] {
  return facts.flatMap(fact => {
    if (fact.kind !== 'command') return [];
    const line = [fact.program, ...fact.words.map(word => textOf(word) ?? '*')].join(' ');
    for (const declaration of known) {
      const match = declaration.expression.exec(line);
      if (!match) continue;
      const { span, extent, scope } = fact;
      const given = givenTo(fact, declaration.flags ?? {});
      const resource = resourceOf({
        declaration,
        groups: { ...match.groups },
        given,
        span,
        extent,
        scope,
        local: undefined,
      });
      return resource ? [resource] : [];
    }
    return [];
  });
}

/** The flags as the properties they stand for: `--sku-name X` as `sku: { name: X }`. */
function givenTo(command: CommandFact, flags: Readonly<Record<string, readonly string[]>>): ObjectValue {
  let given: ObjectValue = { kind: 'object', entries: [], span: command.span };
  for (const [path, spellings] of Object.entries(flags)) {
    const flag = command.named.find(({ name }) => spellings.includes(name.toLowerCase()));
    if (flag) given = put(given, path.split('.'), flag);
  }
  return given;
}

function put(object: ObjectValue, [name, ...rest]: readonly string[], flag: Named): ObjectValue {
  if (name === undefined) return object;
  const old = object.entries.find(entry => entry.name === name);
  const inner: ObjectValue =
    old?.value.kind === 'object' ? old.value : { kind: 'object', entries: [], span: flag.value.span };
  const value = rest.length === 0 ? flag.value : put(inner, rest, flag);
  const entry: Named = { name, span: flag.span, value };
  return { ...object, entries: [...object.entries.filter(other => other !== old), entry] };
}
