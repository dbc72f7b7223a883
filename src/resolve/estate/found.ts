/** Resources as they are deployed: each repetition of each declaration in each instance, with its evaluated properties. */
import { compareText } from '../../base/text.ts';
import type { Place } from '../../model/place.ts';
import type { Evaluator, Iteration } from './evaluate.ts';
import { identityOf, oneOf, plainText, textOfKnown, type Known } from './known.ts';
import type { Declared, Instance } from './units.ts';
import type { Vocabulary } from './vocabulary.ts';

/** One resource in one instance. */
export interface Standing {
  /** Canonical name: `cognitive.account`. */
  readonly what: string;
  readonly type: string;
  readonly declared: Declared;
  readonly instance: Instance;
  readonly iteration: Iteration;
  readonly at: Place;
  /** False when the text says that it is not there. */
  readonly exists: boolean | undefined;
}

export class Found {
  readonly standing: readonly Standing[];
  readonly evaluator: Evaluator;
  readonly vocabulary: Vocabulary;
  readonly #bodies = new Map<Standing, Known | undefined>();
  readonly #empty = new Map<string, { readonly at: Place; readonly from?: string }>();

  constructor(evaluator: Evaluator, instances: readonly Instance[], vocabulary: Vocabulary) {
    this.evaluator = evaluator;
    this.vocabulary = vocabulary;
    const standing: Standing[] = [];
    for (const instance of instances) {
      for (const declared of instance.unit.things.values()) {
        if (declared.kind === 'module') continue;
        const type = this.#typeOf(declared, instance);
        const what = type === undefined ? undefined : vocabulary.nameOf(type);
        if (what === undefined || type === undefined) continue;
        const iterations = evaluator.iterations(declared, instance);
        if (iterations.length === 0 && what === 'cognitive.deployment' && declared.kind === 'resource')
          this.#missing(declared);
        for (const iteration of iterations)
          standing.push({
            what,
            type,
            declared,
            instance,
            iteration,
            at: { path: declared.path, line: declared.span.line },
            exists: this.#exists(declared, instance, iteration),
          });
      }
    }
    this.standing = standing.sort((a, b) => compareText(a.at.path, b.at.path) || a.at.line - b.at.line);
  }

  /** Remember a loop over nothing, unless the same place makes some elsewhere. */
  #missing(declared: Declared): void {
    const at = { path: declared.path, line: declared.span.line };
    const over = declared.repeats?.over;
    const from = over?.kind === 'name' || over?.kind === 'member' ? over.name : undefined;
    this.#empty.set(`${at.path}:${at.line}`, { at, ...(from === undefined ? {} : { from }) });
  }

  /** Places that make deployments from a list that is empty in every instance. */
  get empty(): readonly { readonly at: Place; readonly from?: string }[] {
    const made = new Set(this.standing.map(({ at }) => `${at.path}:${at.line}`));
    return [...this.#empty].filter(([key]) => !made.has(key)).map(([, empty]) => empty);
  }

  #exists(declared: Declared, instance: Instance, iteration: Iteration): boolean | undefined {
    const own = this.evaluator.exists(declared, instance, iteration.bindings);
    const { caller } = instance;
    if (own === false || !caller) return own;
    const around = this.evaluator.exists(caller.declared, caller.instance, new Map());
    return around === true ? own : around;
  }

  /** The type; a generic resource says in a property which one it is. */
  #typeOf(declared: Declared, instance: Instance): string | undefined {
    if (declared.type === undefined || this.vocabulary.nameOf(declared.type) !== undefined) return declared.type;
    if (instance.unit.syntax !== 'terraform') return declared.type;
    const named = this.evaluator.property(declared, instance, new Map(), 'type');
    return plainText(named)?.replace(/@.*$/, '') ?? declared.type;
  }

  /** A canonical property, by whichever path this type writes it. */
  property(resource: Standing, property: string): Known | undefined {
    for (const path of this.vocabulary.pathsOf(resource.type, property)) {
      for (const prefix of ['', 'body.']) {
        const value = this.at(resource, prefix + path);
        if (value && value.kind !== 'null' && !(value.kind === 'unknown' && value.name === undefined)) return value;
      }
    }
    return undefined;
  }

  at({ declared, instance, iteration }: Standing, path: string): Known | undefined {
    const [first = '', ...rest] = path.split('.');
    let value = this.evaluator.property(declared, instance, iteration.bindings, first);
    for (const step of rest) {
      if (!value) return undefined;
      // Blocks may be given as a list of one.
      const inner: Known = value.kind === 'list' && value.items.length > 0 ? oneOf(value.items, value.at) : value;
      value = this.evaluator.read(inner, step, inner.at);
    }
    return value;
  }

  /** The account a deployment is made in, here or in the module that hands it in. */
  accountOf(resource: Standing): Standing | undefined {
    const given = this.property(resource, 'account');
    const named =
      given?.kind === 'resource'
        ? this.#standingOf(given.instance, given.declared, given.index)
        : resource.declared.parent === undefined
          ? undefined
          : this.#byName(resource.instance, resource.declared.parent);
    if (!named || named.declared.kind !== 'existing') return named;
    // One that exists already may be made by another module: the same name is the same account.
    const identity = identityOf(
      this.property(named, 'name') ?? { kind: 'unknown', at: named.at, through: [], settings: [] },
    );
    if (identity === undefined) return named;
    const same = this.standing.filter(
      other => other.what === named.what && other.declared.kind === 'resource' && this.#nameOf(other) === identity,
    );
    return same[0] ?? named;
  }

  #nameOf(resource: Standing): string | undefined {
    const name = this.property(resource, 'name');
    return name && identityOf(name);
  }

  #byName(instance: Instance, name: string): Standing | undefined {
    const declared = instance.unit.things.get(name);
    return declared && this.#standingOf(instance, declared);
  }

  #standingOf(instance: Instance, declared: Declared, index?: Known): Standing | undefined {
    const all = this.standing.filter(each => each.instance.id === instance.id && each.declared.name === declared.name);
    const wanted = index && plainText(index);
    return all.find(each => wanted !== undefined && plainText(each.iteration.key) === wanted) ?? all[0];
  }

  /** All its properties. */
  body(resource: Standing): Known | undefined {
    if (this.#bodies.has(resource)) return this.#bodies.get(resource);
    const { declared, instance, iteration } = resource;
    const env = { instance, path: declared.path, bindings: iteration.bindings };
    const body = declared.value && this.evaluator.evaluate(declared.value, env);
    this.#bodies.set(resource, body);
    return body;
  }

  text(resource: Standing, property: string): string | undefined {
    const value = this.property(resource, property);
    return value && textOfKnown(value);
  }
}
