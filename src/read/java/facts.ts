/** One walk over the file that lets each kind of fact say what it finds. */
import type { Fact, FactBase } from '../../model/fact.ts';
import type { Span } from '../../model/span.ts';
import { preorder, type CodeNode } from '../code-tree.ts';
import { spanOf, word, type Context } from './context.ts';
import { sayAnnotation } from './fact-annotations.ts';
import { sayBuilder, sayCall, sayConstruction, saySuper } from './fact-calls.ts';
import { sayAssignment, sayNamed, sayType, sayVariable } from './fact-definitions.ts';
import { sayMapEntries, sayPair, sayPutByIndex } from './fact-entries.ts';
import { sayString } from './fact-strings.ts';
import { writtenName } from './names.ts';

/** What the parts that say facts share. */
export interface Speaker {
  readonly context: Context;
  readonly facts: Fact[];
  /** Nodes already given as part of another fact: keys, variable names, pieces of a longer string. */
  readonly spoken: Set<CodeNode>;
  /** Calls that are links of a builder chain. */
  readonly linked: Set<CodeNode>;
}

/** Every fact of the file, in document order of the constructs. */
export function factsOf(context: Context): Fact[] {
  const speaker: Speaker = { context, facts: [], spoken: new Set(), linked: new Set() };
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
    case 'import_declaration':
      return sayImport(speaker, node);
    case 'class_declaration':
    case 'record_declaration':
    case 'interface_declaration':
    case 'enum_declaration':
    case 'annotation_type_declaration':
      return sayType(speaker, node);
    case 'method_declaration':
      return sayNamed(speaker, node, 'function');
    case 'formal_parameter':
      return sayNamed(speaker, node, 'parameter');
    case 'enum_constant':
      return sayNamed(speaker, node, 'enumMember');
    case 'variable_declarator':
    case 'resource':
      return sayVariable(speaker, node);
    case 'assignment_expression':
      sayPutByIndex(speaker, node);
      return sayAssignment(speaker, node);
    case 'annotation':
    case 'marker_annotation':
      return sayAnnotation(speaker, node);
    case 'object_creation_expression':
      return sayConstruction(speaker, node);
    case 'explicit_constructor_invocation':
      return saySuper(speaker, node);
    case 'method_invocation':
      return sayInvocation(speaker, node);
    case 'field_access':
      return sayMember(speaker, node);
    case 'string_literal':
    case 'raw_string_literal':
    case 'interpolated_string':
    case 'binary_expression':
      return sayString(speaker, node);
    case 'array_access':
      return sayRead(speaker, node);
    default:
  }
}

function sayInvocation(speaker: Speaker, node: CodeNode): void {
  sayRead(speaker, node);
  sayMapEntries(speaker, node);
  sayPair(speaker, node);
  if (!sayBuilder(speaker, node)) sayCall(speaker, node);
  sayString(speaker, node);
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

/** `import a.b.C;`, `import static a.b.C.d;`, `import a.b.*;` */
function sayImport(speaker: Speaker, node: CodeNode): void {
  const target = node.firstOf('scoped_identifier', 'identifier');
  if (!target) return;
  const name = word(speaker.context, target).replace(/\s+/g, '');
  const dot = name.lastIndexOf('.');
  const everything = node.firstOf('asterisk') !== undefined;
  const alias = node.get('alias');
  speaker.facts.push({
    kind: 'import',
    module: everything || dot < 0 ? name : name.slice(0, dot),
    name,
    ...(!everything && { local: alias ? word(speaker.context, alias) : name.slice(dot + 1) }),
    ...base(speaker, target, node),
  });
}

/** A field read: the longest dotted name, unless it is called or given a value. */
function sayMember(speaker: Speaker, node: CodeNode): void {
  const { parent } = node;
  if (parent?.type === 'field_access' && node.field === 'object') return;
  if (parent?.type === 'assignment_expression' && node.field === 'left') return;
  const field = node.get('field');
  const path = writtenName(speaker.context, node);
  if (!field || path === '') return;
  const resolved = /^[a-z]\w*(?:\.\w+)*\.[A-Z]\w*\./.test(path);
  speaker.facts.push({
    kind: 'member',
    name: word(speaker.context, field),
    path,
    resolved,
    ...base(speaker, node, node),
  });
}
