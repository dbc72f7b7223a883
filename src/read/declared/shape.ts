/** What every way to declare a resource shares: its written type, the spelling of its properties, its names. */
import type { Spelling } from '../../model/declaration.ts';
import { lookup, textOf, type Named, type ObjectValue, type ResourceFact, type Value } from '../../model/fact.ts';
import type { Span } from '../../model/span.ts';
import type { Known } from './index.ts';

/** Nesting deeper than this is data, not configuration. */
const MAX_DEPTH = 16;
/** `{name}`, `{path.of.property}`, `{name|snake}`. */
const HOLE = /\{([\w.]+)(?:\|(\w+))?\}/g;
/** Constructors that only hold what they are given by name. */
const HOLDERS = /(?:^$|(?:Args|Config|Props|Options|Block|Properties)$|Args\.Builder$|ArgsBuilder$)/;
/** Functions that wrap one value for the language's types. */
const WRAPPERS = /(?:^|\.)(?:String|Int|Float64|Number|Bool|ToOutput|Output\.(?:of|Create)|output)$/;

/** What a declaration was found as. */
export interface Found {
  readonly declaration: Known;
  readonly groups: Readonly<Record<string, string | undefined>>;
  /** All that was given, in which names and types are looked for. */
  readonly given: ObjectValue;
  readonly span: Span;
  readonly extent: Span | undefined;
  readonly scope: string | undefined;
  /** The name it goes by where it stands: the variable it is kept in, the key it stands below. */
  readonly local: string | undefined;
}

/** The resource, when its type is known. */
export function resourceOf(found: Found): ResourceFact | undefined {
  const { declaration, given, span, extent, scope, local } = found;
  const type = typeOf(declaration.type, found.groups, given);
  if (type === undefined) return undefined;
  const props = propsOf(declaration, given);
  const address = declaration.address ? firstName(given, declaration.address) : local;
  const parent = declaration.parent && firstName(given, declaration.parent);
  return {
    kind: 'resource',
    provider: declaration.provider,
    mode: 'resource',
    type,
    address: address ?? local ?? type,
    ...(parent !== undefined && { parent }),
    props,
    ...(declaration.linkOnly && { linkOnly: true }),
    span,
    ...(extent && { extent }),
    ...(scope !== undefined && { scope }),
  };
}

function typeOf(
  template: string,
  groups: Readonly<Record<string, string | undefined>>,
  given: ObjectValue,
): string | undefined {
  let whole = true;
  const type = template.replace(HOLE, (_, name: string, filter?: string) => {
    const text = groups[name] ?? textOf(lookup(given, name)[0]);
    if (filter === 'child') return text === undefined ? '' : `/${text}`;
    if (text === undefined) whole = false;
    return filter === 'snake' ? respell(text ?? '', 'snake') : (text ?? '');
  });
  return whole ? type : undefined;
}

function propsOf({ props, spelling }: Known, given: ObjectValue): ObjectValue {
  const tree = props === undefined ? given : (lookup(given, props).find(isObject) ?? { ...given, entries: [] });
  const spelled = unfolded(tree, spelling, 0);
  return { ...given, entries: isObject(spelled) ? spelled.entries : [] };
}

const isObject = (value: Value): value is ObjectValue => value.kind === 'object';

/** Holders as the objects they are, wrappers as what they wrap, names in the wanted spelling. */
export function unfolded(value: Value, spelling: Spelling | undefined, depth: number): Value {
  if (depth > MAX_DEPTH) return value;
  const inner = (part: Value): Value => unfolded(part, spelling, depth + 1);
  const named = (entry: Named): Named => ({
    ...entry,
    name: spelling ? respell(entry.name, spelling) : entry.name,
    value: inner(entry.value),
  });
  switch (value.kind) {
    case 'object':
      return { ...value, entries: value.entries.map(named) };
    case 'list':
      return { ...value, items: value.items.map(inner) };
    case 'choice':
      return { ...value, options: value.options.map(inner) };
    case 'call': {
      const [first, ...more] = value.args;
      if (isHolder(value)) {
        const { span, via } = value;
        return { kind: 'object', span, ...(via !== undefined && { via }), entries: value.named.map(named) };
      }
      return first && more.length === 0 && value.named.length === 0 && WRAPPERS.test(value.callee)
        ? inner(first)
        : value;
    }
    default:
      return value;
  }
}

/** Is it an object in all but name: `new AccountArgs { Kind = … }`, `SkuArgs(name=…)`? */
export function isHolder(value: Value): boolean {
  return value.kind === 'call' && value.named.length > 0 && HOLDERS.test(value.callee);
}

/** `customSubDomainName`, `CustomSubDomainName` and `custom_sub_domain_name` in one spelling. */
export function respell(name: string, spelling: Spelling): string {
  if (spelling === 'camel') {
    const joined = name.replace(/_+([A-Za-z0-9])/g, (_, letter: string) => letter.toUpperCase());
    return joined.charAt(0).toLowerCase() + joined.slice(1);
  }
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1_$2')
    .toLowerCase();
}

function firstName(given: ObjectValue, paths: readonly string[]): string | undefined {
  for (const path of paths) {
    for (const value of lookup(given, path)) {
      const name = nameOf(value);
      if (name !== undefined) return name;
    }
  }
  return undefined;
}

/** How a name is written: its text, or the variable that holds it. */
export function nameOf(value: Value): string | undefined {
  if (value.kind === 'env' || value.kind === 'reference') return value.name;
  const text = textOf(value);
  return text === undefined || /^\**$/.test(text) ? undefined : text;
}
