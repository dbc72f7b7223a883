/**
 * Evaluates infrastructure code over all files: parameters with what is given to them, variables, loops, conditions,
 * modules and their outputs, documents that are loaded. What only a deployment can tell stays unknown, under a name where
 * it has one, so that two uses of the same unknown are still the same.
 */
import { dirOf, joinPath } from '../../base/paths.ts';
import type { Place } from '../../model/place.ts';
import type { EntryFormula, Formula } from '../../model/program.ts';
import type { Span } from '../../model/span.ts';
import { callFunction } from './functions.ts';
import {
  isEmpty,
  oneOf,
  optionsOf,
  plainText,
  textOfKnown,
  type Known,
  type KnownEntry,
  type ObjectKnown,
} from './known.ts';
import { nestedUnit, type Declared, type Instance, type ParameterSet, type Unit, type Units } from './units.ts';

export interface Env {
  readonly instance: Instance;
  /** File the formula stands in. */
  readonly path: string;
  /** Loop variables. */
  readonly bindings: ReadonlyMap<string, Known>;
}

/** One repetition of a declaration. */
export interface Iteration {
  readonly bindings: ReadonlyMap<string, Known>;
  readonly key?: Known;
  /** What is repeated over. */
  readonly item?: Known;
  /** The items are not known: this stands for all of them. */
  readonly open?: boolean;
}

const NONE: ReadonlyMap<string, Known> = new Map();
const MAX_DEPTH = 60;
const MAX_ITEMS = 64;
/** More steps than this in one scan, and what is left stays unknown. */
const MAX_STEPS = 2_000_000;
/** Deployments and module calls beyond this are not looked into. */
const MAX_INSTANCES = 3000;

export class Evaluator {
  readonly units: Units;
  readonly #instances = new Map<string, Instance>();
  readonly #names = new Map<string, Known>();
  readonly #busy = new Set<string>();
  #depth = 0;
  #steps = 0;

  constructor(units: Units) {
    this.units = units;
  }

  // ---------------------------------------------------------------- instances

  /** What is deployed for itself and holds one of the declarations asked for, with all that it calls. */
  instances(holds: (declared: Declared) => boolean): Instance[] {
    const reached = this.units.reaching(holds);
    const roots = this.units
      .roots()
      .filter(({ unit }) => reached.has(unit.id))
      .map(({ unit, parameters }) => this.root(unit, parameters));
    const all: Instance[] = [];
    const open = [...roots];
    for (let i = 0; i < open.length && i < MAX_INSTANCES; i++) {
      const next = open[i] as Instance;
      all.push(next);
      for (const declared of next.unit.things.values()) {
        if (declared.kind !== 'module') continue;
        for (const iteration of this.iterations(declared, next)) {
          const callee = this.callee(next, declared, iteration);
          if (callee && depthOf(callee) < 12) open.push(callee);
        }
      }
    }
    return all;
  }

