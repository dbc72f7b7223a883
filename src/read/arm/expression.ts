/** The expression language of deployment templates: `[concat(parameters('name'), '/chat')]`. */
import { append } from '../append.ts';

export type Expression = StringExpression | NumberExpression | CallExpression;
interface Placed {
  /** Offsets in the text given to the parser. */
  readonly start: number;
  readonly end: number;
}
export interface StringExpression extends Placed {
  readonly kind: 'string';
  readonly text: string;
}
export interface NumberExpression extends Placed {
  readonly kind: 'number';
  readonly text: string;
}
/** A function call, and the members and indexes read from what it gives. */
export interface CallExpression extends Placed {
  readonly kind: 'call';
  readonly name: string;
  readonly args: readonly Expression[];
  readonly steps: readonly MemberStep[];
  /** End of the call itself, before its members. */
  readonly callEnd: number;
}
export type MemberStep = { readonly member: string } | { readonly index: Expression };

/** Is this string evaluated when the template is deployed? */
function isExpression(text: string): boolean {
  return /^\s*\[(?!\[)/.test(text) && /\]\s*$/.test(text);
}

/** The text between the outer brackets, with its offset; `undefined` for plain text. */
export function innerOf(text: string): { readonly text: string; readonly offset: number } | undefined {
  if (!isExpression(text)) return undefined;
  const open = text.indexOf('[');
  return { text: text.slice(open + 1, text.lastIndexOf(']')), offset: open + 1 };
}

/** Parse the text between the brackets; `undefined` when it is not an expression after all. */
export function parseExpression(text: string): Expression | undefined {
  const parser = new ExpressionParser(text);
  return parser.whole();
}

/** Deeper nesting is not followed. */
const MAX_DEPTH = 64;
const TOKEN = /\s*(?:('(?:[^']|'')*')|(-?\d+(?:\.\d+)?)|([A-Za-z_][\w.]*)|([()[\],.?]))/y;

interface Token {
  readonly kind: 'string' | 'number' | 'name' | 'sign';
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

class ExpressionParser {
  readonly #text: string;
  #at = 0;
  #token: Token | undefined;

  constructor(text: string) {
    this.#text = text;
    this.#next();
  }

  whole(): Expression | undefined {
    const expression = this.#expression(0);
    return this.#token === undefined && this.#text.slice(this.#at).trim() === '' ? expression : undefined;
  }

  #next(): void {
    TOKEN.lastIndex = this.#at;
    const match = TOKEN.exec(this.#text);
    if (!match) {
      this.#token = undefined;
      return;
    }
    const [, string, number, name, sign] = match;
    const text = string ?? number ?? name ?? sign ?? '';
    const kind =
      string !== undefined ? 'string' : number !== undefined ? 'number' : name !== undefined ? 'name' : 'sign';
    this.#at = TOKEN.lastIndex;
    this.#token = { kind, text, start: this.#at - text.length, end: this.#at };
  }

  #sign(text: string): boolean {
    if (this.#token?.kind !== 'sign' || this.#token.text !== text) return false;
    this.#next();
    return true;
  }

  #expression(depth: number): Expression | undefined {
    const token = this.#token;
    if (!token || depth > MAX_DEPTH) return undefined;
    this.#next();
    if (token.kind === 'string') {
      return {
        kind: 'string',
        text: token.text.slice(1, -1).replaceAll("''", "'"),
        start: token.start,
        end: token.end,
      };
    }
    if (token.kind === 'number') return { kind: 'number', text: token.text, start: token.start, end: token.end };
    return token.kind === 'name' ? this.#call(token, depth) : undefined;
  }

  #call(name: Token, depth: number): Expression | undefined {
    if (!this.#sign('(')) return undefined;
    const args: Expression[] = [];
    let callEnd = this.#token?.end ?? name.end;
    if (!this.#sign(')')) {
      for (;;) {
        const argument = this.#expression(depth + 1);
        if (!argument) return undefined;
        args.push(argument);
        callEnd = this.#token?.end ?? callEnd;
        if (this.#sign(')')) break;
        if (!this.#sign(',')) return undefined;
      }
    }
    const steps: MemberStep[] = [];
    const end = this.#steps(steps, callEnd, depth);
    return end === undefined
      ? undefined
      : { kind: 'call', name: name.text, args, steps, start: name.start, callEnd, end };
  }

  /** The end of the last step; `undefined` when one is broken. */
  #steps(steps: MemberStep[], callEnd: number, depth: number): number | undefined {
    let end = callEnd;
    for (;;) {
      if (this.#sign('?') || this.#sign('.')) {
        const member = this.#token;
        if (member?.kind !== 'name') {
          if (member?.kind === 'sign' && (member.text === '.' || member.text === '[')) continue;
          return undefined;
        }
        // A name token takes in its dots: `.properties.endpoint` is one.
        for (const part of member.text.split('.')) steps.push({ member: part });
        end = member.end;
        this.#next();
      } else if (this.#sign('[')) {
        this.#sign('?');
        const index = this.#expression(depth + 1);
        const close = this.#token;
        if (!index || !close || !this.#sign(']')) return undefined;
        steps.push({ index });
        end = close.end;
      } else return end;
    }
  }
}

/** The expression and every expression inside it, outermost first. */
export function* walkExpression(root: Expression): Generator<Expression> {
  const stack = [root];
  for (let here = stack.pop(); here; here = stack.pop()) {
    yield here;
    if (here.kind !== 'call') continue;
    for (const step of here.steps) if ('index' in step) stack.push(step.index);
    append(stack, here.args);
  }
}
