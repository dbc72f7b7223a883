/**
 * Which declarations share names (a Terraform folder, a Bicep file, a template), which unit calls which, and with what
 * parameters each is deployed.
 */
import { compareText } from '../../base/text.ts';
import { dirOf, joinPath } from '../../base/paths.ts';
import type { Place } from '../../model/place.ts';
import type { Declaration, Formula, Program } from '../../model/program.ts';
import type { Known } from './known.ts';

export interface Declared extends Declaration {
  readonly path: string;
}

export interface Unit {
  /** Path of the file, or the folder with a slash at its end. */
  readonly id: string;
  readonly syntax: Program['syntax'];
  readonly dir: string;
  readonly parameters: ReadonlyMap<string, Declared>;
  readonly variables: ReadonlyMap<string, Declared>;
  readonly outputs: ReadonlyMap<string, Declared>;
  /** Resources, existing ones and modules, by name and in order. */
  readonly things: ReadonlyMap<string, Declared>;
}

/** One file of parameters: values under an environment's name. */
export interface ParameterSet {
  readonly path: string;
  readonly values: ReadonlyMap<string, Declared>;
}

/** A unit as it is deployed or called once, with its arguments. */
export interface Instance {
  readonly id: string;
  readonly unit: Unit;
  /** Arguments given, evaluated when asked. */
  readonly given: ReadonlyMap<string, () => Known>;
  /** The instance whose names a nested template may use. */
  readonly outer?: Instance;
  readonly caller?: { readonly instance: Instance; readonly declared: Declared };
  readonly parameters?: ParameterSet;
}

export interface UnitFile {
  readonly path: string;
  readonly program: Program;
}

export class Units {
  readonly #units = new Map<string, Unit>();
  readonly #called = new Set<string>();
  readonly #byFile = new Map<string, Unit>();
  readonly #parameters = new Map<string, ParameterSet[]>();
  readonly #documents = new Map<string, Formula>();
  /** Values given in parameter files that their template does not declare. */
  readonly undeclared: { readonly name: string; readonly at: Place; readonly template: string }[] = [];

  constructor(files: readonly UnitFile[]) {
    const terraform = new Map<string, UnitFile[]>();
    for (const file of files) {
      const { path, program } = file;
      if (program.document) this.#documents.set(path, program.document);
      if (program.syntax === 'terraform') {
        const dir = dirOf(path);
        terraform.set(dir, [...(terraform.get(dir) ?? []), file]);
      } else if (program.syntax === 'bicep' || program.syntax === 'arm') {
        this.#units.set(path, unitOf(path, dirOf(path), [file]));
      }
    }
    for (const [dir, list] of terraform) this.#units.set(`${dir}/`, unitOf(`${dir}/`, dir, list));
    for (const { path } of files) {
      const unit = this.#units.get(path) ?? this.#units.get(`${dirOf(path)}/`);
      if (unit) this.#byFile.set(path, unit);
    }
    for (const unit of this.#units.values()) {
      for (const declared of unit.things.values()) {
        const target = this.target(unit, declared);
        if (target && target !== unit) this.#called.add(target.id);
      }
    }
    for (const file of files) if (file.program.syntax === 'parameters') this.#assign(file);
  }

