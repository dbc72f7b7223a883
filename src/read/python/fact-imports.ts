import { positional } from './calls.ts';
import { constantText, word } from './context.ts';
import { base, type Speaker } from './facts.ts';
import { importedNames } from './imports.ts';
import type { SyntaxNode } from './syntax.ts';

/** One fact per imported name. */
export function sayImports(speaker: Speaker, statement: SyntaxNode): void {
  const typeOnly = isForTypes(speaker, statement);
  for (const { module, name, local, node } of importedNames(statement, speaker.context.text)) {
    speaker.facts.push({
      kind: 'import',
      module,
      name,
      ...(local !== undefined && { local }),
      ...(typeOnly && { typeOnly }),
      ...base(speaker, node, statement),
    });
  }
}

/** `if TYPE_CHECKING:` imports for the checker alone. */
function isForTypes(speaker: Speaker, statement: SyntaxNode): boolean {
  const block = statement.parent;
  const condition =
    block?.parent?.type === 'if_statement' && block.field === 'consequence' ? block.parent.get('condition') : undefined;
  return condition !== undefined && /^(?:\w+\.)?TYPE_CHECKING$/.test(word(speaker.context, condition));
}

const IMPORTERS = new Set(['importlib.import_module', '__import__']);

/** `importlib.import_module("m")`. */
export function sayDynamicImport(speaker: Speaker, call: SyntaxNode, callee: string): void {
  if (!IMPORTERS.has(callee)) return;
  const [argument] = positional(call);
  const module = argument && constantText(speaker.context, argument);
  if (!argument || !module) return;
  const target = call.parent?.type === 'assignment' ? call.parent.get('left') : undefined;
  const local = target?.type === 'identifier' ? word(speaker.context, target) : undefined;
  speaker.spoken.add(argument);
  speaker.facts.push({
    kind: 'import',
    module,
    name: module,
    ...(local !== undefined && { local }),
    ...base(speaker, argument, call),
  });
}
