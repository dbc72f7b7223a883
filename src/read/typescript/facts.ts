/** One walk over the module that lets each kind of fact say what it finds. */
import type { Fact, FactBase } from '../../model/fact.ts';
import type { Span } from '../../model/span.ts';
import { byKind, type TS } from './compiler.ts';
import { spanOf, type Context } from './context.ts';
import { sayCall, sayDecorator } from './fact-calls.ts';
import {
  sayClass,
  sayEnum,
  sayEnumMember,
  sayFunction,
  sayHandedOn,
  sayIdentifierAssignment,
  sayNamedType,
  sayParameter,
  sayProperty,
  sayVariable,
} from './fact-definitions.ts';
import { sayAttribute, sayEntry, sayItemAssignment } from './fact-entries.ts';
import { sayAccess } from './fact-environment.ts';
import { sayExports, sayImportEquals, sayImports, sayImportType, sayRequire } from './fact-imports.ts';
import { sayMember } from './fact-members.ts';
import { sayPattern } from './fact-patterns.ts';
import { sayConcatenation, sayJoined, sayString } from './fact-strings.ts';
import { ScopeNames } from './scope-names.ts';
import { isAssignment, isConcatenation } from './tree.ts';

/** Where an object literal goes. */
export interface Destination {
  readonly path: readonly string[];
  readonly callee?: string;
}

/** What the parts that say facts share. */
export interface Speaker {
  readonly context: Context;
  readonly facts: Fact[];
  /** Nodes already given as part of another fact: keys, variable names, pieces of a longer string. */
  readonly spoken: Set<TS.Node>;
  readonly destinations: Map<TS.Node, Destination>;
  readonly scopes: ScopeNames;
}

/** Every fact of the module, in document order of the constructs. */
export function factsOf(context: Context): Fact[] {
  const speaker: Speaker = { context, facts: [], spoken: new Set(), destinations: new Map(), scopes: new ScopeNames() };
  for (const node of context.nodes) {
    speaker.scopes.leave(node);
    SAYERS(node)?.(speaker, node);
    speaker.scopes.enter(speaker, node);
  }
  return speaker.facts;
}

/** A fact without what all facts have. */
type Unplaced<F> = F extends Fact ? Omit<F, keyof FactBase> : never;

/** Says a fact, with what all facts have: the head to point at, the whole construct, the enclosing name. */
export function say<F extends Fact>(speaker: Speaker, fact: Unplaced<F>, head: TS.Node | Span, whole?: TS.Node): void {
  const placed = fact as Unplaced<F> & { -readonly [K in keyof FactBase]: FactBase[K] };
  placed.span = 'kind' in head ? spanOf(speaker.context, head) : head;
  if (whole && whole !== head) placed.extent = spanOf(speaker.context, whole);
  const scope = speaker.scopes.current;
  if (scope !== undefined) placed.scope = scope;
  speaker.facts.push(placed as unknown as F);
}

type Sayer = (speaker: Speaker, node: TS.Node) => void;
const sayer =
  <T extends TS.Node>(first: (speaker: Speaker, node: T) => void, then?: (speaker: Speaker, node: T) => void): Sayer =>
  (speaker, node) => {
    first(speaker, node as T);
    then?.(speaker, node as T);
  };

const access = sayer<TS.PropertyAccessExpression | TS.ElementAccessExpression>((speaker, node) => {
  if (!sayAccess(speaker, node)) sayMember(speaker, node);
});
const entry = sayer(sayEntry);
const method = sayer<TS.FunctionLikeDeclaration>(sayFunction);
const text = sayer(sayString);

const SAYERS = byKind<Sayer>({
  ImportDeclaration: sayer(sayImports),
  ImportEqualsDeclaration: sayer(sayImportEquals),
  ImportType: sayer(sayImportType),
  ExportDeclaration: sayer(sayExports),
  ExportAssignment: sayer(sayHandedOn),
  ExportSpecifier: sayer(sayHandedOn),
  VariableDeclaration: sayer(sayPattern, sayVariable),
  Parameter: sayer(sayParameter),
  PropertyDeclaration: sayer(sayProperty),
  PropertySignature: sayer(sayProperty),
  FunctionDeclaration: method,
  MethodDeclaration: sayer<TS.MethodDeclaration>(sayFunction, sayEntry),
  GetAccessor: sayer<TS.GetAccessorDeclaration>(sayFunction, sayEntry),
  ClassDeclaration: sayer(sayClass),
  ClassExpression: sayer(sayClass),
  InterfaceDeclaration: sayer(sayNamedType),
  TypeAliasDeclaration: sayer(sayNamedType),
  EnumDeclaration: sayer(sayEnum),
  EnumMember: sayer(sayEnumMember),
  Decorator: sayer(sayDecorator),
  CallExpression: sayer<TS.CallExpression>((speaker, node) => {
    sayAccess(speaker, node);
    if (sayRequire(speaker, node)) return;
    sayCall(speaker, node);
    sayJoined(speaker, node);
  }),
  NewExpression: sayer(sayCall),
  PropertyAssignment: entry,
  ShorthandPropertyAssignment: entry,
  JsxAttribute: sayer(sayAttribute),
  PropertyAccessExpression: access,
  ElementAccessExpression: access,
  StringLiteral: text,
  NoSubstitutionTemplateLiteral: text,
  TemplateExpression: text,
  BinaryExpression: sayer<TS.BinaryExpression>((speaker, node) => {
    if (isConcatenation(node)) return sayConcatenation(speaker, node);
    if (isAssignment(node)) {
      sayItemAssignment(speaker, node);
      return sayIdentifierAssignment(speaker, node);
    }
    sayAccess(speaker, node);
  }),
});
