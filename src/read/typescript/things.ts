/** What things are called, and what calling them and reading their properties gives. */
import type { Thing } from './context.ts';
import { MAX_ORIGINS } from './flow.ts';
import { nameNodeOf, plainName } from './tree.ts';

export const NOTHING: readonly Thing[] = [];
/** Names longer than this are built by machines, not by people. */
const MAX_NAME = 400;

/** What has the thing as its type. */
export function instanceOf(thing: Thing): readonly Thing[] {
  if (thing.kind === 'class') return [{ kind: 'instance', info: thing.info }];
  return thing.kind === 'symbol' && thing.resolved ? constructed(thing) : NOTHING;
}

/** What constructing, or else calling, the thing gives. */
export function constructed(thing: Thing): readonly Thing[] {
  switch (thing.kind) {
    case 'symbol':
      return [{ kind: 'made', by: calledName(thing), resolved: thing.resolved, path: '' }];
    case 'class':
      return [{ kind: 'instance', info: thing.info }];
    case 'made':
      return thing.by.length > MAX_NAME
        ? NOTHING
        : [{ kind: 'made', by: madeName(thing), resolved: thing.resolved, path: '' }];
    default:
      return NOTHING;
  }
}

/** The name a symbol is called by: calling a whole module calls its default export. */
export function calledName({ name, whole }: Thing & { kind: 'symbol' }): string {
  return whole ? `${name}.default` : name;
}

function madeName({ by, path }: Thing & { kind: 'made' }): string {
  if (!path) return `${by}()`;
  return path.startsWith('[') ? by + path : `${by}.${path}`;
}

/** The name a function of the file goes by, after its class where it is a method. */
export function functionName({ node, owner }: Thing & { kind: 'function' }): string | undefined {
  const name = nameNodeOf(node);
  const text = name && plainName(name);
  return text === undefined || !owner ? text : `${owner.name}.${text}`;
}

/** The thing one step on: `.name` or `[0]`. */
export function extended(thing: Thing, step: string): readonly Thing[] {
  switch (thing.kind) {
    case 'symbol':
      return thing.name.length > MAX_NAME
        ? NOTHING
        : [{ kind: 'symbol', name: thing.name + step, resolved: thing.resolved }];
    case 'made': {
      if (thing.path.length > MAX_NAME) return NOTHING;
      const path = thing.path || !step.startsWith('.') ? thing.path + step : step.slice(1);
      return [{ kind: 'made', by: thing.by, resolved: thing.resolved, path }];
    }
    case 'function': {
      const name = functionName(thing);
      return name === undefined ? NOTHING : [{ kind: 'symbol', name: name + step, resolved: false }];
    }
    default:
      return NOTHING;
  }
}

/** Each thing once; nothing when there are too many to be of use. */
export function distinct(things: readonly Thing[]): readonly Thing[] {
  if (things.length < 2) return things;
  const unique = new Map<unknown, Thing>();
  for (const thing of things) unique.set(keyOf(thing), thing);
  return unique.size > MAX_ORIGINS ? NOTHING : [...unique.values()];
}

function keyOf(thing: Thing): unknown {
  switch (thing.kind) {
    case 'symbol':
      return `s ${thing.name}`;
    case 'made':
      return `m ${thing.by} ${thing.path}`;
    case 'env':
      return 'env';
    case 'class':
      return thing.info;
    case 'instance':
      return thing.info.fields;
    default:
      return thing.node;
  }
}
