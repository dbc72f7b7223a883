/**
 * Declarations of a Bicep file and the expressions in them. What it does not understand it steps over, to the next
 * line at the level it was on, and says so.
 */
import { ExpressionParser } from './expressions.ts';
import type { Declaration, Expression, ResourceDeclaration, ValueDeclaration } from './syntax.ts';
import { tokenize, type Problem } from './tokens.ts';

export interface Parsed {
  readonly declarations: readonly Declaration[];
  readonly problems: readonly Problem[];
}

export function parseBicep(text: string): Parsed {
  const { tokens, problems } = tokenize(text);
  const parser = new DeclarationParser(tokens, problems);
  return { declarations: parser.all(), problems: [...parser.problems].sort((a, b) => a.offset - b.offset) };
}

/** Statements without facts: their line, and whatever brackets stand on it, are stepped over. */
const PASSED_OVER = new Set([
  'targetScope',
  'metadata',
  'type',
  'func',
  'import',
  'using',
  'extends',
  'extension',
  'provider',
  'assert',
  'test',
]);

class DeclarationParser extends ExpressionParser {
  #description: string | undefined;

  all(): Declaration[] {
    const found: Declaration[] = [];
    while (this.token.kind !== 'end') {
      const before = this.position;
      const declaration = this.#statement();
      if (declaration) found.push(declaration);
      if (this.position === before) this.advance();
    }
    return found;
  }

  #statement(): Declaration | undefined {
    const token = this.token;
    if (token.kind === 'newline') {
      this.advance();
      return undefined;
    }
    if (token.kind === 'sign' && token.text === '@') {
      this.#decorator();
      return undefined;
    }
    const description = this.#description;
    this.#description = undefined;
    if (token.kind === 'name' && this.peek(1).kind === 'name') {
      if (token.text === 'param' || token.text === 'var' || token.text === 'output')
        return this.#valued(token.text, description);
      if ((token.text === 'resource' || token.text === 'module') && this.peek(2).kind === 'string') {
        return this.#resource(description);
      }
    }
    if (token.kind === 'name' && PASSED_OVER.has(token.text)) this.#passOver();
    else {
      this.problem(token.start, `unexpected "${token.text}"`);
      this.skipLine();
    }
    return undefined;
  }

  /** To the end of a statement, which may go on over several lines. */
  #passOver(): void {
    for (;;) {
      this.skipLine();
      const next = this.afterNewlines();
      const open = /^(?:=|=>|\||:|\?)$/.test(this.before().text);
      if (this.token.kind === 'end' || !(open || (next?.kind === 'sign' && /^(?:\||\?|:|&&|\|\|)$/.test(next.text))))
        return;
      this.skipNewlines();
    }
  }

  /** `@description('…')`, `@sys.description('…')`, `@metadata({ description: '…' })`; the others say nothing here. */
  #decorator(): void {
    this.advance();
    const expression = this.expression();
    this.#description ??= descriptionIn(expression);
  }

  #resource(description: string | undefined): ResourceDeclaration {
    const declaration = this.resource(description);
    this.#endOfStatement();
    return declaration;
  }

  #valued(kind: ValueDeclaration['kind'], description: string | undefined): ValueDeclaration {
    const { start } = this.token;
    this.advance();
    const name = this.advance();
    this.#skipType();
    let value: Expression | undefined;
    if (this.takeSign('=')) {
      this.skipNewlines();
      value = this.expression();
    }
    const end = Math.max(value?.end ?? 0, name.end);
    this.#endOfStatement();
    return { kind, name: { text: name.text, start: name.start, end: name.end }, description, value, start, end };
  }

  /** A type ends at `=` or at the end of its line, unless the next one goes on with `|`. */
  #skipType(): void {
    while (this.token.kind !== 'end' && !this.isSign('=')) {
      if (this.token.kind !== 'newline') this.skipBalanced();
      else if (this.afterNewlines()?.text === '|') this.skipNewlines();
      else return;
    }
  }

  #endOfStatement(): void {
    if (this.token.kind === 'newline' || this.token.kind === 'end') return;
    this.problem(this.token.start, `unexpected "${this.token.text}"`);
    this.skipLine();
  }
}

function descriptionIn(expression: Expression): string | undefined {
  if (expression.kind !== 'chain') return undefined;
  const call = expression.steps.at(-1);
  const owner = expression.steps.at(-2);
  const name = owner?.step === 'member' ? owner.name : expression.root.kind === 'name' ? expression.root.name : '';
  const [argument] = call?.step === 'call' ? call.args : [];
  if (name === 'description') return plainText(argument);
  if (name !== 'metadata' || argument?.kind !== 'object') return undefined;
  for (const property of argument.properties) {
    if (!('kind' in property) && property.key.text === 'description') return plainText(property.value);
  }
  return undefined;
}

function plainText(node: Expression | undefined): string | undefined {
  return node?.kind === 'string' && node.holes.length === 0 ? node.parts[0] : undefined;
}
