/** The dotted name of the thing the walk is in: `SupportBot.answer`, `handlers.chat`. */
import { ts, type TS } from './compiler.ts';
import { destination } from './destinations.ts';
import type { Speaker } from './facts.ts';
import { isClass, isFunction, nameNodeOf, plainName, wrapperName } from './tree.ts';
import { lastName, writtenName } from './written.ts';

interface Open {
  readonly name: string;
  readonly end: number;
}

const MAX_PARTS = 8;

export class ScopeNames {
  readonly #open: Open[] = [];

  get current(): string | undefined {
    return this.#open.at(-1)?.name;
  }

  /** Closes what ends before the node. */
  leave(node: TS.Node): void {
    for (let last = this.#open.at(-1); last && last.end <= node.pos; last = this.#open.at(-1)) this.#open.pop();
  }

  /** Opens the node, when it is a thing with a name. */
  enter(speaker: Speaker, node: TS.Node): void {
    const own = ownName(speaker, node, this.#open.length === 0);
    if (own === undefined || own === '' || this.#open.length >= MAX_PARTS) return;
    const outer = this.current;
    this.#open.push({ name: outer === undefined ? own : `${outer}.${own}`, end: node.end });
  }
}

function ownName(speaker: Speaker, node: TS.Node, outermost: boolean): string | undefined {
  if (isFunction(node) || isClass(node)) {
    if (ts.isConstructorDeclaration(node)) return 'constructor';
    // Inside a function `const found = list.find(item => …)` names no function.
    const name = nameNodeOf(node) ?? (outermost ? wrapperName(node) : undefined);
    return name && nameText(speaker, name);
  }
  return ts.isModuleDeclaration(node) && ts.isIdentifier(node.name) ? ts.idText(node.name) : undefined;
}

function nameText(speaker: Speaker, name: TS.Node): string | undefined {
  const { parent } = name;
  const inObject =
    ts.isPropertyAssignment(parent) || (ts.isMethodDeclaration(parent) && ts.isObjectLiteralExpression(parent.parent));
  if (inObject && ts.isObjectLiteralExpression(parent.parent)) {
    const { path } = destination(speaker, parent.parent);
    return [...path, plainName(name) ?? ''].join('.');
  }
  return (
    plainName(name) ?? (ts.isPropertyAccessExpression(name) ? lastName(writtenName(speaker.context, name)) : undefined)
  );
}