  /** A unit deployed with a set of parameters. */
  root(unit: Unit, parameters?: ParameterSet): Instance {
    const id = parameters ? `${unit.id}@${parameters.path}` : unit.id;
    const known = this.#instances.get(id);
    if (known) return known;
    const given = new Map<string, () => Known>();
    const root: Instance = { id, unit, given, ...(parameters ? { parameters } : {}) };
    for (const [name, declared] of parameters?.values ?? [])
      given.set(name, () => this.#of(declared, { instance: root, path: declared.path, bindings: NONE }));
    this.#instances.set(id, root);
    return root;
  }

  /** The instance a module call makes. */
  callee(instance: Instance, declared: Declared, iteration: Iteration): Instance | undefined {
    const key = iteration.key ? `[${textOfKnown(iteration.key) ?? '*'}]` : '';
    const id = `${instance.id}>${declared.name}${key}`;
    const known = this.#instances.get(id);
    if (known) return known;
    const target = declared.inner
      ? nestedUnit(instance.unit, declared, declared.inner)
      : this.units.target(instance.unit, declared);
    if (!target) return undefined;
    const env: Env = { instance, path: declared.path, bindings: iteration.bindings };
    const given = new Map<string, () => Known>();
    for (const entry of argumentsOf(declared)) {
      if (typeof entry.key !== 'string') continue;
      given.set(entry.key.toLowerCase(), () => passed(this.evaluate(entry.value, env), env.path, entry.span));
    }
    const callee: Instance = {
      id,
      unit: target,
      given,
      caller: { instance, declared },
      ...(declared.inner ? { outer: instance } : {}),
    };
    this.#instances.set(id, callee);
    return callee;
  }

  /** How often a declaration exists, with what its loop variables are each time. */
  iterations(
    declared: Declared,
    instance: Instance,
    bindings: ReadonlyMap<string, Known> = NONE,
  ): readonly Iteration[] {
    const { repeats } = declared;
    if (!repeats) return [{ bindings }];
    const over = this.evaluate(repeats.over, { instance, path: declared.path, bindings });
    return this.#loop(repeats.names, repeats.first, over, bindings);
  }

  #loop(
    names: readonly string[],
    first: 'key' | 'item',
    over: Known,
    bindings: ReadonlyMap<string, Known>,
  ): readonly Iteration[] {
    const [one, two] = names;
    const bound = (key: Known | undefined, item: Known, open?: boolean): Iteration => {
      const inner = new Map(bindings);
      if (two === undefined) {
        if (one !== undefined) inner.set(one, item);
      } else {
        if (one !== undefined) inner.set(one, first === 'key' ? (key ?? unknown(item.at)) : item);
        inner.set(two, first === 'key' ? item : (key ?? unknown(item.at)));
      }
      return { bindings: inner, item, ...(key ? { key } : {}), ...(open ? { open } : {}) };
    };
    const found: Iteration[] = [];
    for (const option of optionsOf(settled(over))) {
      if (option.kind === 'list') {
        option.items.slice(0, MAX_ITEMS).forEach((item, i) => {
          const index: Known = { kind: 'number', text: String(i), at: item.at, through: [], settings: [] };
          // A set of texts is walked by the texts themselves.
          found.push(bound(first === 'key' && item.kind === 'text' && two === 'each.value' ? item : index, item));
        });
      } else if (option.kind === 'object') {
        for (const entry of option.entries.slice(0, MAX_ITEMS))
          found.push(bound({ kind: 'text', parts: [entry.key], at: entry.at, through: [], settings: [] }, entry.value));
      } else found.push(bound(undefined, itemOf(option), true));
      if ((option.kind === 'list' || option.kind === 'object') && option.open === true)
        found.push(bound(undefined, itemOf(option), true));
    }
    return found;
  }

  /** False when the text says that it does not exist; `undefined` when only a deployment tells. */
  exists(declared: Declared, instance: Instance, bindings: ReadonlyMap<string, Known>): boolean | undefined {
    return declared.when ? this.#truth(declared.when, { instance, path: declared.path, bindings }) : true;
  }

  // ---------------------------------------------------------------- formulas

