/** Expressions, and the resource declarations that may stand inside them. */
import type {
  Expression,
  ObjectNode,
  Placed,
  Property,
  ResourceDeclaration,
  SpreadNode,
  Step,
  StringNode,
} from './syntax.ts';
import type { Problem, Token } from './tokens.ts';

/** Deeper nesting is stepped over. */
const MAX_DEPTH = 100;

/** Operators by strength, weakest first. */
const LEVELS: readonly (readonly string[])[] = [
  ['??'],
  ['||'],
  ['&&'],
  ['==', '!=', '=~', '!~'],
  ['<', '>', '<=', '>='],
  ['+', '-'],
  ['*', '/', '%'],
];
const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };
/** On a line of their own these go on with the expression of the line before. */
const LEADING = new Set([
  '?',
  '??',
  '||',
  '&&',
  '==',
  '!=',
  '=~',
  '!~',
  '<=',
  '>=',
  '+',
  '*',
  '%',
  '.',
  '?.',
  '.?',
  '::',
]);
const NO_WORD: Token = { kind: 'end', text: '', start: 0, end: 0 };

export class ExpressionParser {
  readonly problems: Problem[];
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;

  constructor(tokens: readonly Token[], problems: readonly Problem[]) {
    this.#tokens = tokens;
    this.problems = [...problems];
  }

  // ---------------------------------------------------------------- moving over tokens

  get position(): number {
    return this.#at;
  }

  get token(): Token {
    return this.peek(0);
  }

  peek(ahead: number): Token {
    return this.#tokens[this.#at + ahead] ?? this.#tokens[this.#tokens.length - 1] ?? NO_WORD;
  }

  /** The token that was here. */
  advance(): Token {
    const token = this.token;
    if (this.#at < this.#tokens.length - 1) this.#at += 1;
    return token;
  }

  isSign(text: string): boolean {
    return this.token.kind === 'sign' && this.token.text === text;
  }

  takeSign(text: string): boolean {
    if (!this.isSign(text)) return false;
    this.advance();
    return true;
  }

  /** Over line ends, but not over one that a declaration follows: a bracket before it was left open. */
  skipNewlines(): void {
    while (this.token.kind === 'newline' && !this.startsDeclaration()) this.advance();
  }

  /** The first token on the lines that follow. */
  afterNewlines(): Token | undefined {
    let ahead = 0;
    while (this.peek(ahead).kind === 'newline') ahead += 1;
    return this.peek(ahead);
  }

  /** Does a declaration stand at the start of the next line? One of a short type belongs inside another. */
  startsDeclaration(): boolean {
    const [keyword, name, type] = [this.peek(1), this.peek(2), this.peek(3)];
    if (this.token.kind !== 'newline') return false;
    if (keyword.kind !== 'name' || name.kind !== 'name' || keyword.start !== this.token.end) return false;
    if (keyword.text === 'resource') return type.kind === 'string' && type.text.includes('.');
    return /^(?:param|var|module|output)$/.test(keyword.text);
  }

  problem(offset: number, message: string): void {
    this.problems.push({ offset, message });
  }

  /** Over one token, or over a bracket with all that is in it. */
  skipBalanced(): void {
    const open: string[] = [];
    do {
      const token = this.advance();
      if (token.kind === 'end') return;
      const close = token.kind === 'sign' ? CLOSING[token.text] : token.kind === 'opening' ? "'" : undefined;
      if (close !== undefined) open.push(close);
      else if (token.kind === 'closing' || (token.kind === 'sign' && token.text === open.at(-1))) open.pop();
    } while (open.length > 0 && this.token.kind !== 'end');
  }

  skipLine(): void {
    while (this.token.kind !== 'newline' && this.token.kind !== 'end') this.skipBalanced();
  }

  // ---------------------------------------------------------------- expressions

  expression(): Expression {
    if (this.#depth >= MAX_DEPTH) return this.#tooDeep();
    this.#depth += 1;
    const node = this.#ternary();
    this.#depth -= 1;
    return node;
  }

  #tooDeep(): Expression {
    const { start } = this.token;
    this.problem(start, `nested more than ${MAX_DEPTH} levels deep; what is inside was not read`);
    this.skipBalanced();
    return { kind: 'bad', start, end: this.before().end };
  }

  /** The token before this one. */
  before(): Token {
    return this.#tokens[this.#at - 1] ?? this.token;
  }

  /** Moves to an operator that stands at the start of a following line. */
  #continues(...operators: readonly string[]): boolean {
    const next = this.token.kind === 'newline' ? this.afterNewlines() : this.token;
    if (next?.kind !== 'sign' || !operators.includes(next.text)) return false;
    if (next !== this.token && !LEADING.has(next.text)) return false;
    this.skipNewlines();
    return true;
  }

