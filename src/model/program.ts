/**
 * Infrastructure code as a program: its declarations with their expressions as written, not yet evaluated. One shape for
 * every syntax, so that values can be followed through parameters, loops, conditions and modules over many files.
 */
import type { Span } from './span.ts';

interface At {
  readonly span: Span;
}
/** Text with holes: a plain string has one part and none. */
export interface TextFormula extends At {
  readonly kind: 'text';
  readonly parts: readonly (string | Formula)[];
}
export interface LiteralFormula extends At {
  readonly kind: 'number' | 'boolean' | 'null';
  readonly text: string;
}
export interface ListFormula extends At {
  readonly kind: 'list';
  readonly items: readonly Formula[];
}
export interface ObjectFormula extends At {
  readonly kind: 'object';
  readonly entries: readonly EntryFormula[];
}
export interface EntryFormula extends At {
  /** Plain text, or what is evaluated to it. */
  readonly key: string | Formula;
  readonly value: Formula;
}
/** `...x` among items or entries. */
export interface SpreadFormula extends At {
  readonly kind: 'spread';
  readonly value: Formula;
}
/** A parameter, variable, local, loop variable, resource or module, by the first word of its name. */
export interface NameFormula extends At {
  readonly kind: 'name';
  readonly name: string;
}
export interface MemberFormula extends At {
  readonly kind: 'member';
  readonly of: Formula;
  readonly name: string;
}
export interface IndexFormula extends At {
  readonly kind: 'index';
  readonly of: Formula;
  readonly index: Formula;
}
/** `x[*].y`: what follows is asked of every item. */
export interface EachFormula extends At {
  readonly kind: 'each';
  readonly of: Formula;
}
export interface CallFormula extends At {
  readonly kind: 'call';
  readonly name: string;
  readonly args: readonly Formula[];
}
export interface ConditionFormula extends At {
  readonly kind: 'condition';
  readonly test: Formula;
  readonly yes: Formula;
  readonly no: Formula;
}
/** Operands with an operator before each but the first; one operand for `!` and `-`. */
export interface OperationFormula extends At {
  readonly kind: 'operation';
  readonly operators: readonly string[];
  readonly operands: readonly Formula[];
}
/** One value (with a key: one entry) for each item. With one name it is the item; with two see `first`. */
export interface LoopFormula extends At {
  readonly kind: 'loop';
  readonly names: readonly string[];
  /** What the first of two names is: the position or key, or the item itself. */
  readonly first: 'key' | 'item';
  readonly over: Formula;
  readonly key?: Formula;
  readonly value: Formula;
  readonly when?: Formula;
}
export interface LambdaFormula extends At {
  readonly kind: 'lambda';
  readonly names: readonly string[];
  readonly value: Formula;
}
/** Not understood, or nothing that text can tell. */
export interface UnknownFormula extends At {
  readonly kind: 'unknown';
}
export type Formula =
  | TextFormula
  | LiteralFormula
  | ListFormula
  | ObjectFormula
  | SpreadFormula
  | NameFormula
  | MemberFormula
  | IndexFormula
  | EachFormula
  | CallFormula
  | ConditionFormula
  | OperationFormula
  | LoopFormula
  | LambdaFormula
  | UnknownFormula;

/** Exists once for each item. */
export interface Repetition {
  /** Names that stand for the item (and its key or position) in the body. */
  readonly names: readonly string[];
  readonly first: 'key' | 'item';
  readonly over: Formula;
}

export interface Declaration {
  readonly kind: 'parameter' | 'variable' | 'output' | 'resource' | 'existing' | 'module' | 'assignment';
  /** Name, symbolic name or address, as expressions use it: `chat`, `azurerm_x.this`, `module.ai`. */
  readonly name: string;
  /** Where it stands: what a place in a report points at. */
  readonly span: Span;
  /** Type of a resource, source of a module. */
  readonly type?: string;
  /** Default of a parameter, what a variable or output holds, body of a resource or module. */
  readonly value?: Formula;
  readonly parent?: string;
  readonly repeats?: Repetition;
  readonly when?: Formula;
  /** Of a parameter without a default: the deployment stops without a value. */
  readonly required?: boolean;
  /** Declarations of a template inside a deployment, with the parameters given to it. */
  readonly inner?: Program;
}

export interface Program {
  readonly syntax: 'bicep' | 'terraform' | 'arm' | 'parameters' | 'data';
  readonly declarations: readonly Declaration[];
  /** Path of the template a parameter file says it is for, relative to the file. */
  readonly using?: string;
  /** The whole document, for data files that templates load. */
  readonly document?: Formula;
}

/** The formula and every one inside it, outermost first. */
export function* walkFormula(root: Formula): Generator<Formula> {
  const open: Formula[] = [root];
  for (let next = open.pop(); next; next = open.pop()) {
    yield next;
    open.push(...partsOf(next).toReversed());
  }
}

function partsOf(formula: Formula): readonly Formula[] {
  switch (formula.kind) {
    case 'text':
      return formula.parts.filter(part => typeof part !== 'string');
    case 'list':
      return formula.items;
    case 'object':
      return formula.entries.flatMap(({ key, value }) => (typeof key === 'string' ? [value] : [key, value]));
    case 'member':
    case 'each':
      return [formula.of];
    case 'index':
      return [formula.of, formula.index];
    case 'call':
      return formula.args;
    case 'condition':
      return [formula.test, formula.yes, formula.no];
    case 'operation':
      return formula.operands;
    case 'loop':
      return [
        formula.over,
        ...(formula.key ? [formula.key] : []),
        formula.value,
        ...(formula.when ? [formula.when] : []),
      ];
    case 'spread':
    case 'lambda':
      return [formula.value];
    default:
      return [];
  }
}
