/**
 * Follows a value from the code to where it is written: through settings and their definitions, configuration maps,
 * chart values, secrets of a vault, scripts, outputs and parameters of infrastructure code.
 */
import { dirOf, joinPath } from '../../base/paths.ts';
import { textOf, type Value } from '../../model/fact.ts';
import type { Place } from '../../model/place.ts';
import type { Evaluator } from './evaluate.ts';
import { oneOf, optionsOf, placesOf, textOfKnown, type Known } from './known.ts';
import { RANK, type Definition, type Rank, type Sites } from './sites.ts';
import type { Instance } from './units.ts';
import { keyOfSpan, writtenIn, type Written } from './written.ts';

/** One way a value was followed to its end. */
export interface Traced {
  readonly known: Known;
  /** Names of the settings travelled, nearest to the code first. */
  readonly via: readonly string[];
  readonly from: readonly Place[];
  /** Rank of the definition nearest to the code; undefined for what the code says itself. */
  readonly rank?: Rank;
}

const MAX_HOPS = 12;
const MAX_TRACED = 24;
/** A module called from many places is followed into this many. */
const MAX_INSTANCES = 6;

export interface TraceParts {
  readonly sites: Sites;
  readonly evaluator: Evaluator;
  readonly instances: readonly Instance[];
}

export class Tracer {
  readonly #parts: TraceParts;
  readonly #instancesOf = new Map<string, Instance[]>();
  readonly #written = new Map<string, ReadonlyMap<string, Written>>();

  constructor(parts: TraceParts) {
    this.#parts = parts;
    for (const instance of parts.instances) {
      const { id } = instance.unit;
      const known = this.#instancesOf.get(id);
      if (!known) this.#instancesOf.set(id, [instance]);
      else if (known.length < MAX_INSTANCES) known.push(instance);
    }
  }

  /** The formula of a definition in infrastructure code, with the instances it is evaluated in. */
  #formulaOf({ at, fact }: Definition): { written: Written; instances: readonly Instance[] } | undefined {
    const { evaluator } = this.#parts;
    const unit = evaluator.units.of(at.path);
    if (!unit) return undefined;
    let index = this.#written.get(unit.id);
    if (!index) this.#written.set(unit.id, (index = writtenIn(unit)));
    const written = index.get(keyOfSpan(at.path, fact.span));
    return written && { written, instances: this.#instancesOf.get(unit.id) ?? [evaluator.root(unit)] };
  }

  /** Every end a value leads to. */
  follow(value: Value, at: Place): Traced[] {
    return this.#follow(value, at, { via: [], from: [], seen: new Set() }).slice(0, MAX_TRACED);
  }

  /** Every end a setting leads to, the definition nearest to the running program first. */
  setting(name: string, at: Place): Traced[] {
    return this.#setting(name, at, { via: [], from: [], seen: new Set() }).slice(0, MAX_TRACED);
  }