  #ternary(): Expression {
    const condition = this.#binary(0);
    if (!this.#continues('?')) return condition;
    this.advance();
    this.skipNewlines();
    const yes = this.expression();
    this.skipNewlines();
    if (!this.takeSign(':')) {
      this.problem(this.token.start, 'expected ":"');
      return { kind: 'ternary', condition, yes, no: bad(yes.end), start: condition.start, end: yes.end };
    }
    this.skipNewlines();
    const no = this.expression();
    return { kind: 'ternary', condition, yes, no, start: condition.start, end: no.end };
  }

  #binary(level: number): Expression {
    const signs = LEVELS[level];
    if (!signs) return this.#unary();
    const first = this.#binary(level + 1);
    const operands = [first];
    const operators: string[] = [];
    while (this.#continues(...signs)) {
      operators.push(this.advance().text);
      this.skipNewlines();
      operands.push(this.#binary(level + 1));
    }
    if (operators.length === 0) return first;
    return { kind: 'binary', operators, operands, start: first.start, end: operands.at(-1)?.end ?? first.end };
  }

  #unary(): Expression {
    const signs: Token[] = [];
    while (this.isSign('!') || this.isSign('-')) signs.push(this.advance());
    const operand = this.#chain();
    const [sign] = signs;
    if (!sign) return operand;
    if (sign.text === '-' && signs.length === 1 && operand.kind === 'literal' && operand.type === 'number') {
      return { ...operand, text: `-${operand.text}`, start: sign.start };
    }
    return { kind: 'unary', operator: sign.text, operand, start: sign.start, end: operand.end };
  }

  #chain(): Expression {
    const root = this.#primary();
    const steps: Step[] = [];
    for (let step = this.#step(); step; step = this.#step()) steps.push(step);
    return steps.length === 0
      ? root
      : { kind: 'chain', root, steps, start: root.start, end: steps.at(-1)?.end ?? root.end };
  }

  #step(): Step | undefined {
    // `!` after a value says that it is never null; before `=` it is half of an operator, which is a sign of its own.
    while (this.isSign('!')) this.advance();
    const { start } = this.token;
    if (this.isSign('(')) return { step: 'call', args: this.#arguments(), start, end: this.before().end };
    if (this.isSign('[')) return this.#index(start);
    if (!this.#continues('.', '?.', '.?', '::')) return undefined;
    const nested = this.advance().text === '::';
    if (this.isSign('?')) this.advance();
    if (this.isSign('[')) return this.#index(start);
    const { token } = this;
    if (token.kind !== 'name') {
      this.problem(token.start, 'expected a name');
      return undefined;
    }
    this.advance();
    return { step: 'member', name: token.text, nested, start: token.start, end: token.end };
  }

  #index(start: number): Step {
    this.advance();
    this.skipNewlines();
    this.takeSign('?');
    const index = this.expression();
    this.#close(']', start);
    return { step: 'index', index, start, end: this.before().end };
  }

  #arguments(): Expression[] {
    const { start } = this.advance();
    const args: Expression[] = [];
    for (;;) {
      this.skipNewlines();
      if (this.#endsWith(')')) break;
      const before = this.#at;
      args.push(this.expression());
      this.skipNewlines();
      if (!this.takeSign(',') && (this.isSign(')') || this.#at === before)) break;
    }
    this.#close(')', start);
    return args;
  }

  /** After line ends: the closing bracket, or what says that it is missing. */
  #endsWith(sign: string): boolean {
    return this.isSign(sign) || this.token.kind === 'end' || this.token.kind === 'newline';
  }

  /** The closing bracket of the one at `opening`; what stands before it is stepped over. */
  #close(sign: string, opening: number): void {
    this.skipNewlines();
    if (this.takeSign(sign)) return;
    if (this.token.kind === 'newline' || this.token.kind === 'end')
      this.problem(opening, 'this bracket is never closed');
    else this.problem(this.token.start, `expected "${sign}"`);
    while (this.token.kind !== 'end' && !this.#isAnyClosing() && !this.startsDeclaration()) this.skipBalanced();
    this.takeSign(sign);
  }

  #isAnyClosing(): boolean {
    return (
      this.token.kind === 'closing' ||
      this.token.kind === 'middle' ||
      this.isSign(')') ||
      this.isSign(']') ||
      this.isSign('}')
    );
  }

  #primary(): Expression {
    const token = this.token;
    switch (token.kind) {
      case 'string':
        this.advance();
        return { kind: 'string', parts: [token.text], holes: [], start: token.start, end: token.end };
      case 'opening':
        return this.#interpolated();
      case 'number':
        this.advance();
        return { kind: 'literal', text: token.text, type: 'number', start: token.start, end: token.end };
      case 'name':
        return this.#word();
      case 'sign':
        return this.#bracketed(token);
      default:
        return this.#nothing(token);
    }
  }

  #nothing(token: Token): Expression {
    this.problem(
      token.start,
      token.kind === 'newline' || token.kind === 'end' ? 'expected a value' : `unexpected "${token.text}"`,
    );
    return bad(token.start);
  }

  #word(): Expression {
    const token = this.advance();
    const { text, start, end } = token;
    if (this.isSign('=>')) return this.#lambda(start);
    if (text === 'true' || text === 'false') return { kind: 'literal', text, type: 'boolean', start, end };
    if (text === 'null') return { kind: 'literal', text, type: 'null', start, end };
    if (text === 'if' && this.isSign('(')) return this.#if(start);
    return { kind: 'name', name: text, start, end };
  }

  #if(start: number): Expression {
    this.advance();
    this.skipNewlines();
    const condition = this.expression();
    this.#close(')', start);
    this.skipNewlines();
    const body = this.expression();
    return { kind: 'if', condition, body, start, end: body.end };
  }

  #lambda(start: number): Expression {
    this.advance();
    this.skipNewlines();
    const body = this.expression();
    return { kind: 'lambda', body, start, end: body.end };
  }

  #interpolated(): StringNode {
    const first = this.advance();
    const parts = [first.text];
    const holes: Expression[] = [];
    for (;;) {
      this.skipNewlines();
      holes.push(this.expression());
      this.skipNewlines();
      while (
        this.token.kind !== 'middle' &&
        this.token.kind !== 'closing' &&
        this.token.kind !== 'end' &&
        !this.startsDeclaration()
      ) {
        this.problem(this.token.start, `unexpected "${this.token.text}"`);
        this.skipBalanced();
      }
      if (this.token.kind !== 'middle' && this.token.kind !== 'closing') {
        parts.push('');
        break;
      }
      const part = this.advance();
      parts.push(part.text);
      if (part.kind === 'closing') break;
    }
    return { kind: 'string', parts, holes, start: first.start, end: this.before().end };
  }

  #bracketed(token: Token): Expression {
    switch (token.text) {
      case '(':
        return this.#isLambda() ? this.#lambdaWithList(token.start) : this.#parenthesized(token.start);
      case '[':
        return this.#array();
      case '{':
        return this.#object();
      case '...': {
        this.advance();
        const value = this.expression();
        return { kind: 'spread', value, start: token.start, end: value.end };
      }
      default:
        return this.#nothing(token);
    }
  }

  /** `(a, b) =>`, with nothing but names between the brackets. */
  #isLambda(): boolean {
    let ahead = 1;
    for (; ; ahead++) {
      const token = this.peek(ahead);
      if (token.kind === 'sign' && token.text === ')') break;
      if (token.kind !== 'name' && token.kind !== 'newline' && !(token.kind === 'sign' && token.text === ','))
        return false;
    }
    const after = this.peek(ahead + 1);
    return after.kind === 'sign' && after.text === '=>';
  }

  #lambdaWithList(start: number): Expression {
    this.skipBalanced();
    return this.#lambda(start);
  }

  #parenthesized(start: number): Expression {
    this.advance();
    this.skipNewlines();
    const node = this.expression();
    this.#close(')', start);
    const { end } = this.before();
    // Brackets change nothing about what is known of a value but where it stands.
    return { ...node, start, end };
  }

  #array(): Expression {
    const { start } = this.advance();
    this.skipNewlines();
    const next = this.peek(1);
    if (this.token.text === 'for' && this.token.kind === 'name' && (next.kind === 'name' || next.text === '('))
      return this.#for(start);
    const items: Expression[] = [];
    for (;;) {
      this.skipNewlines();
      if (this.#endsWith(']')) break;
      const before = this.#at;
      items.push(this.expression());
      if (!this.takeSign(',') && (this.token.kind !== 'newline' || this.#at === before)) break;
    }
    this.#close(']', start);
    return { kind: 'array', items, start, end: this.before().end };
  }

  #for(start: number): Expression {
    this.advance();
    let item = '';
    let index: string | undefined;
    if (this.takeSign('(')) {
      item = this.advance().text;
      if (this.takeSign(',')) index = this.advance().text;
      this.#close(')', start);
    } else item = this.advance().text;
    if (this.token.text === 'in') this.advance();
    else this.problem(this.token.start, 'expected "in"');
    const over = this.expression();
    this.skipNewlines();
    if (!this.takeSign(':')) this.problem(this.token.start, 'expected ":"');
    this.skipNewlines();
    const body = this.expression();
    this.#close(']', start);
    return { kind: 'for', item, index, over, body, start, end: this.before().end };
  }

  // ---------------------------------------------------------------- objects and what may be declared in them

  #object(): ObjectNode {
    const { start } = this.advance();
    const properties: (Property | SpreadNode)[] = [];
    const resources: ResourceDeclaration[] = [];
    for (;;) {
      this.skipNewlines();
      if (this.#endsWith('}')) break;
      const before = this.#at;
      this.#member(properties, resources);
      this.takeSign(',');
      if (this.#at === before) {
        this.problem(this.token.start, `unexpected "${this.token.text}"`);
        if (this.#isAnyClosing()) break;
        this.skipLine();
      }
    }
    this.#close('}', start);
    return { kind: 'object', properties, resources, start, end: this.before().end };
  }

  #member(properties: (Property | SpreadNode)[], resources: ResourceDeclaration[]): void {
    const token = this.token;
    if (token.kind === 'sign' && token.text === '...') {
      const spread = this.expression();
      if (spread.kind === 'spread') properties.push(spread);
    } else if (token.kind === 'sign' && token.text === '@') {
      this.advance();
      this.expression();
    } else if (this.#isNestedResource()) resources.push(this.resource(undefined));
    else {
      const property = this.#property();
      if (property) properties.push(property);
    }
  }

  #isNestedResource(): boolean {
    return (
      this.token.kind === 'name' &&
      this.token.text === 'resource' &&
      this.peek(1).kind === 'name' &&
      this.peek(2).kind === 'string'
    );
  }

  #property(): Property | undefined {
    const token = this.token;
    let node: StringNode | undefined;
    if (token.kind === 'opening') node = this.#interpolated();
    else if (token.kind === 'name' || token.kind === 'string' || token.kind === 'number') this.advance();
    else return undefined;
    const end = node?.end ?? token.end;
    const text = node ? node.parts.join('*') : token.text;
    if (!this.takeSign(':')) {
      this.problem(this.token.start, 'expected ":"');
      this.skipLine();
      return undefined;
    }
    this.skipNewlines();
    return { key: { text, node, start: token.start, end }, value: this.expression() };
  }

  /** `resource name 'type' [existing] = …` and `module name 'path' = …`. */
  resource(description: string | undefined): ResourceDeclaration {
    const keyword = this.advance();
    const name = this.advance();
    const type = this.advance();
    const existing = this.token.kind === 'name' && this.token.text === 'existing';
    if (existing) this.advance();
    let body: Expression = bad(type.end);
    if (this.takeSign('=')) {
      this.skipNewlines();
      body = this.expression();
    } else this.problem(this.token.start, 'expected "="');
    const kind = keyword.text === 'module' ? 'module' : 'resource';
    return {
      kind,
      name: placed(name),
      type: placed(type),
      existing,
      body,
      description,
      start: keyword.start,
      end: Math.max(body.end, type.end),
    };
  }
}

function placed(token: Token): Placed & { readonly text: string } {
  return { text: token.text, start: token.start, end: token.end };
}

function bad(at: number): Expression {
  return { kind: 'bad', start: at, end: at };
}