  evaluate(formula: Formula, env: Env): Known {
    const at = placeIn(env.path, formula.span);
    this.#steps += 1;
    if (this.#depth > MAX_DEPTH || this.#steps > MAX_STEPS) return unknown(at);
    this.#depth += 1;
    const value = this.#evaluate(formula, env, at);
    this.#depth -= 1;
    return value;
  }

  #evaluate(formula: Formula, env: Env, at: Place): Known {
    const made = { at, through: [], settings: [] };
    switch (formula.kind) {
      case 'text': {
        const parts = formula.parts.map(part => (typeof part === 'string' ? part : this.evaluate(part, env)));
        return joinedText(parts, at);
      }
      case 'number':
      case 'boolean':
      case 'null':
        return { kind: formula.kind, text: formula.text, ...made };
      case 'list': {
        let open = false;
        const items = formula.items.flatMap(item => {
          if (item.kind !== 'spread') return [this.evaluate(item, env)];
          const spread = settled(this.evaluate(item.value, env));
          if (spread.kind === 'list') return spread.items;
          open = true;
          return [];
        });
        return { kind: 'list', items, ...(open ? { open } : {}), ...made };
      }
      case 'spread':
        return this.evaluate(formula.value, env);
      case 'object':
        return this.#object(formula.entries, env, at);
      case 'name':
        return this.#name(formula.name, env, at);
      case 'member':
        return this.#member(formula, env, at);
      case 'index':
        return this.#index(this.evaluate(formula.of, env), this.evaluate(formula.index, env), at);
      case 'each': {
        const of = settled(this.evaluate(formula.of, env));
        return of.kind === 'object' ? { kind: 'list', items: of.entries.map(entry => entry.value), ...made } : of;
      }
      case 'condition': {
        const truth = this.#truth(formula.test, env);
        if (truth !== undefined) return this.evaluate(truth ? formula.yes : formula.no, env);
        return oneOf([this.evaluate(formula.yes, env), this.evaluate(formula.no, env)], at);
      }
      case 'operation':
        return this.#operation(formula.operators, formula.operands, env, at);
      case 'loop': {
        const iterations = this.#loop(formula.names, formula.first, this.evaluate(formula.over, env), env.bindings);
        const inner = iterations
          .map(({ bindings, open }) => ({ env: { ...env, bindings }, open }))
          .filter(each => !formula.when || this.#truth(formula.when, each.env) !== false);
        const open = inner.some(each => each.open) ? { open: true } : {};
        const { key } = formula;
        if (!key)
          return { kind: 'list', items: inner.map(each => this.evaluate(formula.value, each.env)), ...open, ...made };
        const entries = inner.map(each => ({
          key: textOfKnown(this.evaluate(key, each.env)) ?? '*',
          at,
          value: this.evaluate(formula.value, each.env),
        }));
        return { kind: 'object', entries, ...open, ...made };
      }
      case 'call':
        return this.#call(formula.name, formula.args, env, at);
      default:
        return unknown(at);
    }
  }

  #object(formulas: readonly EntryFormula[], env: Env, at: Place): Known {
    const entries: KnownEntry[] = [];
    let open = false;
    for (const { key, value, span } of formulas) {
      if (value.kind === 'spread') {
        const spread = settled(this.evaluate(value.value, env));
        if (spread.kind === 'object') for (const entry of spread.entries) put(entries, entry);
        else open = true;
        continue;
      }
      const name = typeof key === 'string' ? key : (textOfKnown(this.evaluate(key, env)) ?? '*');
      entries.push({ key: name, at: placeIn(env.path, span), value: this.evaluate(value, env) });
    }
    return { kind: 'object', entries, ...(open ? { open } : {}), at, through: [], settings: [] };
  }

  // ---------------------------------------------------------------- names

