/** The parts of `if`, `switch`, `try` and `c ? x : y` in C#. */
import type { DefinitionFact } from '../../model/fact.ts';
import { branchIn, otherwise, told, type Branching, type BranchNode, type Part } from '../branching.ts';
import type { Context } from './context.ts';
import type { SyntaxNode } from './syntax.ts';

const BRANCHING: Branching<SyntaxNode> = {
  boundaries: new Set([
    'method_declaration',
    'local_function_statement',
    'constructor_declaration',
    'property_declaration',
    'lambda_expression',
    'anonymous_method_expression',
    'class_declaration',
    'struct_declaration',
    'record_declaration',
  ]),
  partOf(child, parent, text) {
    switch (parent.type) {
      case 'if_statement':
      case 'conditional_expression':
        if (child.field === 'consequence') return told(text, parent, [parent.get('condition')]);
        return child.field === 'alternative' ? otherwise(parent) : undefined;
      case 'switch_body':
        return child.type === 'switch_section' ? section(child, parent, text) : undefined;
      case 'switch_expression': {
        const [pattern] = child.type === 'switch_expression_arm' ? child.children : [];
        return pattern && told(text, parent, [pattern.type === 'discard' ? undefined : pattern]);
      }
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
export function branched(context: Context, node: SyntaxNode): Pick<DefinitionFact, 'branch'> {
  const branch = branchIn(BRANCHING, context, node);
  return branch ? { branch } : {};
}

/** `case A: case B: …`: labels without statements of their own lead into the next section. */
function section(child: SyntaxNode, body: SyntaxNode, text: string): Part<SyntaxNode> | undefined {
  if (!body.parent) return undefined;
  const labels = labelsOf(child);
  for (let i = body.children.indexOf(child) - 1; i >= 0; i--) {
    const before = body.children[i];
    if (!before?.children.every(isLabel)) break;
    labels.unshift(...labelsOf(before));
  }
  return told(text, body.parent, labels);
}

/** A pattern together with the `when` behind it. */
function labelsOf(section: SyntaxNode): BranchNode[] {
  const labels: BranchNode[] = [];
  for (const child of section.children.filter(isLabel)) {
    const pattern = child.type === 'when_clause' ? labels.pop() : undefined;
    labels.push(pattern ? { ...pattern, end: child.end, start: pattern.start } : child);
  }
  return labels;
}

const isLabel = (node: SyntaxNode): boolean => node.type.endsWith('_pattern') || node.type === 'when_clause';
