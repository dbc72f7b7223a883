import type { StringFact } from '../../model/fact.ts';
import { calleeName } from './calls.ts';
import { word } from './context.ts';
import { keyName } from './dicts.ts';
import { base, type Speaker } from './facts.ts';
import { bare, type SyntaxNode } from './syntax.ts';
import { summands } from './values.ts';
import { below, knownNames } from './written.ts';

/** What a string is used for, and by whom. */
interface Use {
  readonly role: StringFact['role'];
  readonly into?: string | undefined;
}

const MAX_CLIMB = 32;
const STRINGS = new Set(['string', 'concatenated_string']);

/** A string literal, or a string put together around one. */
export function sayString(speaker: Speaker, node: SyntaxNode): void {
  if (speaker.spoken.has(node)) return;
  if (node.type === 'concatenated_string') for (const part of node.children) speaker.spoken.add(part);
  const head = STRINGS.has(node.type) ? node : composed(speaker, node);
  // A string that is a statement is a docstring or a note.
  if (!head || node.parent?.type === 'expression_statement') return;
  const value = speaker.context.evaluate(node);
  if (value.kind !== 'template' && (value.kind !== 'literal' || value.type !== 'string')) return;
  if (!/[^*]/.test(value.text)) return;
  const { role, into } = useOf(speaker, node);
  speaker.facts.push({
    kind: 'string',
    text: value.text,
    ...(value.kind === 'template' && { template: true }),
    role,
    ...(into && { into }),
    ...base(speaker, head, node),
  });
}

/** What to point at in `a + "b"`, `"%s" % a` and `"{}".format(a)`; its literals then are not strings of their own. */
function composed(speaker: Speaker, node: SyntaxNode): SyntaxNode | undefined {
  if (node.type === 'call') {
    const callee = node.get('function');
    const method = callee?.type === 'attribute' ? callee.get('attribute') : undefined;
    if (!method || word(speaker.context, method) !== 'format') return undefined;
    return taken(speaker, callee?.get('object'));
  }
  const operator = node.operators?.[0];
  if (operator === '%') return taken(speaker, node.get('left'));
  if (operator !== '+' || speaker.spoken.has(node)) return undefined;
  const parts = summands(node).map(bare);
  const own = parts.filter(part => STRINGS.has(part.type) || part.type === 'binary_operator');
  if (!parts.some(part => STRINGS.has(part.type))) return undefined;
  for (const part of own) {
    speaker.spoken.add(part);
    if (part.type === 'concatenated_string') for (const piece of part.children) speaker.spoken.add(piece);
  }
  // The sums inside this one are parts of it.
  for (let here = node.get('left'); here; here = bare(here).get('left')) {
    const inner = bare(here);
    if (inner.type !== 'binary_operator') break;
    speaker.spoken.add(inner);
  }
  return node;
}

function taken(speaker: Speaker, node: SyntaxNode | undefined): SyntaxNode | undefined {
  const here = node && bare(node);
  if (!here || !STRINGS.has(here.type)) return undefined;
  for (const part of [here, ...here.children]) if (part.type === 'string') speaker.spoken.add(part);
  speaker.spoken.add(here);
  return here;
}

function useOf(speaker: Speaker, node: SyntaxNode): Use {
  let child = node;
  for (let steps = 0; steps < MAX_CLIMB; steps++) {
    const { parent } = child;
    if (!parent) break;
    const use = useIn(speaker, parent, child);
    if (use) return use;
    child = parent;
  }
  return { role: 'value' };
}

/** The use a parent makes of its child; nothing when it only hands it on. */
function useIn(speaker: Speaker, parent: SyntaxNode, child: SyntaxNode): Use | undefined {
  const { context } = speaker;
  const named = (field: string): string | undefined => {
    const name = parent.get(field);
    return name && nameOf(speaker, name);
  };
  switch (parent.type) {
    case 'parenthesized_expression':
    case 'boolean_operator':
    case 'list':
    case 'tuple':
    case 'set':
    case 'expression_list':
    case 'list_splat':
    case 'await':
    case 'type':
    case 'type_parameter':
    case 'generic_type':
    case 'union_type':
    case 'case_pattern':
    case 'union_pattern':
    case 'list_pattern':
    case 'tuple_pattern':
    case 'dict_pattern':
    case 'as_pattern':
      return undefined;
    case 'conditional_expression':
      return parent.children[1] === child ? { role: 'value' } : undefined;
    case 'comparison_operator':
      return { role: 'compare', into: otherSide(speaker, parent, child) };
    case 'keyword_pattern':
      return { role: 'compare', into: parent.children[0] && word(context, parent.children[0]) };
    case 'case_clause':
      return { role: 'compare', into: subjectOf(speaker, parent) };
    case 'argument_list':
      return parent.parent?.type === 'call'
        ? { role: 'argument', into: calleeName(context, parent.parent) }
        : { role: 'argument' };
    case 'print_statement':
      return { role: 'argument', into: 'print' };
    case 'keyword_argument':
      return { role: 'argument', into: named('name') };
    case 'pair': {
      const key = parent.get('key');
      return { role: 'value', into: key && keyName(context, key) };
    }
    case 'assignment':
      return { role: child.field === 'type' ? 'type' : 'value', into: named('left') };
    case 'augmented_assignment':
      return { role: 'value', into: named('left') };
    case 'default_parameter':
    case 'typed_default_parameter':
    case 'named_expression':
      return { role: child.field === 'type' ? 'type' : 'value', into: named('name') };
    case 'typed_parameter':
      return { role: 'type', into: parent.children[0] && nameOf(speaker, parent.children[0]) };
    case 'function_definition':
      return { role: 'type' };
    case 'type_alias_statement':
      return { role: 'type', into: named('left') };
    case 'subscript':
      return subscriptUse(speaker, parent);
    default:
      return { role: 'value' };
  }
}

/** A key, or a type where the subscript is one: `Mode = Literal["a", "b"]`. */
function subscriptUse(speaker: Speaker, subscript: SyntaxNode): Use {
  const object = subscript.get('value');
  const name = object && knownNames(speaker.context, object).names[0];
  if (!name || !/^(?:typing|typing_extensions)\.|^Literal$/.test(name))
    return { role: 'key', into: object && nameOf(speaker, object) };
  const assignment = subscript.parent?.type === 'assignment' ? subscript.parent.get('left') : undefined;
  return { role: 'type', into: assignment && nameOf(speaker, assignment) };
}

function otherSide(speaker: Speaker, comparison: SyntaxNode, child: SyntaxNode): string | undefined {
  const other = comparison.children.find(side => side !== child && side.type !== 'string');
  return other && nameOf(speaker, other);
}

function subjectOf(speaker: Speaker, clause: SyntaxNode): string | undefined {
  const subject = clause.parent?.parent?.get('subject') ?? clause.parent?.get('subject');
  return subject && nameOf(speaker, subject);
}

/** The dotted name of an expression that has one. */
function nameOf(speaker: Speaker, node: SyntaxNode): string | undefined {
  const here = bare(node);
  if (here.type === 'identifier') return word(speaker.context, here);
  if (below(here)) return knownNames(speaker.context, here, 'dots').names[0];
  return undefined;
}
