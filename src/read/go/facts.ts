/** One walk over the file that lets each kind of fact say what it finds. */
import type { Fact, FactBase } from '../../model/fact.ts';
import type { Span } from '../../model/span.ts';
import { preorder, type CodeNode } from '../code-tree.ts';
import { spanOf, word, type Context } from './context.ts';
import { sayCall, sayStruct } from './fact-calls.ts';
import { sayDefinitions } from './fact-definitions.ts';
import { sayEntries, sayItem, sayPair } from './fact-entries.ts';
import { sayString } from './fact-strings.ts';
import { isResolved, writtenName } from './names.ts';

/** What the parts that say facts share. */
export interface Speaker {
  readonly context: Context;
  readonly facts: Fact[];
  /** Nodes already given as part of another fact: keys, variable names, pieces of a longer string. */
  readonly spoken: Set<CodeNode>;
}

/** Every fact of the file, in document order of the constructs. */
export function factsOf(context: Context): Fact[] {
  const speaker: Speaker = { context, facts: [], spoken: new Set() };
  for (const node of preorder(context.root)) say(speaker, node);
  return speaker.facts;
}

/** What all facts have: the head to point at, the whole construct, the enclosing name. */
export function base(speaker: Speaker, head: CodeNode | Span, whole: CodeNode): FactBase {
  const scope = whole.scope?.qualified;
  return {
    span: 'line' in head ? head : spanOf(speaker.context, head),
    ...(whole !== head && { extent: spanOf(speaker.context, whole) }),
    ...(scope !== undefined && { scope }),
  };
}

function say(speaker: Speaker, node: CodeNode): void {
  switch (node.type) {
    case 'import_spec':
      return sayImport(speaker, node);
    case 'composite_literal':
      sayStruct(speaker, node);
      return sayEntries(speaker, node);
    case 'call_expression':
      sayRead(speaker, node);
      sayPair(speaker, node);
      sayCall(speaker, node);
      return sayString(speaker, node);
    case 'assignment_statement':
      sayItem(speaker, node);
      return sayDefinitions(speaker, node);
    case 'selector_expression':
    case 'index_expression':
      return sayMember(speaker, node);
    case 'interpreted_string_literal':
    case 'raw_string_literal':
    case 'binary_expression':
      return sayString(speaker, node);
    default:
      return sayDefinitions(speaker, node);
  }
}

function sayRead(speaker: Speaker, node: CodeNode): void {
  const access = speaker.context.access(node);
  if (!access) return;
  speaker.spoken.add(access.key);
  speaker.facts.push({
    kind: 'envRead',
    name: access.name,
    access: access.access,
    ...(access.default && { default: speaker.context.evaluate(access.default) }),
    ...base(speaker, access.key, node),
  });
}

/** `import "a/b"`, `import x "a/b"`. */
function sayImport(speaker: Speaker, node: CodeNode): void {
  const { context } = speaker;
  const target = node.get('path');
  if (!target) return;
  speaker.spoken.add(target);
  const path = word(context, target).slice(1, -1);
  const name = node.get('name');
  const local = name ? word(context, name) : [...context.imports].find(([, to]) => to === path)?.[0];
  speaker.facts.push({
    kind: 'import',
    module: path,
    name: path,
    ...(local !== undefined && { local }),
    ...base(speaker, target, node),
  });
}

/** A field or item read: the longest dotted name, unless it is called or given a value. */
function sayMember(speaker: Speaker, node: CodeNode): void {
  const { parent, field } = node;
  if (parent && field === 'operand' && /^(?:selector|index)_expression$/.test(parent.type)) return;
  if (parent?.type === 'call_expression' && field === 'function') return;
  if (parent?.type === 'expression_list' && parent.field === 'left' && parent.parent?.operator === '=') return;
  const path = writtenName(speaker.context, node);
  const name = /\["([^"]*)"\]$/.exec(path)?.[1] ?? /(\w+)(?:\[[^\]]*\])*$/.exec(path)?.[1];
  if (name === undefined) return;
  noteKey(speaker, node);
  speaker.facts.push({
    kind: 'member',
    name,
    path,
    resolved: isResolved(speaker.context, node),
    ...base(speaker, node, node),
  });
}

/** A key that is part of the name is not told as a string of its own. */
function noteKey(speaker: Speaker, node: CodeNode): void {
  const index = node.get('index');
  if (index) speaker.spoken.add(index);
}
