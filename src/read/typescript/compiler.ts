/** The TypeScript compiler, loaded when the first file wants it: nothing here may touch it while modules load. */
import type { ts as TS } from 'ts-morph';

export type { TS };

/** The compiler, once {@link loadCompiler} is done. */
export let ts: typeof TS;

/** Loads the compiler, once. */
export async function loadCompiler(): Promise<void> {
  ts ??= (await import('ts-morph')).ts;
}

type KindName = keyof typeof TS.SyntaxKind;

/** A test for node kinds. They are told by name, for their numbers are unknown until the compiler is loaded. */
export function kinds<T extends TS.Node>(...names: KindName[]): (node: TS.Node) => node is T {
  const test = anyOf(...names);
  return (node): node is T => test(node);
}

/** The same for kinds that share no type worth telling. */
export function anyOf(...names: KindName[]): (node: TS.Node) => boolean {
  let flags: Uint8Array | undefined;
  const build = (): Uint8Array => {
    const built = new Uint8Array(1024);
    for (const name of names) built[ts.SyntaxKind[name]] = 1;
    return built;
  };
  return node => (flags ??= build())[node.kind] === 1;
}

/** One entry per node kind, found by number: a `switch` over kinds would compare them one by one. */
export function byKind<T>(entries: Partial<Record<KindName, T>>): (node: TS.Node) => T | undefined {
  let table: (T | undefined)[] | undefined;
  const build = (): (T | undefined)[] => {
    const built = new Array<T | undefined>(1024).fill(undefined);
    for (const [name, entry] of Object.entries(entries)) built[ts.SyntaxKind[name as KindName]] = entry;
    return built;
  };
  return node => (table ??= build())[node.kind];
}
