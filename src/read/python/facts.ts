/** One walk over the module that lets each kind of fact say what it finds. */
import type { Fact, FactBase } from '../../model/fact.ts';
import { spanOf, type Context } from './context.ts';
import { sayCall, sayDecorator } from './fact-calls.ts';
import {
  sayAssignment,
  sayClass,
  sayFunction,
  sayParameter,
  saySetattr,
  sayTarget,
  sayTypeAlias,
  sayWalrus,
} from './fact-definitions.ts';
import { sayDictArguments, sayItemAssignment, sayPair } from './fact-entries.ts';
import { sayAccesses, saySettings } from './fact-environment.ts';
import { sayImports } from './fact-imports.ts';
import { sayChain, sayPattern } from './fact-members.ts';
import { sayString } from './fact-strings.ts';
import { preorder, type SyntaxNode } from './syntax.ts';

/** What the parts that say facts share. */
export interface Speaker {
  readonly context: Context;
  readonly facts: Fact[];
  /** Nodes already given as part of another fact: keys, variable names, pieces of a longer string. */
  readonly spoken: Set<SyntaxNode>;
}

/** Every fact of the module, in document order of the constructs. */
export function factsOf(context: Context): Fact[] {
  const speaker: Speaker = { context, facts: [], spoken: new Set() };
  for (const node of preorder(context.module.scope.node)) say(speaker, node);
  return speaker.facts;
}

/** What all facts have: the head to point at, the whole construct, the enclosing name. */
export function base(speaker: Speaker, head: SyntaxNode, whole?: SyntaxNode): FactBase {
  const scope = head.scope?.qualified;
  return {
    span: spanOf(speaker.context, head),
    ...(whole && whole !== head && { extent: spanOf(speaker.context, whole) }),
    ...(scope !== undefined && { scope }),
  };
}

function say(speaker: Speaker, node: SyntaxNode): void {
  switch (node.type) {
    case 'import_statement':
    case 'import_from_statement':
    case 'future_import_statement':
      return sayImports(speaker, node);
    case 'class_definition':
      sayClass(speaker, node);
      return saySettings(speaker, node);
    case 'function_definition':
      return sayFunction(speaker, node);
    case 'default_parameter':
    case 'typed_default_parameter':
      return sayParameter(speaker, node);
    case 'assignment':
      sayItemAssignment(speaker, node);
      return sayAssignment(speaker, node);
    case 'named_expression':
      return sayWalrus(speaker, node);
    case 'as_pattern':
      return sayTarget(speaker, node);
    case 'type_alias_statement':
      return sayTypeAlias(speaker, node);
    case 'decorator':
      return sayDecorator(speaker, node);
    case 'call':
      sayAccesses(speaker, node);
      sayCall(speaker, node);
      sayDictArguments(speaker, node);
      saySetattr(speaker, node);
      sayChain(speaker, node);
      return sayString(speaker, node);
    case 'subscript':
    case 'attribute':
      if (sayAccesses(speaker, node)) return;
      return sayChain(speaker, node);
    case 'comparison_operator':
      sayAccesses(speaker, node);
      return;
    case 'dotted_name':
      return sayPattern(speaker, node);
    case 'pair':
      return sayPair(speaker, node);
    case 'string':
    case 'concatenated_string':
    case 'binary_operator':
      return sayString(speaker, node);
    default:
      return;
  }
}