  #follow(value: Value, at: Place, path: Path): Traced[] {
    const here = { path: at.path, line: value.span.line };
    const end = (known: Known): Traced[] => [
      {
        known,
        via: path.via,
        from: [...path.from, ...placesOf(known)],
        ...(path.rank === undefined ? {} : { rank: path.rank }),
      },
    ];
    switch (value.kind) {
      case 'literal':
        return value.type === 'null' ? [] : this.#text(value.text, here, path);
      case 'env':
        return this.#environment(value, at, path);
      case 'choice':
        return this.#choice(value.options, at, path);
      case 'template':
        return this.#template(value, at, here, path);
      case 'reference':
        return this.#reference(value.name, at, path);
      case 'call': {
        // `$(azd env get-value NAME)` and the like name the setting they read.
        const read = /\b(?:get-values?|output)\b(?:\s+-\S+)*\s+([A-Za-z_]\w*)(?:\s+-\S+)*$/.exec(spoken(value))?.[1];
        if (read !== undefined) return this.#setting(read, at, path);
        return [];
      }
      default:
        return end({ kind: 'unknown', at: here, through: [], settings: [] }).slice(0, 0);
    }
  }

  /** In a settings file the first that is set wins; code may choose for reasons of its own. */
  #choice(options: readonly Value[], at: Place, path: Path): Traced[] {
    const [first, ...others] = options;
    if (!first) return [];
    const ends = this.#follow(first, at, path);
    const set = path.rank !== undefined && ends.some(({ known }) => textOfKnown(known) !== '');
    return set ? ends : [...ends, ...others.flatMap(option => this.#follow(option, at, path))];
  }

  /** A default holds only where nothing but a sample sets the variable. */
  #environment(value: Value & { kind: 'env' }, at: Place, path: Path): Traced[] {
    const set = this.#setting(value.name, at, path);
    const isSet = set.some(({ rank, known }) => rank !== RANK.sample && textOfKnown(known) !== '');
    if (isSet || !value.default) return set;
    return [...set, ...this.#follow(value.default, at, { ...path, via: [...path.via, value.name] })];
  }

  #text(text: string, here: Place, path: Path): Traced[] {
    const vault = secretName(text);
    if (vault !== undefined) return this.#setting(vault, here, path);
    const known: Known = { kind: 'text', parts: text === '' ? [] : [text], at: here, through: [], settings: [] };
    return [
      { known, via: path.via, from: [...path.from, here], ...(path.rank === undefined ? {} : { rank: path.rank }) },
    ];
  }

  /** Holes are followed too; a hole with one end is filled in. */
  #template(value: Value & { kind: 'template' }, at: Place, here: Place, path: Path): Traced[] {
    const vault = secretName(value.text);
    if (vault !== undefined) return this.#setting(vault, at, path);
    const parts = value.text.split('*');
    if (parts.length !== value.holes.length + 1) return [];
    const filled: (string | Known)[] = [];
    let via = path.via;
    let from = path.from;
    for (const [i, part] of parts.entries()) {
      if (part !== '') filled.push(part);
      const hole = value.holes[i];
      if (!hole) continue;
      const ends =
        hole.kind === 'literal' ? [] : this.#follow(hole, at, path).filter(end => textOfKnown(end.known) !== '');
      const [first] = ends;
      if (hole.kind === 'literal') filled.push(hole.text);
      else if (first) {
        filled.push(
          oneOf(
            ends.map(end => end.known),
            here,
          ),
        );
        via = first.via;
        from = first.from;
      } else filled.push({ kind: 'unknown', at: here, through: [], settings: [] });
    }
    const [only] = filled;
    const known: Known =
      filled.length === 1 && only !== undefined && typeof only !== 'string'
        ? only
        : { kind: 'text', parts: filled, at: here, through: [], settings: [] };
    return optionsOf(known).map(option => ({
      known: option,
      via,
      from: [...from, here],
      ...(path.rank === undefined ? {} : { rank: path.rank }),
    }));
  }

  // ---------------------------------------------------------------- names

  #reference(name: string, at: Place, path: Path): Traced[] {
    const context = /^(?:secrets|vars|env|variables|parameters|inputs)\.([A-Za-z_][\w-]*)$/.exec(name)?.[1];
    if (context !== undefined) return this.#setting(context, at, path);
    const chart = /^\.?Values\.(.+)$/.exec(name)?.[1];
    if (chart !== undefined) return this.#chartValue(chart, at, path);
    const outputs = /(?:^|\.)outputs?\.([A-Za-z_]\w*)(?:\.value)?$/.exec(name)?.[1];
    if (outputs !== undefined) return this.#setting(outputs, at, path);
    if (this.#parts.sites.definitions.has(this.#parts.sites.keyOf(name))) return this.#setting(name, at, path);
    const key = name.slice(name.lastIndexOf('.') + 1);
    return this.#mapKey(name.slice(0, Math.max(0, name.length - key.length - 1)), key, at, path);
  }

  /** A key of a configuration map or secret of the cluster. */
  #mapKey(map: string, key: string, at: Place, path: Path): Traced[] {
    const definitions = [
      ...(this.#parts.sites.definitions.get(this.#parts.sites.keyOf(key)) ?? []),
      ...this.#byLastKey(key),
    ];
    const inMaps = definitions.filter(({ keys }) =>
      /^(?:data|stringData|from-literal|literals)$/i.test(keys.at(-2) ?? ''),
    );
    void map;
    return this.#defined(key, inMaps.length > 0 ? inMaps : [], at, path);
  }

  #byLastKey(key: string): readonly Definition[] {
    return (
      this.#parts.sites.byPath.get(`data.${key}`.toLowerCase()) ??
      this.#parts.sites.byPath.get(`stringdata.${key}`.toLowerCase()) ??
      []
    );
  }

  /** A value of a chart: what is set on the command line, then its values files. */
  #chartValue(dotted: string, at: Place, path: Path): Traced[] {
    const { sites } = this.#parts;
    const set = (sites.definitions.get(sites.keyOf(dotted)) ?? []).filter(({ keys }) => /^set/.test(keys[0] ?? ''));
    const chart = chartOf(at.path);
    const given = (sites.byPath.get(dotted.toLowerCase()) ?? []).filter(
      ({ at: where, keys }) => /(?:^|\/)values[^/]*\.ya?ml$/.test(where.path) && !/^set/.test(keys[0] ?? ''),
    );
    const own = given.filter(definition => chart !== undefined && definition.at.path.startsWith(chart));
    return this.#defined(dotted, [...set, ...(own.length > 0 ? own : given)], at, path);
  }

  #setting(name: string, at: Place, path: Path): Traced[] {
    const { sites } = this.#parts;
    const key = sites.keyOf(name);
    const definitions = sites.definitions.get(key) ?? sites.outputs.get(key) ?? [];
    const own = this.#defined(name, definitions, at, path);
    const local = this.#scriptVariable(name, at, path);
    const given = sites.reads.get(key) ?? [];
    const fallbacks =
      own.length + local.length > 0
        ? []
        : given.flatMap(read =>
            read.fallback && read.at.path === at.path
              ? this.#follow(read.fallback, read.at, step(path, name, read.at))
              : [],
          );
    return [...local, ...own, ...fallbacks];
  }

  /** A variable of the script at hand, or of one that it sources. */
  #scriptVariable(name: string, at: Place, path: Path): Traced[] {
    const { scripts } = this.#parts.sites;
    if (!scripts.has(at.path)) return [];
    const files = [
      at.path,
      ...(scripts.get(at.path)?.sources ?? []).map(source =>
        joinPath(dirOf(at.path), source.replace(/^\$[\w{}]+\//, '')),
      ),
    ];
    for (const file of files) {
      const definitions = scripts.get(file)?.variables.get(name) ?? [];
      if (definitions.length > 0)
        return definitions.flatMap(({ value, at: where }) =>
          path.seen.has(`${where.path}:${where.line}`)
            ? []
            : this.#follow(value, where, {
                ...step(path, undefined, where),
                seen: new Set([...path.seen, `${where.path}:${where.line}`]),
              }),
        );
    }
    return [];
  }

  #defined(name: string, definitions: readonly Definition[], at: Place, path: Path): Traced[] {
    const { sites } = this.#parts;
    const key = sites.keyOf(name);
    if (path.seen.has(key) || path.via.length > MAX_HOPS) return [];
    const seen = new Set([...path.seen, key]);
    const near = nearest(definitions, at);
    return near.flatMap(definition => {
      const shown = definition.name;
      const onward = { ...step(path, shown, definition.at), seen, rank: path.rank ?? definition.rank };
      return this.#valueOf(definition, onward);
    });
  }

  #valueOf(definition: Definition, path: Path): Traced[] {
    if (definition.known) return this.#ends(definition.known(), definition, path);
    const found = this.#formulaOf(definition);
    if (!found) return this.#follow(definition.value, definition.at, path);
    const { declared, formula } = found.written;
    return found.instances.flatMap(instance =>
      this.#parts.evaluator
        .iterations(declared, instance)
        .slice(0, 8)
        .flatMap(({ bindings }) =>
          this.#ends(
            this.#parts.evaluator.evaluate(formula, { instance, path: declared.path, bindings }),
            definition,
            path,
          ),
        ),
    );
  }

  /** What infrastructure code gives; it may name a secret, or read what somebody else sets. */
  #ends(value: Known, definition: Definition, path: Path): Traced[] {
    return optionsOf(value).flatMap(known => {
      const vault = known.kind === 'text' ? secretName(textOfKnown(known) ?? '') : undefined;
      if (vault !== undefined) return this.#setting(vault, definition.at, path);
      const reads = known.kind === 'env' ? known : undefined;
      const outer = reads ? this.#setting(reads.name, definition.at, path) : [];
      const via = reads ? [...path.via, reads.name] : path.via;
      const own: Traced = {
        known,
        via,
        from: [...path.from, ...placesOf(known)],
        ...(path.rank === undefined ? {} : { rank: path.rank }),
      };
      return [...outer.slice(0, 4), own];
    });
  }
}

