/** One walk over the file that lets each kind of fact say what it finds. */
import type { Fact, FactBase } from '../../model/fact.ts';
import type { Span } from '../../model/span.ts';
import { spanOf, type Context } from './context.ts';
import { sayAttribute, sayBaseCall, sayCall, sayCreation, sayInitialiserCall } from './fact-calls.ts';
import {
  sayAssignment,
  sayEnumMember,
  sayLambda,
  sayMethod,
  sayParameter,
  sayProperty,
  sayType,
  sayVariable,
} from './fact-definitions.ts';
import { sayInitialiser, sayItemAssignment } from './fact-entries.ts';
import { sayAccess } from './fact-access.ts';
import { sayUsing } from './fact-usings.ts';
import { sayMember } from './fact-members.ts';
import { sayString } from './fact-strings.ts';
import { preorder, type SyntaxNode } from './syntax.ts';

/** What the parts that say facts share. */
export interface Speaker {
  readonly context: Context;
  readonly facts: Fact[];
  /** Nodes already given as part of another fact: keys, variable names, pieces of a longer string. */
  readonly spoken: Set<SyntaxNode>;
}

/** Every fact of the file, in document order of the constructs. */
export function factsOf(context: Context): Fact[] {
  const speaker: Speaker = { context, facts: [], spoken: new Set() };
  for (const node of preorder(context.file.scope.node)) say(speaker, node);
  return speaker.facts;
}

/** What all facts have: the head to point at, the whole construct, the enclosing name. */
export function base(speaker: Speaker, head: SyntaxNode | Span, whole: SyntaxNode): FactBase {
  const scope = whole.scope?.qualified;
  return {
    span: 'line' in head ? head : spanOf(speaker.context, head),
    ...(whole !== head && { extent: spanOf(speaker.context, whole) }),
    ...(scope !== undefined && { scope }),
  };
}

function say(speaker: Speaker, node: SyntaxNode): void {
  switch (node.type) {
    case 'using_directive':
      return sayUsing(speaker, node);
    case 'class_declaration':
    case 'struct_declaration':
    case 'record_declaration':
    case 'interface_declaration':
    case 'enum_declaration':
      return sayType(speaker, node);
    case 'constructor_initializer':
      return sayInitialiserCall(speaker, node);
    case 'base_list':
      return sayBaseCall(speaker, node);
    case 'method_declaration':
    case 'local_function_statement':
      return sayMethod(speaker, node);
    case 'lambda_expression':
    case 'anonymous_method_expression':
      return sayLambda(speaker, node);
    case 'variable_declarator':
      return sayVariable(speaker, node);
    case 'property_declaration':
      return sayProperty(speaker, node);
    case 'parameter':
      return sayParameter(speaker, node);
    case 'enum_member_declaration':
      return sayEnumMember(speaker, node);
    case 'attribute':
      return sayAttribute(speaker, node);
    case 'assignment_expression':
      sayItemAssignment(speaker, node);
      return sayAssignment(speaker, node);
    case 'initializer_expression':
    case 'anonymous_object_creation_expression':
    case 'with_expression':
      return sayInitialiser(speaker, node);
    case 'object_creation_expression':
    case 'implicit_object_creation_expression':
      return sayCreation(speaker, node);
    case 'invocation_expression':
      sayAccess(speaker, node);
      sayCall(speaker, node);
      return sayString(speaker, node);
    case 'element_access_expression':
    case 'conditional_access_expression':
      if (sayAccess(speaker, node)) return;
      return sayMember(speaker, node);
    case 'member_access_expression':
      return sayMember(speaker, node);
    case 'string_literal':
    case 'verbatim_string_literal':
    case 'raw_string_literal':
    case 'interpolated_string_expression':
    case 'binary_expression':
      return sayString(speaker, node);
    default:
  }
}
