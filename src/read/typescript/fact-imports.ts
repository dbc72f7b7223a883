/** Imports in all their forms: one fact per imported name. */
import type { EnvReadFact, ImportFact } from '../../model/fact.ts';
import { kinds, ts, type TS } from './compiler.ts';
import { importedVariable } from './environment.ts';
import { isPromiseStep } from './fact-calls.ts';
import { say, type Speaker } from './facts.ts';
import { leavesOf, specifierName, type Leaf } from './scopes.ts';
import { dressed, plainName, requiredModule } from './tree.ts';

interface Told {
  readonly module: string;
  /** Name in the module; nothing for the whole of it. */
  readonly name?: string | undefined;
  readonly local?: TS.Node | undefined;
  readonly typeOnly?: boolean | undefined;
  readonly exported?: string | undefined;
}

function sayImport(
  speaker: Speaker,
  head: TS.Node,
  whole: TS.Node,
  { module, name, local, typeOnly, exported }: Told,
): void {
  const alias = local && plainName(local);
  const canonical = name === undefined ? module : `${module}.${name}`;
  const fact = {
    kind: 'import' as const,
    module,
    name: canonical,
    ...(alias !== undefined && { local: alias }),
    ...(typeOnly && { typeOnly }),
    ...(exported !== undefined && { exported }),
  };
  say<ImportFact>(speaker, fact, head, whole);
  const variable = importedVariable({ module, name: canonical, whole: name === undefined });
  if (variable !== undefined)
    say<EnvReadFact>(speaker, { kind: 'envRead', name: variable, access: 'read' }, head, whole);
}

/** `import X, { A as B } from 'm'`, `import * as ns from 'm'`, `import 'm'`. */
export function sayImports(speaker: Speaker, node: TS.ImportDeclaration): void {
  const { moduleSpecifier: specifier, importClause: clause } = node;
  if (!ts.isStringLiteral(specifier)) return;
  speaker.spoken.add(specifier);
  const module = specifier.text;
  if (!clause) return sayImport(speaker, specifier, node, { module });
  const typeOnly = clause.phaseModifier === ts.SyntaxKind.TypeKeyword;
  if (clause.name) sayImport(speaker, clause.name, node, { module, name: 'default', local: clause.name, typeOnly });
  const named = clause.namedBindings;
  if (!named) return;
  if (ts.isNamespaceImport(named)) return sayImport(speaker, specifier, node, { module, local: named.name, typeOnly });
  for (const element of named.elements) {
    sayImport(speaker, element.propertyName ?? element.name, node, {
      module,
      name: specifierName(element),
      local: element.name,
      typeOnly: typeOnly || element.isTypeOnly,
    });
  }
}

/** `import x = require('m')`. */
export function sayImportEquals(speaker: Speaker, node: TS.ImportEqualsDeclaration): void {
  const { moduleReference, name, isTypeOnly: typeOnly } = node;
  if (!ts.isExternalModuleReference(moduleReference) || !ts.isStringLiteral(moduleReference.expression)) return;
  const specifier = moduleReference.expression;
  speaker.spoken.add(specifier);
  sayImport(speaker, specifier, node, { module: specifier.text, local: name, typeOnly });
}

/** `import('m').X` in a type. */
export function sayImportType(speaker: Speaker, node: TS.ImportTypeNode): void {
  const { argument, qualifier } = node;
  if (!ts.isLiteralTypeNode(argument) || !ts.isStringLiteral(argument.literal)) return;
  speaker.spoken.add(argument.literal);
  let first = qualifier;
  while (first && ts.isQualifiedName(first)) first = first.left;
  const name = first && ts.isIdentifier(first) ? ts.idText(first) : undefined;
  sayImport(speaker, first ?? argument.literal, node, { module: argument.literal.text, name, typeOnly: true });
}

/** `export { A } from 'm'`, `export * from 'm'`. */
export function sayExports(speaker: Speaker, node: TS.ExportDeclaration): void {
  const { moduleSpecifier: specifier, exportClause: clause, isTypeOnly } = node;
  if (!specifier || !ts.isStringLiteral(specifier)) return;
  speaker.spoken.add(specifier);
  const module = specifier.text;
  if (!clause || ts.isNamespaceExport(clause))
    return sayImport(speaker, specifier, node, {
      module,
      typeOnly: isTypeOnly,
      exported: clause ? clause.name.text : '*',
    });
  for (const element of clause.elements) {
    sayImport(speaker, element.propertyName ?? element.name, node, {
      module,
      name: specifierName(element),
      typeOnly: isTypeOnly || element.isTypeOnly,
      exported: element.name.text,
    });
  }
}

/** `require('m')` and `import('m')`, with what is taken from them at once; false for other calls. */
export function sayRequire(speaker: Speaker, node: TS.CallExpression): boolean {
  const specifier = requiredModule(node);
  if (!specifier) return false;
  speaker.spoken.add(specifier);
  const module = specifier.text;
  const outer = dressed(node);
  const { parent } = outer;
  if (ts.isPropertyAccessExpression(parent) && !isPromiseStep(parent)) {
    speaker.spoken.add(parent);
    const taken = dressed(parent);
    sayImport(speaker, parent.name, wholeOf(taken), { module, name: ts.idText(parent.name), local: localOf(taken) });
    return true;
  }
  const pattern = patternOf(speaker, outer);
  if (pattern) sayLeaves(speaker, pattern, module, specifier);
  else sayImport(speaker, specifier, wholeOf(outer), { module, local: localOf(outer) });
  return true;
}

/** The statement that gives the import a name, where there is one. */
function wholeOf(outer: TS.Node): TS.Node {
  return ts.isVariableDeclaration(outer.parent) ? outer.parent : outer;
}

function sayLeaves(speaker: Speaker, { leaves, whole }: Taken, module: string, specifier: TS.Node): void {
  for (const { path, name, element } of leaves) {
    if (!path) sayImport(speaker, specifier, whole, { module, local: name });
    else sayImport(speaker, element.propertyName ?? name, whole, { module, name: path.join('.'), local: name });
  }
}

/** What is taken out of an import on the spot, and the construct that does it. */
interface Taken {
  readonly leaves: readonly Leaf[];
  readonly whole: TS.Node;
}

/** The names that a destructuring takes from the value. */
function patternOf(speaker: Speaker, outer: TS.Node): Taken | undefined {
  const { parent } = outer;
  if (ts.isVariableDeclaration(parent) && ts.isObjectBindingPattern(parent.name))
    return { leaves: leavesOf(parent.name, []), whole: parent };
  // `import('m').then(({ A }) => …)`
  const call = ts.isPropertyAccessExpression(parent) ? dressed(parent).parent : undefined;
  const callback = call && ts.isCallExpression(call) ? call.arguments[0] : undefined;
  const parameter = callback && isCallback(callback) ? callback.parameters[0] : undefined;
  if (!call || !parameter || !ts.isObjectBindingPattern(parameter.name)) return undefined;
  speaker.spoken.add(parameter);
  return { leaves: leavesOf(parameter.name, []), whole: call };
}

const isCallback = kinds<TS.ArrowFunction>('ArrowFunction', 'FunctionExpression');

function localOf(outer: TS.Node): TS.Node | undefined {
  const { parent } = outer;
  return ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name) ? parent.name : undefined;
}
