/** Mappings and documents of settings files that make resources. */
import {
  textOf,
  type Fact,
  type Named,
  type ObjectValue,
  type ResourceFact,
  type SettingFact,
  type Value,
} from '../../model/fact.ts';
import type { Span } from '../../model/span.ts';
import { through } from '../settings.ts';
import type { Known } from './index.ts';
import { resourceOf } from './shape.ts';

/** Keys deeper than this declare nothing. */
const MAX_DEPTH = 64;

/** A key with what stands below it. */
interface Node {
  readonly fact: SettingFact;
  readonly name: string;
  readonly children: Node[];
}

export function resourcesOfSettings(facts: readonly Fact[], known: readonly Known[]): readonly ResourceFact[] {
  const settings = facts.filter(
    (fact): fact is SettingFact => fact.kind === 'setting' && fact.path.length <= MAX_DEPTH,
  );
  const mappings = known.filter(({ from }) => from === 'mapping');
  const documents = known.filter(({ from }) => from === 'document');
  // Trees are only built where something in the file could match.
  const wanted =
    settings.some(fact => mappings.some(({ expression }) => expression.test(fact.path.join('.')))) ||
    settings.some(
      fact => isVersion(fact) && documents.some(({ expression }) => expression.test(textOf(fact.value) ?? '')),
    );
  if (!wanted) return [];
  return documentsOf(settings).flatMap(roots => [
    ...ofDocument(roots, documents),
    ...roots.flatMap(root => ofMappings(root, mappings)),
  ]);
}

const isVersion = ({ path }: SettingFact): boolean => path.length === 1 && path[0] === 'apiVersion';

/** The trees of a file. A key at the top that is there already begins the next document. */
function documentsOf(settings: readonly SettingFact[]): readonly (readonly Node[])[] {
  const documents: Node[][] = [[]];
  let open: Node[] = [];
  for (const fact of settings) {
    const name = fact.path.at(-1);
    if (name === undefined) continue;
    const node: Node = { fact, name, children: [] };
    while (open.length > 0 && !isBelow(fact, open.at(-1)?.fact)) open.pop();
    const parent = open.at(-1);
    if (parent) parent.children.push(node);
    else {
      const roots = documents.at(-1) as Node[];
      if (fact.path.length === 1 && roots.some(root => root.name === name)) documents.push([node]);
      else roots.push(node);
    }
    open = [...open, node];
  }
  return documents;
}

function isBelow(fact: SettingFact, above: SettingFact | undefined): boolean {
  return (
    above !== undefined && above.path.length < fact.path.length && above.path.every((step, i) => fact.path[i] === step)
  );
}

function ofDocument(roots: readonly Node[], known: readonly Known[]): readonly ResourceFact[] {
  const [first] = roots;
  const last = roots.at(-1);
  const version = textOf(roots.find(root => isVersion(root.fact))?.fact.value);
  const kind = roots.find(root => root.name === 'kind');
  if (!first || !last || version === undefined || !kind) return [];
  for (const declaration of known) {
    const match = declaration.expression.exec(version);
    if (!match) continue;
    const extent = through(first.fact.span, endOf(last));
    const given: ObjectValue = { kind: 'object', entries: roots.map(named), span: extent };
    const { span } = kind.fact;
    const resource = resourceOf({
      declaration,
      groups: { ...match.groups },
      given,
      span,
      extent,
      scope: undefined,
      local: undefined,
    });
    return resource ? [{ ...resource, apiVersion: version }] : [];
  }
  return [];
}

function ofMappings(root: Node, known: readonly Known[]): readonly ResourceFact[] {
  const found: ResourceFact[] = [];
  const open = [root];
  for (let node = open.pop(); node; node = open.pop()) {
    const resource = ofMapping(node, known);
    if (resource) found.push(resource);
    for (let i = node.children.length - 1; i >= 0; i--) open.push(node.children[i] as Node);
  }
  return found;
}

function ofMapping(node: Node, known: readonly Known[]): ResourceFact | undefined {
  if (node.children.length === 0) return undefined;
  const path = node.fact.path.join('.');
  for (const declaration of known) {
    const match = declaration.expression.exec(path);
    if (!match) continue;
    const { span, scope } = node.fact;
    const given = valueOf(node);
    if (given.kind !== 'object') continue;
    const resource = resourceOf({
      declaration,
      groups: { ...match.groups },
      given,
      span,
      extent: through(span, endOf(node)),
      scope,
      local: node.name,
    });
    if (resource) return resource;
  }
  return undefined;
}

function valueOf(node: Node): Value {
  if (node.children.length === 0) return node.fact.value;
  return { kind: 'object', entries: node.children.map(named), span: node.fact.value.span };
}

function named(node: Node): Named {
  return { name: node.name, span: node.fact.span, value: valueOf(node) };
}

function endOf(node: Node): Span {
  const last = node.children.at(-1);
  return last ? endOf(last) : (node.fact.extent ?? node.fact.value.span);
}
