/** What an expression may stand for, and how that is known. */
import type { DefinitionFact, ObjectValue, Value } from '../../model/fact.ts';
import type { Place } from '../../model/place.ts';
import type { ClientKind } from '../../model/vocabulary.ts';
import type { Call, Unit } from './unit.ts';

/** A call being followed into what it calls: where its parameters get their values. */
export interface Frame {
  /** The function or class that was called. */
  readonly target: DefinitionFact;
  readonly call: Call;
  /** What was followed to get to the call. */
  readonly outer: Frame | undefined;
  /** What a method runs on. */
  readonly self: InstanceThing | undefined;
  readonly depth: number;
}

/** One place that makes a client. */
export interface ClientSite {
  readonly kind: ClientKind;
  readonly unit: Unit;
  readonly place: Place;
  /** Nothing for a module that is configured, or a name that is a client without being made. */
  readonly call: Call | undefined;
  /** The canonical name of what was called. */
  readonly name: string;
  readonly condition: string | undefined;
}

/** A value together with where its names have their meaning. */
export interface Located {
  readonly value: Value;
  readonly unit: Unit;
  readonly scope: string;
  readonly frame: Frame | undefined;
}

export interface ClientThing {
  readonly kind: 'client';
  readonly site: ClientSite;
  readonly tables: readonly string[];
  /** Member names since the client itself. */
  readonly path: readonly string[];
  /** What names its deployment for good. */
  readonly bound: readonly Located[];
  /** Names of feature sets and tests that came with it on the way. */
  readonly features: readonly (readonly [Call, readonly unknown[]])[];
}
export interface InstanceThing {
  readonly kind: 'instance';
  readonly unit: Unit;
  readonly fact: DefinitionFact;
  readonly qualified: string;
  readonly frame: Frame | undefined;
}
export type Thing =
  | ClientThing
  /** Something foreign that was given clients: a chain, an agent, a wrapper. */
  | { readonly kind: 'carrier'; readonly clients: readonly Found<ClientThing>[]; readonly path: readonly string[] }
  | {
      readonly kind: 'function';
      readonly unit: Unit;
      readonly fact: DefinitionFact;
      readonly qualified: string;
      readonly self: InstanceThing | undefined;
    }
  | { readonly kind: 'class'; readonly unit: Unit; readonly fact: DefinitionFact; readonly qualified: string }
  | InstanceThing
  | { readonly kind: 'module'; readonly unit: Unit }
  | { readonly kind: 'object'; readonly value: ObjectValue; readonly at: Located }
  | { readonly kind: 'list'; readonly items: readonly Value[]; readonly at: Located }
  /** A name that an import from outside the tree brings in. */
  | { readonly kind: 'symbol'; readonly name: string; readonly unit: Unit }
  /** Something of which only the declared type is known. */
  | { readonly kind: 'typed'; readonly type: string; readonly unit: Unit }
  | { readonly kind: 'value'; readonly at: Located };

export interface Found<T extends Thing = Thing> {
  readonly thing: T;
  /** Places passed, from the use to where it comes from. */
  readonly hops: readonly Place[];
  readonly conditions: readonly string[];
  /** How many steps on the way were less than certain. */
  readonly doubt: number;
}

export function found<T extends Thing>(thing: T): Found<T> {
  return { thing, hops: [], conditions: [], doubt: 0 };
}

/** The things, with what was passed on the way put in front. */
export function through(
  things: readonly Found[],
  { hop, condition, doubt = 0 }: { hop?: Place | undefined; condition?: string | undefined; doubt?: number },
): readonly Found[] {
  if (hop === undefined && condition === undefined && doubt === 0) return things;
  return things.map(one => ({
    thing: one.thing,
    hops: hop === undefined || samePlace(one.hops[0], hop) ? one.hops : [hop, ...one.hops],
    conditions:
      condition === undefined || one.conditions[0] === condition ? one.conditions : [condition, ...one.conditions],
    doubt: one.doubt + doubt,
  }));
}

export function samePlace(a: Place | undefined, b: Place | undefined): boolean {
  return a !== undefined && b !== undefined && a.path === b.path && a.line === b.line;
}
