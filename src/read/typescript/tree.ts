/** The syntax tree laid out flat, and the few questions about single nodes that everything asks. */
import { anyOf, kinds, ts, type TS } from './compiler.ts';

/** Nodes carry a number field for the type checker; it never runs here, and looking things up by number is cheap. */
type Numbered = TS.Node & { id: number };

/** Something kept for nodes. Only nodes of a flattened tree have a place in it. */
export class NodeMap<T> {
  readonly #entries: (T | undefined)[];

  constructor(nodes: readonly TS.Node[]) {
    this.#entries = new Array<T | undefined>(nodes.length + 1).fill(undefined);
  }

  get(node: TS.Node): T | undefined {
    return this.#entries[(node as Numbered).id];
  }

  set(node: TS.Node, entry: T): void {
    const { id } = node as Numbered;
    if (id > 0) this.#entries[id] = entry;
  }
}

/** Every node in document order, each after its parent; parents are set and nodes numbered on the way. */
export function flatten(root: TS.SourceFile): TS.Node[] {
  const nodes: TS.Node[] = [];
  const waiting: TS.Node[] = [root];
  let parent: TS.Node = root;
  const adopt = (child: TS.Node): void => {
    (child as { parent: TS.Node }).parent = parent;
    waiting.push(child);
  };
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    (node as Numbered).id = nodes.push(node);
    parent = node;
    const from = waiting.length;
    ts.forEachChild(node, adopt);
    for (let low = from, high = waiting.length - 1; low < high; low++, high--) {
      const swapped = waiting[low]!;
      waiting[low] = waiting[high]!;
      waiting[high] = swapped;
    }
  }
  return nodes;
}

const isTransparent = kinds<TS.ParenthesizedExpression>(
  'ParenthesizedExpression',
  'AsExpression',
  'SatisfiesExpression',
  'TypeAssertionExpression',
  'NonNullExpression',
  'AwaitExpression',
  'ExpressionWithTypeArguments',
);

/** The expression inside parentheses, casts, `!` and `await`. */
export function bare(node: TS.Node): TS.Node {
  let here = node;
  while (isTransparent(here)) here = here.expression;
  return here;
}

/** The outermost node that says nothing more than this one: the way back from {@link bare}. */
export function dressed(node: TS.Node): TS.Node {
  let here = node;
  while (here.parent && isTransparent(here.parent) && here.parent.expression === here) here = here.parent;
  return here;
}

/** A function of any form, with or without a name. */
export const isFunction = kinds<TS.FunctionLikeDeclaration>(
  'FunctionDeclaration',
  'FunctionExpression',
  'ArrowFunction',
  'MethodDeclaration',
  'Constructor',
  'GetAccessor',
  'SetAccessor',
);
export const isClass = kinds<TS.ClassLikeDeclaration>('ClassDeclaration', 'ClassExpression');
/** A string without holes. */
export const isPlainString = kinds<TS.StringLiteral | TS.NoSubstitutionTemplateLiteral>(
  'StringLiteral',
  'NoSubstitutionTemplateLiteral',
);
const isAssignmentToken = anyOf(
  'EqualsToken',
  'QuestionQuestionEqualsToken',
  'BarBarEqualsToken',
  'AmpersandAmpersandEqualsToken',
  'PlusEqualsToken',
);
const isEither = anyOf('BarBarToken', 'QuestionQuestionToken');
/** `a, b` and `a && b`: what they give is what their right side gives. */
export const isLast = anyOf('CommaToken', 'AmpersandAmpersandToken');

export type Assignment = TS.BinaryExpression & { readonly operatorToken: TS.AssignmentOperatorToken };
export type EitherOr = TS.BinaryExpression & {
  readonly operatorToken: TS.Token<TS.SyntaxKind.BarBarToken | TS.SyntaxKind.QuestionQuestionToken>;
};
export type Concatenation = TS.BinaryExpression & { readonly operatorToken: TS.PlusToken };

/** `a = b`, `a ??= b`, `a ||= b`, `a &&= b`, `a += b`. */
export function isAssignment(node: TS.Node): node is Assignment {
  return ts.isBinaryExpression(node) && isAssignmentToken(node.operatorToken);
}