  #name(name: string, env: Env, at: Place): Known {
    const bound = env.bindings.get(name);
    if (bound) return bound;
    for (let instance: Instance | undefined = env.instance; instance; instance = instance.outer) {
      const found = this.#parameter(name, instance, at) ?? this.#variable(name, instance, at);
      if (found) return found;
      const declared = instance.unit.things.get(name);
      if (declared) return thing(instance, declared, at);
    }
    return unknown(at);
  }

  #parameter(name: string, instance: Instance, at: Place): Known | undefined {
    const key = name.toLowerCase();
    const declared = instance.unit.parameters.get(key);
    if (!declared) return undefined;
    return this.#once(`${instance.id}\0p\0${key}`, at, () => {
      const given = instance.given.get(key)?.();
      const here = placeIn(declared.path, declared.span);
      // What is given may be nothing but the default again: an empty value of the deploying tool.
      if (given && !(given.kind === 'null' && declared.value))
        return passedOn(this.#withDefault(given, declared, instance), here);
      if (declared.value) return passedOn(this.#of(declared, { instance, path: declared.path, bindings: NONE }), here);
      return { kind: 'unknown', name: `${instance.id} ${name}`, at: here, through: [], settings: [] };
    });
  }

  /** A value from the environment without a default of its own is the parameter's default when it is not set. */
  #withDefault(given: Known, declared: Declared, instance: Instance): Known {
    if (given.kind !== 'env' || given.default || !declared.value) return given;
    return { ...given, default: this.#of(declared, { instance, path: declared.path, bindings: NONE }) };
  }

  #variable(name: string, instance: Instance, at: Place): Known | undefined {
    const declared = instance.unit.variables.get(name.toLowerCase());
    if (!declared?.value) return undefined;
    return this.#once(`${instance.id}\0v\0${name}`, at, () =>
      passedOn(
        this.#of(declared, { instance, path: declared.path, bindings: NONE }),
        placeIn(declared.path, declared.span),
      ),
    );
  }

  /** Each name is evaluated once in its instance; one that leads back to itself is unknown. */
  #once(key: string, at: Place, make: () => Known): Known {
    const known = this.#names.get(key);
    if (known) return known;
    if (this.#busy.has(key)) return unknown(at);
    this.#busy.add(key);
    const value = make();
    this.#busy.delete(key);
    this.#names.set(key, value);
    return value;
  }

  #of(declared: Declared, env: Env): Known {
    return declared.value ? this.evaluate(declared.value, env) : unknown(placeIn(declared.path, declared.span));
  }

  // ---------------------------------------------------------------- what is read from a value

  #member(formula: Formula & { kind: 'member' }, env: Env, at: Place): Known {
    const dotted = dottedOf(formula);
    if (env.instance.unit.syntax === 'terraform' && dotted) {
      const found = this.#terraform(dotted, env, at);
      if (found) return found;
    }
    return this.read(this.evaluate(formula.of, env), formula.name, at);
  }

  /** `var.x`, `local.x`, `each.value`, `module.x`, `data.t.x`, `t.x`. */
  #terraform(dotted: string, env: Env, at: Place): Known | undefined {
    const bound = env.bindings.get(dotted);
    if (bound) return bound;
    const [root = '', name = '', ...rest] = dotted.split('.');
    if (rest.length === 0 && root === 'var') return this.#parameter(name, env.instance, at);
    if (rest.length === 0 && root === 'local') return this.#variable(name, env.instance, at);
    const declared = env.instance.unit.things.get(dotted);
    return declared && thing(env.instance, declared, at);
  }

  /** A property of a value. */
  read(value: Known, name: string, at: Place): Known {
    switch (value.kind) {
      case 'choice':
        return oneOf(
          value.options.map(option => this.read(option, name, at)),
          at,
        );
      case 'object': {
        const entry = entryOf(value, name);
        if (entry) return passedOn(entry.value, at);
        return value.open === true ? unknown(at) : { kind: 'null', text: 'null', at, through: [], settings: [] };
      }
      case 'list':
        // Of a splat: what every item has.
        return { ...value, items: value.items.map(item => this.read(item, name, at)) };
      case 'env':
        return value.default ? this.read(value.default, name, at) : unknown(at);
      case 'unknown':
        return value.name === undefined ? unknown(at) : { ...value, name: `${value.name}.${name}`, at };
      case 'resource':
        return this.#attribute(value, name, at);
      default:
        return unknown(at);
    }
  }

  #attribute(value: Known & { kind: 'resource' }, name: string, at: Place): Known {
    const { declared, instance, path } = value;
    const deeper: Known = { ...value, path: [...path, name], at };
    const isModule = declared.kind === 'module';
    const output = isModule
      ? instance.unit.syntax === 'terraform'
        ? path.length === 0
          ? name
          : undefined
        : path.length === 1 && path[0] === 'outputs'
          ? name
          : path.length === 2 && path[0] === 'outputs' && name === 'value'
            ? path[1]
            : undefined
      : undefined;
    if (output !== undefined) return this.#output(value, output, deeper, at);
    if (isModule || path.length > 0) return deeper;
    const found = this.#chosen(value).map(iteration => {
      const body = this.property(declared, instance, iteration.bindings, name);
      return body && body.kind !== 'null' ? body : undefined;
    });
    const known = found.filter(each => each !== undefined);
    return known.length > 0 && known.length === found.length ? passedOn(oneOf(known, at), at) : deeper;
  }

  #output(value: Known & { kind: 'resource' }, name: string, otherwise: Known, at: Place): Known {
    const found = this.#chosen(value).flatMap(iteration => {
      const callee = this.callee(value.instance, value.declared, iteration);
      const output = callee?.unit.outputs.get(name.toLowerCase());
      if (!callee || !output?.value) return [];
      const key = `${callee.id}\0o\0${name}`;
      return [
        this.#once(key, at, () =>
          passedOn(
            this.#of(output, { instance: callee, path: output.path, bindings: NONE }),
            placeIn(output.path, output.span),
          ),
        ),
      ];
    });
    return found.length > 0 ? passedOn(oneOf(found, at), at) : otherwise;
  }

  /** The repetitions a reference may mean. */
  #chosen({ declared, instance, index }: Known & { kind: 'resource' }): readonly Iteration[] {
    const all = this.iterations(declared, instance);
    const wanted = index && plainText(index);
    if (wanted === undefined) return all;
    const named = all.filter(
      iteration => iteration.open !== true && iteration.key && textOfKnown(iteration.key) === wanted,
    );
    return named.length > 0 ? named : all;
  }

  /** A property of a declaration's body, without evaluating the others. */
  property(
    declared: Declared,
    instance: Instance,
    bindings: ReadonlyMap<string, Known>,
    name: string,
  ): Known | undefined {
    const body = declared.value;
    if (body?.kind !== 'object') return undefined;
    const entry = body.entries.find(
      each => typeof each.key === 'string' && each.key.toLowerCase() === name.toLowerCase(),
    );
    return entry && this.evaluate(entry.value, { instance, path: declared.path, bindings });
  }

  #index(of: Known, index: Known, at: Place): Known {
    const value = settled(of);
    if (value.kind === 'choice')
      return oneOf(
        value.options.map(option => this.#index(option, index, at)),
        at,
      );
    const text = plainText(index);
    if (value.kind === 'resource') return { ...value, index, at };
    if (value.kind === 'list') {
      const item = text === undefined ? undefined : value.items[Number(text)];
      if (item) return passedOn(item, at);
      return value.items.length > 0 && text === undefined ? oneOf(value.items, at) : unknown(at);
    }
    if (value.kind === 'object') {
      const entry = text === undefined ? undefined : entryOf(value, text);
      if (entry) return passedOn(entry.value, at);
      if (text === undefined && value.entries.length > 0)
        return oneOf(
          value.entries.map(each => each.value),
          at,
        );
    }
    return value.kind === 'unknown' && value.name !== undefined && text !== undefined
      ? { ...value, name: `${value.name}[${text}]`, at }
      : unknown(at);
  }

  // ---------------------------------------------------------------- conditions and functions

  #truth(formula: Formula, env: Env): boolean | undefined {
    const options = optionsOf(this.evaluate(formula, env)).map(truthOf);
    const [first] = options;
    return options.every(each => each === first) ? first : undefined;
  }

  #operation(operators: readonly string[], operands: readonly Formula[], env: Env, at: Place): Known {
    const boolean = (value: boolean | undefined): Known =>
      value === undefined ? unknown(at) : { kind: 'boolean', text: String(value), at, through: [], settings: [] };
    const [operator] = operators;
    if (operator === '??') {
      const values: Known[] = [];
      for (const operand of operands) {
        const value = this.evaluate(operand, env);
        if (value.kind === 'null') continue;
        values.push(value);
        if (value.kind !== 'unknown' && value.kind !== 'choice') break;
      }
      return values.length > 0 ? oneOf(values, at) : { kind: 'null', text: 'null', at, through: [], settings: [] };
    }
    if (operator === '!' && operands[0]) {
      const truth = this.#truth(operands[0], env);
      return boolean(truth === undefined ? undefined : !truth);
    }
    if (operator === '&&' || operator === '||') {
      const truths = operands.map(operand => this.#truth(operand, env));
      const decides = operator === '||';
      if (truths.includes(decides)) return boolean(decides);
      return boolean(truths.includes(undefined) ? undefined : !decides);
    }
    const [left, right] = operands.map(operand => this.evaluate(operand, env));
    if (operator === '-' && left && !right && left.kind === 'number') return { ...left, text: `-${left.text}` };
    if (!left || !right || operators.length !== 1) return unknown(at);
    return compared(operator ?? '', left, right, at);
  }

  #call(name: string, args: readonly Formula[], env: Env, at: Place): Known {
    const lower = name.toLowerCase();
    const [first, second] = args;
    if ((lower === 'map' || lower === 'filter') && first && second?.kind === 'lambda') {
      const over = settled(this.evaluate(first, env));
      if (over.kind !== 'list') return unknown(at);
      const bound = (item: Known): Env => ({
        ...env,
        bindings: new Map([...env.bindings, [second.names[0] ?? '', item]]),
      });
      const items =
        lower === 'map'
          ? over.items.map(item => this.evaluate(second.value, bound(item)))
          : over.items.filter(item => this.#truth(second.value, bound(item)) !== false);
      return { ...over, items, at };
    }
    if (lower === 'try' || lower === 'coalesce') {
      const values = args.map(arg => this.evaluate(arg, env));
      const known = values.findIndex(value => value.kind !== 'null' && value.kind !== 'unknown');
      if (known < 0) return values[0] ?? unknown(at);
      // An unknown before it may win at deployment, and has no text to show.
      return values[known] ?? unknown(at);
    }
    const values = args.map(arg => this.evaluate(arg, env));
    if (LOADS.has(lower) || lower === 'file' || lower === 'templatefile')
      return this.#loaded(lower, values, env, at) ?? unknown(at);
    return callFunction(lower, values, at) ?? this.#asked(lower, values, env, at);
  }

  /** `resourceId(type, name)` and `reference(…)` of a template are the resource they name. */
  #asked(name: string, values: readonly Known[], env: Env, at: Place): Known {
    const [first] = values;
    if (name.startsWith('.') && first?.kind === 'resource')
      return { ...first, path: [...first.path, `${name.slice(1)}()`], at };
    if ((name === 'reference' || name.startsWith('list')) && first?.kind === 'resource')
      return { ...first, path: name === 'reference' ? [] : [...first.path.slice(0, 0), `${name}()`], at };
    if (name.endsWith('resourceid')) {
      const type = values.find(value => value.kind === 'text' && (plainText(value) ?? '').includes('/'));
      const last = values.at(-1);
      const wanted = last && textOfKnown(last);
      for (const declared of env.instance.unit.things.values()) {
        if (type === undefined || declared.type?.toLowerCase() !== plainText(type)?.toLowerCase()) continue;
        const own = this.property(declared, env.instance, env.bindings, 'name');
        const text = own && textOfKnown(own);
        if (text !== undefined && (text === wanted || text.endsWith(`/${wanted ?? ''}`)))
          return { ...thing(env.instance, declared, at), path: ['id'] } as Known;
      }
    }
    return unknown(at);
  }

  #loaded(name: string, values: readonly Known[], env: Env, at: Place): Known | undefined {
    const [first, second] = values;
    // `yamldecode(file(…))`: the file is known by what it holds already.
    if (first && first.kind !== 'text' && LOADS.has(name)) return first;
    const path = first && textOfKnown(first);
    if (path === undefined) return undefined;
    const target = joinPath(dirOf(env.path), path.replace(/^\*\//, ''));
    const document = this.units.document(target);
    if (!document) return undefined;
    const given = second && settled(second);
    const bindings = new Map(env.bindings);
    if (name === 'templatefile' && given?.kind === 'object')
      for (const entry of given.entries) bindings.set(entry.key, entry.value);
    let value = this.evaluate(document, { instance: env.instance, path: target, bindings });
    const inner = name.startsWith('load') && second ? plainText(second) : undefined;
    for (const step of inner?.replace(/^\$\.?/, '').split('.') ?? [])
      if (step !== '') value = this.read(value, step, at);
    return passedOn(value, at);
  }
}