  all(): Unit[] {
    return [...this.#units.values()].sort((a, b) => compareText(a.id, b.id));
  }

  /** The unit that a module calls, where it is part of the tree. */
  target(unit: Unit, { kind, type }: Declared): Unit | undefined {
    if (kind !== 'module' || type === undefined || /^(?:br|ts|git|https?)[:/]/.test(type)) return undefined;
    const path = joinPath(unit.dir, type.replace(/\?.*$/, '').replace(/^.*:\/\//, ''));
    return unit.syntax === 'terraform'
      ? type.startsWith('.')
        ? this.#units.get(`${path}/`)
        : undefined
      : this.#units.get(path);
  }

  /** The unit a file belongs to. */
  of(path: string): Unit | undefined {
    return this.#byFile.get(path);
  }

  /** Units that hold one of the declarations asked for, or call a unit that does. */
  reaching(holds: (declared: Declared) => boolean): ReadonlySet<string> {
    const callers = new Map<string, string[]>();
    const open: string[] = [];
    const has = (declared: Declared): boolean =>
      holds(declared) || (declared.inner?.declarations.some(inner => has({ ...inner, path: declared.path })) ?? false);
    for (const unit of this.#units.values()) {
      for (const declared of unit.things.values()) {
        const target = this.target(unit, declared);
        if (target) callers.set(target.id, [...(callers.get(target.id) ?? []), unit.id]);
      }
      if ([...unit.things.values()].some(has)) open.push(unit.id);
    }
    const reached = new Set(open);
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      for (const caller of callers.get(next) ?? []) {
        if (reached.has(caller)) continue;
        reached.add(caller);
        open.push(caller);
      }
    }
    return reached;
  }

  document(path: string): Formula | undefined {
    return this.#documents.get(path);
  }

  /** Units that are deployed for themselves, each once for every set of parameters. */
  roots(): { readonly unit: Unit; readonly parameters?: ParameterSet }[] {
    return this.all().flatMap(unit => {
      const sets = this.#parameters.get(unit.id) ?? [];
      if (sets.length > 0) return sets.map(parameters => ({ unit, parameters }));
      return this.#called.has(unit.id) ? [] : [{ unit }];
    });
  }

  // ---------------------------------------------------------------- parameter files

  #assign({ path, program }: UnitFile): void {
    const values = new Map<string, Declared>();
    for (const declaration of program.declarations)
      if (declaration.kind === 'assignment') values.set(declaration.name.toLowerCase(), { ...declaration, path });
    if (values.size === 0) return;
    const unit = this.#templateOf(path, program, values);
    if (!unit) return;
    for (const [name, { span }] of values)
      if (!unit.parameters.has(name))
        this.undeclared.push({
          name: values.get(name)?.name ?? name,
          at: { path, line: span.line },
          template: unit.id,
        });
    this.#parameters.set(unit.id, [...(this.#parameters.get(unit.id) ?? []), { path, values }]);
  }

  #templateOf(path: string, program: Program, values: ReadonlyMap<string, Declared>): Unit | undefined {
    const dir = dirOf(path);
    if (program.using !== undefined) return this.#units.get(joinPath(dir, program.using));
    if (/\.tfvars(?:\.json)?$/.test(path)) {
      for (let at = dir; ; at = dirOf(at)) {
        const unit = this.#units.get(`${at}/`);
        if (unit && declaresSome(unit, values)) return unit;
        if (at === '') return undefined;
      }
    }
    const base = path.slice(path.lastIndexOf('/') + 1);
    const [stem = ''] = base.split('.');
    const near = (folder: string): Unit[] =>
      this.all().filter(unit => unit.syntax !== 'terraform' && unit.dir === folder && declaresSome(unit, values));
    for (const folder of dir === dirOf(dir) ? [dir] : [dir, dirOf(dir)]) {
      const units = near(folder);
      const named = units.filter(unit => unit.id.slice(unit.id.lastIndexOf('/') + 1).split('.')[0] === stem);
      const [first] = named;
      if (first) return named.find(unit => unit.syntax === 'bicep') ?? first;
      const free = units.filter(unit => !this.#called.has(unit.id));
      const best = best1(free, values);
      if (best) return best;
    }
    return undefined;
  }
}

/** The unit that declares most of the values, when one stands out. */
function best1(units: readonly Unit[], values: ReadonlyMap<string, Declared>): Unit | undefined {
  const scored = units
    .map(unit => ({ unit, score: [...values.keys()].filter(name => unit.parameters.has(name)).length }))
    .sort((a, b) => b.score - a.score);
  const [first, second] = scored;
  return first && first.score !== second?.score ? first.unit : undefined;
}

const declaresSome = (unit: Unit, values: ReadonlyMap<string, Declared>): boolean =>
  [...values.keys()].some(name => unit.parameters.has(name));

function unitOf(id: string, dir: string, files: readonly UnitFile[]): Unit {
  const parameters = new Map<string, Declared>();
  const variables = new Map<string, Declared>();
  const outputs = new Map<string, Declared>();
  const things = new Map<string, Declared>();
  const syntax = files[0]?.program.syntax ?? 'bicep';
  for (const { path, program } of files) {
    for (const declaration of program.declarations) {
      const declared = { ...declaration, path };
      // Names of templates do not care for case.
      const key = declaration.name.toLowerCase();
      if (declaration.kind === 'parameter') parameters.set(key, declared);
      else if (declaration.kind === 'variable') variables.set(key, declared);
      else if (declaration.kind === 'output') outputs.set(key, declared);
      else if (declaration.kind !== 'assignment') things.set(declaration.name, declared);
    }
  }
  return { id, syntax, dir, parameters, variables, outputs, things };
}

/** A unit made of the declarations of a nested template. */
export function nestedUnit(outer: Unit, declared: Declared, program: Program): Unit {
  return unitOf(`${outer.id}#${declared.name}`, outer.dir, [{ path: declared.path, program }]);
}