/** `a || b`, `a ?? b`. */
export function isEitherOr(node: TS.Node): node is EitherOr {
  return ts.isBinaryExpression(node) && isEither(node.operatorToken);
}

/** `a + b`. */
export function isConcatenation(node: TS.Node): node is Concatenation {
  return ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken;
}

/** The operands of `a + b + c`, left to right, however many. */
export function summands(node: TS.BinaryExpression): TS.Node[] {
  const operands: TS.Node[] = [];
  let here: TS.Node = node;
  while (isConcatenation(here)) {
    operands.push(here.right);
    here = bare(here.left);
  }
  operands.push(here);
  return operands.reverse();
}

/** What a step of a chain (`.x`, `["x"]`, `(…)`, `new`) is applied to. */
export function below(node: TS.Node): TS.Node | undefined {
  return isStep(node) ? node.expression : undefined;
}
const isStep = kinds<TS.PropertyAccessExpression>(
  'PropertyAccessExpression',
  'ElementAccessExpression',
  'CallExpression',
  'NewExpression',
);

/** The specifier of `require("m")` and `import("m")`, where it is written out. */
export function requiredModule(node: TS.Node): TS.StringLiteral | TS.NoSubstitutionTemplateLiteral | undefined {
  if (!ts.isCallExpression(node)) return undefined;
  const [specifier] = node.arguments;
  if (!specifier || !isPlainString(specifier)) return undefined;
  const { expression } = node;
  if (expression.kind === ts.SyntaxKind.ImportKeyword) return specifier;
  return ts.isIdentifier(expression) && ts.idText(expression) === 'require' ? specifier : undefined;
}

/** Name of a property where it is written out: not a computed one. */
export function plainName(name: TS.Node): string | undefined {
  if (ts.isIdentifier(name) || ts.isPrivateIdentifier(name)) return ts.idText(name);
  if (isPlainString(name) || ts.isNumericLiteral(name)) return name.text;
  if (ts.isComputedPropertyName(name) && isPlainString(name.expression)) return name.expression.text;
  if (ts.isJsxNamespacedName(name)) return `${ts.idText(name.namespace)}:${ts.idText(name.name)}`;
  return undefined;
}

/** The nearest class whose `this` holds at the node. */
export function classAround(node: TS.Node): TS.ClassLikeDeclaration | undefined {
  for (let here = node.parent; here; here = here.parent) {
    if (isClass(here)) return here;
    if (ts.isFunctionExpression(here) || ts.isFunctionDeclaration(here)) return undefined;
    if (ts.isMethodDeclaration(here) && ts.isObjectLiteralExpression(here.parent)) return undefined;
  }
  return undefined;
}

/** The object literal whose method the node stands in: what `this` is there. */
export function objectAround(node: TS.Node): TS.ObjectLiteralExpression | undefined {
  let here = node.parent;
  while (here && !(isFunction(here) && !ts.isArrowFunction(here)) && !isClass(here)) here = here.parent;
  if (!here || isClass(here)) return undefined;
  const property = ts.isFunctionExpression(here) ? here.parent : here;
  return ts.isObjectLiteralExpression(property.parent) ? property.parent : undefined;
}

/** What a class extends. */
export function baseOf(node: TS.ClassLikeDeclaration): TS.Expression | undefined {
  const clause = node.heritageClauses?.find(({ token }) => token === ts.SyntaxKind.ExtendsKeyword);
  return clause?.types[0]?.expression;
}

/** The name a function goes by: its own, or that of the variable, property or field it is given to. */
export function nameNodeOf(node: TS.FunctionLikeDeclaration | TS.ClassLikeDeclaration): TS.Node | undefined {
  return node.name ?? nameGivenTo(node);
}

/** The name that `const handler = wrapped(async () => …)` gives to the function inside the call. */
export function wrapperName(node: TS.Node): TS.Node | undefined {
  const call = dressed(node).parent;
  return ts.isCallExpression(call) ? nameGivenTo(call) : undefined;
}

function nameGivenTo(node: TS.Node): TS.Node | undefined {
  const here = dressed(node);
  const { parent } = here;
  if (ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent) || ts.isPropertyDeclaration(parent)) {
    return parent.initializer === here ? parent.name : undefined;
  }
  return isAssignment(parent) && parent.right === here ? parent.left : undefined;
}