const LOADS = new Set(['loadjsoncontent', 'loadyamlcontent', 'jsondecode', 'yamldecode']);

// ---------------------------------------------------------------- helpers

export const unknown = (at: Place): Known => ({ kind: 'unknown', at, through: [], settings: [] });

const placeIn = (path: string, span: Span): Place => ({ path, line: span.line });

function thing(instance: Instance, declared: Declared, at: Place): Known {
  return { kind: 'resource', instance, declared, path: [], at, through: [], settings: [] };
}

/** The same value, one name further from where it is written. */
function passedOn(value: Known, at: Place): Known {
  const [next] = value.through;
  if ((next?.path === at.path && next.line === at.line) || (value.at.path === at.path && value.at.line === at.line))
    return value;
  return value.through.length > 24 ? value : { ...value, through: [at, ...value.through] };
}

const passed = (value: Known, path: string, span: Span): Known => passedOn(value, placeIn(path, span));

/** The default of an environment read, where a structure is asked for. */
function settled(value: Known): Known {
  return value.kind === 'env' && value.default && value.default.kind !== 'text' ? value.default : value;
}

function entryOf(value: ObjectKnown, name: string): KnownEntry | undefined {
  const wanted = name.toLowerCase();
  return (
    value.entries.findLast(entry => entry.key === name) ??
    value.entries.find(entry => entry.key.toLowerCase() === wanted)
  );
}

