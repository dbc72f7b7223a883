/** The parts of `if`, `switch` and `select` in Go. */
import type { DefinitionFact } from '../../model/fact.ts';
import { branchIn, otherwise, told, type Branching } from '../branching.ts';
import type { CodeNode } from '../code-tree.ts';
import type { Context } from './context.ts';

const BRANCHING: Branching<CodeNode> = {
  boundaries: new Set(['function_declaration', 'method_declaration', 'func_literal']),
  partOf(child, parent, text) {
    switch (child.type) {
      case 'expression_case':
        return told(text, parent, [child.get('value')]);
      case 'type_case':
        return told(text, parent, child.all('type'));
      case 'communication_case':
        return told(text, parent, [child.get('communication')]);
      case 'default_case':
        return otherwise(parent);
      default:
    }
    if (parent.type !== 'if_statement') return undefined;
    if (child.field === 'consequence') return told(text, parent, [parent.get('condition')]);
    return child.field === 'alternative' ? otherwise(parent) : undefined;
  },
};

/** The branch the node stands in, as a fact has it. */
export function branched(context: Context, node: CodeNode): Pick<DefinitionFact, 'branch'> {
  const branch = branchIn(BRANCHING, context, node);
  return branch ? { branch } : {};
}
