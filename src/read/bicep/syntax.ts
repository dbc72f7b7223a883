/** What a Bicep file is made of, as its parser gives it. Offsets are those of the file. */

export interface Placed {
  readonly start: number;
  readonly end: number;
}

// ---------------------------------------------------------------- expressions

export interface StringNode extends Placed {
  readonly kind: 'string';
  /** Text parts around the holes: one more than there are holes. */
  readonly parts: readonly string[];
  readonly holes: readonly Expression[];
}
export interface LiteralNode extends Placed {
  readonly kind: 'literal';
  readonly text: string;
  readonly type: 'number' | 'boolean' | 'null';
}
export interface ArrayNode extends Placed {
  readonly kind: 'array';
  readonly items: readonly Expression[];
}
export interface Property {
  readonly key: Placed & { readonly text: string; readonly node: StringNode | undefined };
  readonly value: Expression;
}
export interface ObjectNode extends Placed {
  readonly kind: 'object';
  /** In order; a `...x` among them has no key. */
  readonly properties: readonly (Property | SpreadNode)[];
  /** Resources declared inside the body of another. */
  readonly resources: readonly ResourceDeclaration[];
}
export interface SpreadNode extends Placed {
  readonly kind: 'spread';
  readonly value: Expression;
}
export type Step = Placed &
  (
    | { readonly step: 'member'; readonly name: string; readonly nested: boolean }
    | { readonly step: 'index'; readonly index: Expression }
    | { readonly step: 'call'; readonly args: readonly Expression[] }
  );
/** Something, and what is read from it or called on it: `a.b[0].c()`. */
export interface ChainNode extends Placed {
  readonly kind: 'chain';
  readonly root: Expression;
  readonly steps: readonly Step[];
}
export interface NameNode extends Placed {
  readonly kind: 'name';
  readonly name: string;
}
/** Operands of operators of one strength, in order. */
export interface BinaryNode extends Placed {
  readonly kind: 'binary';
  readonly operators: readonly string[];
  readonly operands: readonly Expression[];
}
export interface UnaryNode extends Placed {
  readonly kind: 'unary';
  readonly operator: string;
  readonly operand: Expression;
}
export interface TernaryNode extends Placed {
  readonly kind: 'ternary';
  readonly condition: Expression;
  readonly yes: Expression;
  readonly no: Expression;
}
export interface ForNode extends Placed {
  readonly kind: 'for';
  readonly item: string;
  readonly index: string | undefined;
  readonly over: Expression;
  readonly body: Expression;
}
/** `if (c) { … }`: the body of a resource that may not be there. */
export interface IfNode extends Placed {
  readonly kind: 'if';
  readonly condition: Expression;
  readonly body: Expression;
}
export interface LambdaNode extends Placed {
  readonly kind: 'lambda';
  readonly body: Expression;
}
export interface BadNode extends Placed {
  readonly kind: 'bad';
}
export type Expression =
  | StringNode
  | LiteralNode
  | ArrayNode
  | ObjectNode
  | SpreadNode
  | ChainNode
  | NameNode
  | BinaryNode
  | UnaryNode
  | TernaryNode
  | ForNode
  | IfNode
  | LambdaNode
  | BadNode;

// ---------------------------------------------------------------- declarations

interface Declared extends Placed {
  readonly name: Placed & { readonly text: string };
  /** What `@description('…')` says. */
  readonly description: string | undefined;
}
export interface ValueDeclaration extends Declared {
  readonly kind: 'param' | 'var' | 'output';
  readonly value: Expression | undefined;
}
export interface ResourceDeclaration extends Declared {
  readonly kind: 'resource' | 'module';
  /** The type with its version, or the path of the module; with its quotes. */
  readonly type: Placed & { readonly text: string };
  readonly existing: boolean;
  readonly body: Expression;
}
export type Declaration = ValueDeclaration | ResourceDeclaration;

export function isResource(declaration: Declaration): declaration is ResourceDeclaration {
  return declaration.kind === 'resource' || declaration.kind === 'module';
}

/** What stands directly inside an expression. */
export function inside(node: Expression): readonly Expression[] {
  switch (node.kind) {
    case 'string':
      return node.holes;
    case 'array':
      return node.items;
    case 'object':
      return node.properties.flatMap(each =>
        'kind' in each ? [each] : each.key.node ? [each.key.node, each.value] : [each.value],
      );
    case 'chain':
      return [
        node.root,
        ...node.steps.flatMap(step => (step.step === 'index' ? [step.index] : step.step === 'call' ? step.args : [])),
      ];
    case 'binary':
      return node.operands;
    case 'unary':
      return [node.operand];
    case 'ternary':
      return [node.condition, node.yes, node.no];
    case 'for':
      return [node.over, node.body];
    case 'if':
      return [node.condition, node.body];
    case 'lambda':
      return [node.body];
    case 'spread':
      return [node.value];
    default:
      return [];
  }
}
