/** Where the formulas of settings stand: from the place of a key to what is evaluated for it. */
import type { Formula } from '../../model/program.ts';
import type { Span } from '../../model/span.ts';
import type { Declared, Unit } from './units.ts';

export interface Written {
  readonly formula: Formula;
  readonly declared: Declared;
}

/** Every key with a value in the resources, modules, variables and outputs of a unit. */
export function writtenIn(unit: Unit): Map<string, Written> {
  const found = new Map<string, Written>();
  for (const map of [unit.things, unit.variables, unit.outputs, unit.parameters])
    for (const declared of map.values()) {
      if (!declared.value) continue;
      if (declared.kind === 'output')
        found.set(keyOfSpan(declared.path, declared.span), { formula: declared.value, declared });
      collect(declared.value, declared, found, 0);
    }
  return found;
}

export const keyOfSpan = (path: string, { line, column }: Span): string => `${path}:${line}:${column}`;

function collect(formula: Formula, declared: Declared, found: Map<string, Written>, depth: number): void {
  if (depth > 40) return;
  const inside = (part: Formula): void => collect(part, declared, found, depth + 1);
  switch (formula.kind) {
    case 'object': {
      const field = (wanted: RegExp) =>
        formula.entries.find(entry => typeof entry.key === 'string' && wanted.test(entry.key))?.value;
      const [name, value] = [field(/^(?:name|key)$/i), field(/^value$/i)];
      if (name?.kind === 'text' && value) found.set(keyOfSpan(declared.path, name.span), { formula: value, declared });
      for (const entry of formula.entries) {
        found.set(keyOfSpan(declared.path, entry.span), { formula: entry.value, declared });
        inside(entry.value);
      }
      return;
    }
    case 'list':
      formula.items.forEach(inside);
      return;
    case 'spread':
    case 'loop':
    case 'lambda':
      inside(formula.value);
      return;
    case 'condition':
      inside(formula.yes);
      inside(formula.no);
      return;
    case 'operation':
      formula.operands.forEach(inside);
      return;
    case 'call':
      formula.args.forEach(inside);
      return;
    default:
  }
}
