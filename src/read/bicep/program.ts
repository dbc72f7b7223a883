/** A Bicep file as a program: its expressions in the form that every syntax shares. */
import type { Declaration, EntryFormula, Formula, Program, Repetition } from '../../model/program.ts';
import type { Span } from '../../model/span.ts';
import { bodyOf, type Declared, type Scope } from './scope.ts';
import type {
  Declaration as Written,
  Expression,
  Placed,
  Property,
  ResourceDeclaration,
  SpreadNode,
  Step,
} from './syntax.ts';
import { isResource } from './syntax.ts';

type Place = (node: Placed) => Span;

/** `parents` gives the address of the resource that one belongs to. */
export function programOf(
  declarations: readonly Written[],
  scope: Scope,
  format: 'bicep' | 'bicepparam',
  text: string,
  place: Place,
  parents: (declared: Declared) => string | undefined,
): Program {
  const formula = formulas(text, place);
  /** A parameter whose type takes null is null when nobody gives it. */
  const withoutDefault = ({ name }: Written): Pick<Declaration, 'value' | 'required'> =>
    /^[ \t]+[\w|'. [\]-]*\?[ \t]*(?:\/\/.*)?$/m.test(text.slice(name.end, text.indexOf('\n', name.end)))
      ? { value: { kind: 'null', text: 'null', span: place(name) } }
      : { required: true };
  const found: Declaration[] = [];
  for (const declaration of declarations) {
    if (isResource(declaration)) continue;
    const { kind, name, value } = declaration;
    found.push({
      kind:
        kind === 'output'
          ? 'output'
          : kind === 'var'
            ? 'variable'
            : format === 'bicepparam'
              ? 'assignment'
              : 'parameter',
      name: name.text,
      span: place(name),
      ...(value
        ? { value: formula(value) }
        : kind === 'param' && format === 'bicep'
          ? withoutDefault(declaration)
          : {}),
    });
  }
  for (const declared of scope.resources) found.push(resourceOf(declared, formula, place, parents(declared)));
  const using = format === 'bicepparam' ? /^[ \t]*using[ \t]+'([^']+)'/m.exec(text)?.[1] : undefined;
  return {
    syntax: format === 'bicep' ? 'bicep' : 'parameters',
    declarations: found,
    ...(using === undefined ? {} : { using }),
  };
}

function resourceOf(
  declared: Declared,
  formula: (node: Expression) => Formula,
  place: Place,
  parent: string | undefined,
): Declaration {
  const { declaration, address, type } = declared;
  const body = bodyOf(declaration);
  const { repeats, when } = around(declaration, formula);
  return {
    kind: declaration.kind === 'module' ? 'module' : declaration.existing ? 'existing' : 'resource',
    name: address,
    type,
    span: place({ start: declaration.start, end: declaration.type.end }),
    ...(body ? { value: formula(body) } : {}),
    ...(parent === undefined ? {} : { parent }),
    ...(repeats ? { repeats } : {}),
    ...(when ? { when } : {}),
  };
}

function around(
  { body }: ResourceDeclaration,
  formula: (node: Expression) => Formula,
): { repeats?: Repetition; when?: Formula } {
  let here = body;
  let repeats: Repetition | undefined;
  let when: Formula | undefined;
  while (here.kind === 'for' || here.kind === 'if') {
    if (here.kind === 'if') when = formula(here.condition);
    else repeats = { names: namesOf(here), first: 'item', over: formula(here.over) };
    here = here.body;
  }
  return { ...(repeats ? { repeats } : {}), ...(when ? { when } : {}) };
}

const namesOf = ({ item, index }: Expression & { kind: 'for' }): string[] =>
  index === undefined ? [item] : [item, index];

function formulas(text: string, place: Place): (node: Expression) => Formula {
  const unknown = (node: Placed): Formula => ({ kind: 'unknown', span: place(node) });
  const formula = (node: Expression): Formula => {
    const span = place(node);
    switch (node.kind) {
      case 'string': {
        const parts = node.parts.flatMap((part, i): (string | Formula)[] => {
          const hole = node.holes[i];
          return hole ? [part, formula(hole)] : [part];
        });
        return { kind: 'text', parts: parts.filter(part => part !== ''), span };
      }
      case 'literal':
        return { kind: node.type, text: node.text, span };
      case 'array':
        return { kind: 'list', items: node.items.map(formula), span };
      case 'spread':
        return { kind: 'spread', value: formula(node.value), span };
      case 'object':
        return { kind: 'object', entries: node.properties.map(entry), span };
      case 'name':
        return { kind: 'name', name: node.name, span };
      case 'chain':
        return node.steps.reduce<Formula>((of, step, i) => stepped(of, step, node, i), formula(node.root));
      case 'binary':
        return { kind: 'operation', operators: node.operators, operands: node.operands.map(formula), span };
      case 'unary':
        return node.operator === '!' || node.operator === '-'
          ? { kind: 'operation', operators: [node.operator], operands: [formula(node.operand)], span }
          : formula(node.operand);
      case 'ternary':
        return {
          kind: 'condition',
          test: formula(node.condition),
          yes: formula(node.yes),
          no: formula(node.no),
          span,
        };
      case 'for': {
        const conditional = node.body.kind === 'if' ? node.body : undefined;
        return {
          kind: 'loop',
          names: namesOf(node),
          first: 'item',
          over: formula(node.over),
          value: formula(conditional?.body ?? node.body),
          ...(conditional ? { when: formula(conditional.condition) } : {}),
          span,
        };
      }
      case 'lambda': {
        const head = text.slice(node.start, node.body.start);
        return { kind: 'lambda', names: head.match(/[A-Za-z_]\w*/g) ?? [], value: formula(node.body), span };
      }
      default:
        return unknown(node);
    }
  };
  const entry = (property: Property | SpreadNode): EntryFormula => {
    if ('kind' in property) {
      const span = place(property);
      return { key: '', value: { kind: 'spread', value: formula(property.value), span }, span };
    }
    const { key, value } = property;
    const named = key.node && key.node.holes.length > 0 ? formula(key.node) : key.text;
    return { key: named, value: formula(value), span: place(key) };
  };
  const stepped = (of: Formula, step: Step, chain: Expression & { kind: 'chain' }, i: number): Formula => {
    const span = place({ start: chain.start, end: step.end });
    if (step.step === 'member')
      return step.nested && of.kind === 'name'
        ? { kind: 'name', name: `${of.name}::${step.name}`, span }
        : { kind: 'member', of, name: step.name, span };
    if (step.step === 'index') return { kind: 'index', of, index: formula(step.index), span };
    const args = step.args.map(formula);
    if (of.kind === 'name') return { kind: 'call', name: of.name, args, span };
    // `az.resourceId(…)` is `resourceId(…)`; `account.listKeys()` is a call with what it is called on.
    if (of.kind === 'member' && i > 0)
      return of.of.kind === 'name' && /^(?:az|sys)$/.test(of.of.name)
        ? { kind: 'call', name: of.name, args, span }
        : { kind: 'call', name: `.${of.name}`, args: [of.of, ...args], span };
    return unknown({ start: chain.start, end: step.end });
  };
  return formula;
}
