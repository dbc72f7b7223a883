/** Settings classes: each field of a `BaseSettings` class is an environment variable under the class's prefix. */
import { calleeName, keyword, positional } from './calls.ts';
import { constantText, word, type Context, type EnvAccess } from './context.ts';
import { dictParts } from './dicts.ts';
import type { Binding, ClassInfo } from './scopes.ts';
import { bare, preorder, type SyntaxNode } from './syntax.ts';
import { lastName } from './written.ts';

const MAX_BASES = 8;
const NOT_FIELDS = new Set(['model_config', 'env_prefix', 'Config']);

/** The environment variables that a settings class reads, one access per field and name; none for other classes. */
export function settingsFields(context: Context, info: ClassInfo): EnvAccess[] {
  const family = familyOf(context, info);
  if (!family.settings) return [];
  const prefix = prefixOf(context, family.classes);
  const found: EnvAccess[] = [];
  for (const bindings of info.scope.bindings.values()) {
    const field = bindings.at(-1);
    if (field) found.push(...fieldAccesses(context, field, prefix));
  }
  return found;
}

/** The variables behind a field that is read from a settings object: `settings.key`, `self.key`. */
export function settingOf(context: Context, attribute: SyntaxNode): EnvAccess[] {
  const object = attribute.get('object');
  const name = attribute.get('attribute');
  if (!object || !name) return [];
  for (const thing of context.denote(object)) {
    if (thing.kind !== 'instance' && thing.kind !== 'class') continue;
    const family = familyOf(context, thing.info);
    if (!family.settings) continue;
    for (const info of family.classes) {
      const field = info.scope.bindings.get(word(context, name))?.at(-1);
      if (field) return fieldAccesses(context, field, prefixOf(context, family.classes));
    }
  }
  return [];
}

interface Family {
  /** The class and the bases that this file defines, nearest first. */
  readonly classes: readonly ClassInfo[];
  readonly settings: boolean;
}

const families = new WeakMap<Context, Map<ClassInfo, Family>>();

function familyOf(context: Context, info: ClassInfo): Family {
  let known = families.get(context);
  if (!known) families.set(context, (known = new Map()));
  let family = known.get(info);
  if (!family) known.set(info, (family = seekFamily(context, info)));
  return family;
}

function seekFamily(context: Context, info: ClassInfo): Family {
  const classes: ClassInfo[] = [info];
  let settings = false;
  for (let i = 0; i < classes.length && i < MAX_BASES; i++) {
    for (const base of classes[i]!.bases) {
      for (const thing of context.denote(base)) {
        if (thing.kind === 'class' && !classes.includes(thing.info)) classes.push(thing.info);
        else if (thing.kind === 'symbol' && lastName(thing.name).endsWith('BaseSettings')) settings = true;
      }
    }
  }
  return { classes, settings };
}

function prefixOf(context: Context, classes: readonly ClassInfo[]): string {
  for (const info of classes) {
    const node = prefixNode(context, info);
    if (node) return constantText(context, node) ?? '';
  }
  return '';
}

function prefixNode(context: Context, info: ClassInfo): SyntaxNode | undefined {
  const body = info.scope.bindings;
  const config = body.get('model_config')?.at(-1)?.value;
  if (config) {
    const here = bare(config);
    const inCall = here.type === 'call' ? keyword(context, here, 'env_prefix') : undefined;
    const found = inCall ?? dictParts(context, here).find(part => part.name === 'env_prefix')?.value;
    if (found) return found;
  }
  for (const argument of info.node.get('superclasses')?.children ?? []) {
    const name = argument.type === 'keyword_argument' ? argument.get('name') : undefined;
    if (name && word(context, name) === 'env_prefix') return argument.get('value');
  }
  const nested = body.get('Config')?.at(-1)?.class?.scope.bindings;
  return nested?.get('env_prefix')?.at(-1)?.value ?? body.get('env_prefix')?.at(-1)?.value;
}

function fieldAccesses(context: Context, field: Binding, prefix: string): EnvAccess[] {
  const { name, node: key, annotation, value } = field;
  if (field.kind !== 'value' || !annotation || name.startsWith('_') || NOT_FIELDS.has(name)) return [];
  if (/^(?:\w+\.)?ClassVar\b/.test(word(context, annotation))) return [];
  const options = fieldOptions(context, value, annotation);
  const names = options ? aliases(context, options) : [];
  const given = options && options === (value && bare(value)) ? defaultOf(context, options) : value;
  if (names.length === 0) names.push(prefix + name.toUpperCase());
  return names.map(one => ({ name: one, key, default: given, access: 'read' }));
}

/** The `Field(…)` call of a field: its value, or part of an `Annotated[…]` type. */
function fieldOptions(context: Context, value: SyntaxNode | undefined, annotation: SyntaxNode): SyntaxNode | undefined {
  const given = value && bare(value);
  if (given?.type === 'call' && lastName(calleeName(context, given)) === 'Field') return given;
  if (!word(context, annotation).includes('Field')) return undefined;
  for (const node of preorder(annotation)) {
    if (node.type === 'call' && lastName(calleeName(context, node)) === 'Field') return node;
  }
  return undefined;
}

function aliases(context: Context, options: SyntaxNode): string[] {
  for (const option of ['validation_alias', 'alias', 'env']) {
    const given = keyword(context, options, option);
    if (!given) continue;
    const here = bare(given);
    const choices =
      here.type === 'call' ? positional(here) : here.type === 'list' || here.type === 'tuple' ? here.children : [here];
    const names = choices.map(choice => constantText(context, choice)).filter(name => name !== undefined);
    if (names.length > 0) return names;
  }
  return [];
}

function defaultOf(context: Context, options: SyntaxNode): SyntaxNode | undefined {
  const first = positional(options)[0] ?? keyword(context, options, 'default');
  return first?.type === 'ellipsis' ? undefined : first;
}
