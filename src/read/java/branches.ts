/** The parts of `if`, `switch`, `try` and `c ? x : y` in Java. */
import type { DefinitionFact } from '../../model/fact.ts';
import { branchIn, otherwise, told, type Branching, type Part } from '../branching.ts';
import type { CodeNode } from '../code-tree.ts';
import type { Context } from './context.ts';

const BRANCHING: Branching<CodeNode> = {
  boundaries: new Set([
    'method_declaration',
    'constructor_declaration',
    'compact_constructor_declaration',
    'lambda_expression',
    'class_declaration',
    'record_declaration',
  ]),
  partOf(child, parent, text) {
    switch (parent.type) {
      case 'if_statement':
      case 'ternary_expression':
        if (child.field === 'consequence') return told(text, parent, [parent.get('condition')]);
        return child.field === 'alternative' ? otherwise(parent) : undefined;
      case 'switch_block':
        return child.type === 'switch_block_statement_group' || child.type === 'switch_rule'
          ? group(child, parent, text)
          : undefined;
      case 'catch_clause':
        return child.field === 'body' && parent.parent
          ? { condition: 'on error', statement: parent.parent }
          : undefined;
      default:
        return undefined;
    }
  },
};

/** The branch the node stands in, as a fact has it. */
export function branched(context: Context, node: CodeNode): Pick<DefinitionFact, 'branch'> {
  const branch = branchIn(BRANCHING, context, node);
  return branch ? { branch } : {};
}

/** `case A: case B: …`: labels without statements of their own lead into the next group. `default` has no values. */
function group(child: CodeNode, block: CodeNode, text: string): Part<CodeNode> | undefined {
  if (!block.parent) return undefined;
  const labels = child.children.filter(isLabel);
  for (let i = block.children.indexOf(child) - 1; i >= 0; i--) {
    const before = block.children[i];
    if (!before?.children.every(isLabel)) break;
    labels.unshift(...before.children);
  }
  return told(
    text,
    block.parent,
    labels.flatMap(label => label.children),
  );
}

const isLabel = (node: CodeNode): boolean => node.type === 'switch_label';
