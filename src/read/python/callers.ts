/** Who calls the functions of this file, and what they hand to a parameter. */
import { keyword, positional } from './calls.ts';
import { word, type Context } from './context.ts';
import { seenFrom } from './flow.ts';
import { selfClass, type ClassInfo, type FunctionInfo } from './scopes.ts';
import { preorder, type SyntaxNode } from './syntax.ts';

/** More callers than this are not asked: what the first ones hand over is what it is for. */
const MAX_CALLERS = 8;

/** Builds the look-up of what the file's calls give to a parameter; calls are gathered on first use. */
export function createGiven(context: Context): (info: FunctionInfo, parameter: string) => readonly SyntaxNode[] {
  let callers: Map<FunctionInfo, SyntaxNode[]> | undefined;
  return (info, parameter) => {
    callers ??= gather(context);
    const index = info.parameters.findIndex(one => one.name === parameter);
    const taken = info.owner && !info.decorators.includes('staticmethod') ? 1 : 0;
    const given: SyntaxNode[] = [];
    for (const call of callers.get(info) ?? []) {
      const placed = positional(call)[index - taken];
      const argument = placed?.type === 'list_splat' ? undefined : (placed ?? keyword(context, call, parameter));
      if (argument) given.push(argument);
    }
    return given;
  };
}

function gather(context: Context): Map<FunctionInfo, SyntaxNode[]> {
  const callers = new Map<FunctionInfo, SyntaxNode[]>();
  for (const node of preorder(context.module.scope.node)) {
    const callee = node.type === 'call' ? node.get('function') : undefined;
    const info = callee && calledFunction(context, callee);
    if (!info) continue;
    const calls = callers.get(info);
    if (!calls) callers.set(info, [node]);
    else if (calls.length < MAX_CALLERS) calls.push(node);
  }
  return callers;
}

/** Plain names only: `f(…)`, `C(…)`, `self.f(…)`, `C.f(…)`. Following more would ask for what is being sought. */
function calledFunction(context: Context, callee: SyntaxNode): FunctionInfo | undefined {
  if (callee.type === 'identifier') {
    const [only, ...more] = seenFrom(callee, word(context, callee)).bindings;
    if (!only || more.length > 0) return undefined;
    return only.function ?? (only.class && methodOf(only.class, '__init__'));
  }
  const object = callee.type === 'attribute' ? callee.get('object') : undefined;
  const attribute = callee.get('attribute');
  if (object?.type !== 'identifier' || !attribute || !object.scope) return undefined;
  const name = word(context, object);
  const owner = selfClass(object.scope, name) ?? seenFrom(object, name).bindings.at(-1)?.class;
  return owner && methodOf(owner, word(context, attribute));
}

function methodOf(info: ClassInfo, name: string): FunctionInfo | undefined {
  return info.scope.bindings.get(name)?.at(-1)?.function;
}