function put(entries: KnownEntry[], entry: KnownEntry): void {
  const at = entries.findIndex(each => each.key === entry.key);
  if (at < 0) entries.push(entry);
  else entries[at] = entry;
}

/** One item of something whose items are not known. */
function itemOf(value: Known): Known {
  return value.kind === 'unknown' && value.name !== undefined
    ? { ...value, name: `${value.name}[]` }
    : unknown(value.at);
}

function joinedText(parts: readonly (string | Known)[], at: Place): Known {
  const flat: (string | Known)[] = [];
  const through: Place[] = [];
  for (const part of parts) {
    const known = typeof part === 'string' ? undefined : part;
    const pieces =
      typeof part === 'string'
        ? [part]
        : part.kind === 'text'
          ? part.parts
          : part.kind === 'number' || part.kind === 'boolean'
            ? [part.text]
            : [part];
    if (known && known.kind === 'text') through.push(...known.through, known.at);
    for (const piece of pieces) {
      const last = flat.at(-1);
      if (typeof piece === 'string' && typeof last === 'string') flat[flat.length - 1] = last + piece;
      else if (piece !== '') flat.push(piece);
    }
  }
  // A choice in a text is a choice of texts.
  const choices = flat.findIndex(part => typeof part !== 'string' && part.kind === 'choice');
  const chosen = flat[choices];
  if (chosen !== undefined && typeof chosen !== 'string' && chosen.kind === 'choice' && chosen.options.length <= 4)
    return oneOf(
      chosen.options.map(option => joinedText([...flat.slice(0, choices), option, ...flat.slice(choices + 1)], at)),
      at,
    );
  return { kind: 'text', parts: flat, at, through: through.slice(0, 8), settings: [] };
}