interface Path {
  readonly via: readonly string[];
  readonly from: readonly Place[];
  readonly seen: ReadonlySet<string>;
  readonly rank?: Rank;
}

function step(path: Path, name: string | undefined, at: Place): Path {
  const via = name === undefined || path.via.includes(name) ? path.via : [...path.via, name];
  return { ...path, via, from: [...path.from, at] };
}

/** Definitions in the order in which they win: by rank, and those of the same part of the tree before others. */
function nearest(definitions: readonly Definition[], at: Place): Definition[] {
  const shared = (path: string): number => {
    const [a, b] = [dirOf(path).split('/'), dirOf(at.path).split('/')];
    let i = 0;
    while (i < a.length && i < b.length && a[i] === b[i]) i += 1;
    return i;
  };
  return [...definitions].sort((a, b) => b.rank - a.rank || shared(b.at.path) - shared(a.at.path)).slice(0, 12);
}

/** The folder of the chart a template stands in. */
function chartOf(path: string): string | undefined {
  const at = path.indexOf('templates/');
  return at < 0 ? undefined : path.slice(0, at);
}

/** `@…(SecretUri=https://vault/secrets/NAME/)` and `@…(VaultName=…;SecretName=NAME)`: the secret that is meant. */
function secretName(text: string): string | undefined {
  if (!text.startsWith('@')) return undefined;
  return /SecretName=([\w-]+)/i.exec(text)?.[1] ?? /\/secrets\/([\w-]+)/i.exec(text)?.[1];
}

/** A command as it is spoken: its program, words and flags in order. */
function spoken({ callee, args, named }: Value & { kind: 'call' }): string {
  const words = (value: Value): string[] => {
    const text = textOf(value);
    return text === undefined ? [] : [text];
  };
  return [callee, ...named.flatMap(({ name, value }) => [name, ...words(value)]), ...args.flatMap(words)].join(' ');
}
