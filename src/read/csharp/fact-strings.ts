import type { StringFact } from '../../model/fact.ts';
import { word } from './context.ts';
import { base, type Speaker } from './facts.ts';
import { initialEntries, keyText } from './initialisers.ts';
import { indexKey, methodName, typeName, writtenName } from './names.ts';
import { bare, type SyntaxNode } from './syntax.ts';
import { summands } from './values.ts';

/** What a string is used for, and by whom. */
interface Use {
  readonly role: StringFact['role'];
  readonly into?: string | undefined;
}

const MAX_CLIMB = 32;
/** Larger anonymous objects are data. */
const MAX_MEMBERS = 400;
const STRINGS = new Set([
  'string_literal',
  'verbatim_string_literal',
  'raw_string_literal',
  'interpolated_string_expression',
]);

/** A string literal, or a string put together around one. */
export function sayString(speaker: Speaker, node: SyntaxNode): void {
  if (speaker.spoken.has(node)) return;
  const head = STRINGS.has(node.type) ? node : composed(speaker, node);
  if (!head) return;
  const value = speaker.context.evaluate(node);
  if (value.kind !== 'template' && (value.kind !== 'literal' || value.type !== 'string')) return;
  if (!/[^*]/.test(value.text)) return;
  const { role, into } = useOf(speaker, node);
  speaker.facts.push({
    kind: 'string',
    text: value.text,
    ...(value.kind === 'template' && { template: true }),
    role,
    ...(into !== undefined && into !== '' && { into }),
    ...base(speaker, head, node),
  });
}

/** What to point at in `a + "b"` and `string.Format("{0}", a)`; their literals then are not strings of their own. */
function composed(speaker: Speaker, node: SyntaxNode): SyntaxNode | undefined {
  const { context } = speaker;
  if (node.type === 'invocation_expression') {
    const callee = node.get('function');
    if (!callee || !/^(?:System\.)?[Ss]tring\.Format$/.test(writtenName(context, callee))) return undefined;
    const format = node.get('arguments')?.children[0]?.children.at(-1);
    if (!format || !STRINGS.has(format.type)) return undefined;
    speaker.spoken.add(format);
    return format;
  }
  if (node.operator !== '+') return undefined;
  const parts = summands(node).map(bare);
  if (!parts.some(part => STRINGS.has(part.type))) return undefined;
  for (const part of parts) if (STRINGS.has(part.type)) speaker.spoken.add(part);
  // The sums inside this one are parts of it.
  for (let here = node.get('left'); here; here = bare(here).get('left')) {
    const inner = bare(here);
    if (inner.type !== 'binary_expression') break;
    speaker.spoken.add(inner);
  }
  return node;
}

function useOf(speaker: Speaker, node: SyntaxNode): Use {
  let child = node;
  for (let steps = 0; steps < MAX_CLIMB; steps++) {
    const { parent } = child;
    if (!parent || STOPS.test(parent.type)) break;
    const use = useIn(speaker, parent, child);
    if (use) return use;
    child = parent;
  }
  return { role: 'value' };
}
const STOPS = /(?:^block|_statement|^lambda_expression|^interpolation)$/;

/** The use a parent makes of its child; nothing when it only hands it on. */
function useIn(speaker: Speaker, parent: SyntaxNode, child: SyntaxNode): Use | undefined {
  const { context } = speaker;
  switch (parent.type) {
    case 'argument':
      return inCall(speaker, parent, parent.get('name'));
    case 'attribute_argument': {
      const name = parent.get('name');
      const attribute = parent.parent?.parent?.get('name');
      return { role: 'argument', into: name ? word(context, name) : attribute && typeName(context, attribute) };
    }
    case 'constant_pattern':
      return { role: 'compare' };
    case 'binary_expression':
      if (parent.operator === '==' || parent.operator === '!=') {
        const other = parent.children.find(side => side !== child);
        return { role: 'compare', into: other && writtenName(context, other) };
      }
      return undefined;
    case 'variable_declarator':
    case 'property_declaration':
    case 'parameter':
    case 'enum_member_declaration':
    case 'method_declaration':
    case 'local_function_statement': {
      const name = parent.get('name');
      return { role: 'value', into: name && word(context, name) };
    }
    case 'anonymous_object_creation_expression':
    case 'with_initializer': {
      if (parent.children.length > MAX_MEMBERS) return undefined;
      const entry = initialEntries(context, parent).find(({ value }) => value === child);
      return entry && { role: 'value', into: entry.name };
    }
    case 'assignment_expression':
      return { role: 'value', into: targetName(speaker, parent.get('left')) };
    case 'initializer_expression': {
      const key = parent.children[0];
      const keyed = parent.parent?.type === 'initializer_expression' && key && key !== child;
      return keyed ? { role: 'value', into: keyText(context, key) } : undefined;
    }
    default:
      return undefined;
  }
}

function inCall(speaker: Speaker, argument: SyntaxNode, name: SyntaxNode | undefined): Use | undefined {
  const { context } = speaker;
  const list = argument.parent;
  if (list?.type === 'bracketed_argument_list' || list?.type === 'element_binding_expression') return { role: 'key' };
  if (list?.type === 'tuple_expression') return undefined;
  const call = list?.parent;
  if (call?.type.endsWith('object_creation_expression')) {
    return { role: 'argument', into: name ? word(context, name) : (context.made(call)?.by ?? '') };
  }
  const callee = call?.get('function');
  if (!call || !callee) return { role: 'argument', into: name && word(context, name) };
  const role = /^(?:Equals|IsNullOr\w+|CompareTo|Compare)$/.test(methodName(context, call)) ? 'compare' : 'argument';
  return { role, into: name ? word(context, name) : writtenName(context, callee) };
}

function targetName(speaker: Speaker, left: SyntaxNode | undefined): string | undefined {
  if (!left) return undefined;
  const key = left.type.startsWith('element_') ? indexKey(left) : undefined;
  return key ? keyText(speaker.context, key) : writtenName(speaker.context, left);
}
