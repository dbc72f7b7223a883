import type { StringFact } from '../../model/fact.ts';
import type { CodeNode } from '../code-tree.ts';
import { word } from './context.ts';
import { base, type Speaker } from './facts.ts';
import { argumentsOf, bare, calleeOf, plainName, typeName } from './names.ts';
import { summands } from './values.ts';

interface Use {
  readonly role: StringFact['role'];
  readonly into?: string | undefined;
}

const MAX_CLIMB = 32;
const LITERAL = /^(?:interpreted|raw)_string_literal$/;
const COMPARES = /(?:^|\/)(?:strings|bytes)\.(?:Contains\w*|HasPrefix|HasSuffix|EqualFold|Index|Compare)$/;

/** A string literal, or a string put together around one. */
export function sayString(speaker: Speaker, node: CodeNode): void {
  if (speaker.spoken.has(node)) return;
  const head = LITERAL.test(node.type) ? node : composed(speaker, node);
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

/** What to point at in `a + "b"` and `fmt.Sprintf("%s", a)`; their literals then are not strings of their own. */
function composed(speaker: Speaker, node: CodeNode): CodeNode | undefined {
  const { context } = speaker;
  if (node.type === 'call_expression') {
    const [format] = argumentsOf(node);
    if (calleeOf(context, node) !== 'fmt.Sprintf' || !format || !LITERAL.test(format.type)) return undefined;
    speaker.spoken.add(format);
    return format;
  }
  if (node.operator !== '+') return undefined;
  const parts = summands(node).map(bare);
  if (!parts.some(part => LITERAL.test(part.type))) return undefined;
  for (const part of parts) if (LITERAL.test(part.type)) speaker.spoken.add(part);
  for (let here = node.get('left'); here; here = bare(here).get('left')) {
    const inner = bare(here);
    if (inner.type !== 'binary_expression') break;
    speaker.spoken.add(inner);
  }
  return node;
}

function useOf(speaker: Speaker, node: CodeNode): Use {
  let child = node;
  for (let steps = 0; steps < MAX_CLIMB; steps++) {
    const { parent } = child;
    if (!parent || /(?:^block|_statement|^func_literal)$/.test(parent.type)) {
      return parent?.type === 'assignment_statement' ? into(speaker, parent.get('left')) : { role: 'value' };
    }
    const use = useIn(speaker, parent, child);
    if (use) return use;
    child = parent;
  }
  return { role: 'value' };
}

function into(speaker: Speaker, left: CodeNode | undefined): Use {
  const first = left?.children[0] ?? left;
  return { role: 'value', into: first && plainName(speaker.context, first) };
}

function useIn(speaker: Speaker, parent: CodeNode, child: CodeNode): Use | undefined {
  const { context } = speaker;
  switch (parent.type) {
    case 'argument_list': {
      const callee = parent.parent ? calleeOf(context, parent.parent) : '';
      return { role: COMPARES.test(callee) ? 'compare' : 'argument', into: callee };
    }
    case 'index_expression':
      return child.field === 'index' ? { role: 'key' } : undefined;
    case 'expression_list':
      return parent.parent?.type === 'expression_case' ? { role: 'compare' } : undefined;
    case 'binary_expression': {
      if (parent.operator !== '==' && parent.operator !== '!=') return undefined;
      const other = parent.children.find(side => side !== child);
      return { role: 'compare', into: other && plainName(context, other) };
    }
    case 'const_spec':
    case 'var_spec': {
      const name = parent.get('name');
      return { role: 'value', into: name && word(context, name) };
    }
    case 'short_var_declaration':
      return into(speaker, parent.get('left'));
    case 'keyed_element': {
      const [key] = parent.children;
      return key && key !== child ? { role: 'argument', into: plainName(context, key) } : undefined;
    }
    case 'composite_literal': {
      const type = parent.get('type');
      return type && /^(?:type_identifier|qualified_type)$/.test(type.type)
        ? { role: 'argument', into: typeName(context, type) }
        : undefined;
    }
    default:
      return undefined;
  }
}