function truthOf(value: Known): boolean | undefined {
  if (value.kind === 'boolean') return value.text === 'true';
  if (value.kind === 'text') {
    const text = plainText(value);
    return text === 'true' ? true : text === 'false' ? false : undefined;
  }
  return value.kind === 'env' && value.default ? truthOf(value.default) : undefined;
}

function compared(operator: string, left: Known, right: Known, at: Place): Known {
  const made = (truth: boolean): Known => ({ kind: 'boolean', text: String(truth), at, through: [], settings: [] });
  const text = (value: Known): string | undefined =>
    isEmpty(value) ? '' : value.kind === 'null' ? '' : plainText(value);
  if (left.kind === 'choice' || right.kind === 'choice') return unknown(at);
  const [a, b] = [text(left), text(right)];
  if (a === undefined || b === undefined) return unknown(at);
  const numbers = left.kind === 'number' && right.kind === 'number';
  switch (operator) {
    case '==':
      return made(a === b);
    case '=~':
      return made(a.toLowerCase() === b.toLowerCase());
    case '!=':
      return made(a !== b);
    case '!~':
      return made(a.toLowerCase() !== b.toLowerCase());
    case '>':
    case '<':
    case '>=':
    case '<=': {
      if (!numbers) return unknown(at);
      const difference = Number(a) - Number(b);
      return made(
        operator === '>'
          ? difference > 0
          : operator === '<'
            ? difference < 0
            : operator === '>='
              ? difference >= 0
              : difference <= 0,
      );
    }
    case '+':
      return numbers ? { ...left, text: String(Number(a) + Number(b)), at } : unknown(at);
    default:
      return unknown(at);
  }
}

/** `a.b.c` when it is names all the way. */
function dottedOf(formula: Formula): string | undefined {
  if (formula.kind === 'name') return formula.name;
  if (formula.kind !== 'member') return undefined;
  const of = dottedOf(formula.of);
  return of === undefined ? undefined : `${of}.${formula.name}`;
}

/** The arguments of a module call. */
export function argumentsOf(declared: Declared): readonly EntryFormula[] {
  const body = declared.value;
  if (body?.kind !== 'object') return [];
  const params = body.entries.find(entry => entry.key === 'params')?.value;
  if (params?.kind === 'object') return params.entries;
  return declared.name.startsWith('module.') ? body.entries : [];
}

function depthOf(instance: Instance): number {
  let depth = 0;
  for (let here = instance.caller?.instance; here; here = here.caller?.instance) depth += 1;
  return depth;
}

export type { Unit };
