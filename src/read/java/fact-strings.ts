import type { StringFact } from '../../model/fact.ts';
import type { CodeNode } from '../code-tree.ts';
import { calleeOf, methodOf } from './access.ts';
import { chainOf } from './chains.ts';
import { word } from './context.ts';
import { base, type Speaker } from './facts.ts';
import { argumentsOf, bare, typeName, writtenName } from './names.ts';
import { summands } from './values.ts';

interface Use {
  readonly role: StringFact['role'];
  readonly into?: string | undefined;
}

/** Strings as written, in one piece or with holes. */
const TEXTS: ReadonlySet<string> = new Set(['string_literal', 'raw_string_literal', 'interpolated_string']);
const MAX_CLIMB = 32;
const COMPARES = /(?:^|\.)(?:equals|equalsIgnoreCase|compareTo|startsWith|endsWith|contains|matches)$/;

/** A string literal, or a string put together around one. */
export function sayString(speaker: Speaker, node: CodeNode): void {
  if (speaker.spoken.has(node)) return;
  const head = TEXTS.has(node.type) ? node : composed(speaker, node);
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

/** What to point at in `a + "b"` and `String.format("%s", a)`; their literals then are not strings of their own. */
function composed(speaker: Speaker, node: CodeNode): CodeNode | undefined {
  const { context } = speaker;
  if (node.type === 'method_invocation') {
    const callee = calleeOf(context, node);
    const args = argumentsOf(node);
    const format = callee.endsWith('.formatted')
      ? node.get('object')
      : /(?:^|\.)(?:String|MessageFormat)\.format$/.test(callee)
        ? args.find(each => each.type === 'string_literal')
        : undefined;
    if (format?.type !== 'string_literal') return undefined;
    speaker.spoken.add(format);
    return format;
  }
  if (node.operator !== '+') return undefined;
  const parts = summands(node).map(bare);
  if (!parts.some(part => TEXTS.has(part.type))) return undefined;
  for (const part of parts) if (TEXTS.has(part.type)) speaker.spoken.add(part);
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
    if (!parent || /(?:^block|_statement|^lambda_expression)$/.test(parent.type)) break;
    const use = useIn(speaker, parent, child);
    if (use) return use;
    child = parent;
  }
  return { role: 'value' };
}

function useIn(speaker: Speaker, parent: CodeNode, child: CodeNode): Use | undefined {
  const { context } = speaker;
  switch (parent.type) {
    case 'argument_list':
      return parent.parent && inCall(speaker, parent.parent);
    case 'annotation_argument_list': {
      const name = parent.parent?.get('name');
      return { role: 'argument', into: name && typeName(context, name) };
    }
    case 'element_value_pair':
    case 'named_argument': {
      const key = parent.get('key');
      return { role: 'argument', into: key && word(context, key) };
    }
    case 'method_invocation':
      return child.field === 'object' && COMPARES.test(methodOf(context, parent)) ? { role: 'compare' } : undefined;
    case 'switch_label':
      return { role: 'compare' };
    case 'binary_expression': {
      if (parent.operator !== '==' && parent.operator !== '!=') return undefined;
      const other = parent.children.find(side => side !== child);
      return { role: 'compare', into: other && writtenName(context, other) };
    }
    case 'variable_declarator':
    case 'formal_parameter':
    case 'enum_constant': {
      const name = parent.get('name');
      return { role: 'value', into: name && word(context, name) };
    }
    case 'assignment_expression': {
      const left = parent.get('left');
      return { role: 'value', into: left && writtenName(context, left) };
    }
    default:
      return undefined;
  }
}

function inCall(speaker: Speaker, call: CodeNode): Use {
  const { context } = speaker;
  if (call.type === 'object_creation_expression') {
    const type = call.get('type');
    return { role: 'argument', into: type && typeName(context, type) };
  }
  const name = call.get('name');
  if (call.type !== 'method_invocation') return { role: 'argument', into: name && word(context, name) };
  const callee = calleeOf(context, call);
  if (COMPARES.test(callee)) return { role: 'compare', into: callee.slice(0, callee.lastIndexOf('.')) };
  return { role: 'argument', into: name && chainOf(context, call) ? word(context, name) : callee };
}
